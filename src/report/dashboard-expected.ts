// What ought to be delegated and is not: no row tells of it, for what is not delegated is not seen.
import type { Dashboard } from '../domain/dashboard/view.ts';
import type { ExpectedView } from '../domain/expected-subscription.ts';
import type { Links } from './dashboard-links.ts';
import { counted, countText, sinceText } from './dashboard-words.ts';
import { shownName, shownText } from './shown-text.ts';

export function missingHtml({ missing, now, request }: Dashboard, links: Links): string {
  const { shown, count } = missing;
  const isAskedFor = request.finding === 'expected-missing';
  if (count === 0) return isAskedFor ? '<p>Whatever is expected is there, or not due yet.</p>' : '';
  const [first] = shown;
  const fix = first?.findings[0]?.fix ?? '';
  const more = count - shown.length;
  const all = isAskedFor
    ? links.route('expected-subscriptions', { state: 'missing' })
    : links.page({ finding: 'expected-missing', identity: request.identity });
  const rest = more === 0 ? '' : `<p><a href="${all}">And ${countText(more)} more</a></p>`;
  return `<section class=expected aria-labelledby=expected>
<h2 id=expected>${counted(count, 'expected subscription is', 'expected subscriptions are')} missing</h2>
<p class=fix>${shownText(fix)}</p>
<ul>${shown.map((entry) => entryHtml(entry, now, links)).join('\n')}</ul>${rest}
</section>`;
}

function entryHtml(
  { subscriptionId, name, customer, dueAt }: ExpectedView,
  now: string,
  links: Links,
): string {
  const href = links.route(`expected-subscriptions/${subscriptionId}`);
  const whose = customer === undefined ? '' : `${shownName(customer)}: `;
  return `<li data-expected=${subscriptionId}>${whose}<a href="${href}">${shownName(name ?? subscriptionId)}</a> <span class=quiet>due since ${sinceText(dueAt, now)}</span>`;
}
