// The customers that need a look: worst first, each with its month, and each subscription with its reason and what mends it.
import type { CustomerBlock } from '../domain/dashboard/dashboard.ts';
import type { ToldLine } from '../domain/dashboard/line.ts';
import type { Dashboard } from '../domain/dashboard/view.ts';
import type { Finding } from '../domain/finding.ts';
import type { Links } from './dashboard-links.ts';
import { linkId } from './dashboard-notices.ts';
import { strip } from './dashboard-strip.ts';
import { counted, sign, sinceText } from './dashboard-words.ts';
import { escapeHtml } from './escape-html.ts';
import { bytesOf, plainName, shownName, shownText } from './shown-text.ts';

interface Setting extends Pick<Dashboard, 'now' | 'month' | 'names' | 'request'> {
  /** Identities of whose link is spoken above. */
  linkTold: ReadonlySet<string>;
}

/** Of a line, the rest of the page has the same for each: measured, and rounded up. */
const BYTES_OF_MARKUP = 1500;
/** What is said of one line; its own page tells the rest. */
const MOST_FINDINGS = 3;

/** Bytes of the page that a line takes at most, its customer's head included. */
export function weighLine({ displayName, tenantName = '', findings }: ToldLine): number {
  const said = findings.slice(0, MOST_FINDINGS).map(({ message, fix }) => bytesOf(message) + bytesOf(fix));
  // Its own name also stands in the label of the link to its diagnosis.
  const names = 2 * bytesOf(displayName) + bytesOf(tenantName);
  return BYTES_OF_MARKUP + names + said.reduce((sum, bytes) => sum + bytes, 0);
}

export function customerHtml(customer: CustomerBlock, setting: Setting, links: Links): string {
  const { identity, tenantId, name, days, lines, more } = customer;
  const { month, names, request } = setting;
  const whose = names.length > 1 ? ` <small>${escapeHtml(identity)}</small>` : '';
  const href = links.page({ tenantId, identity: request.identity });
  const others =
    more === 0
      ? ''
      : `<p class=quiet>${counted(more, 'more subscription earns', 'more subscriptions earn')} in full.</p>`;
  return `<section class=customer>
<div class=who><h3><a href="${href}">${shownName(name ?? `Tenant ${tenantId}`)}</a>${whose}</h3>${strip(month, days)}</div>
<div class=what><ul>${lines.map((line) => lineHtml(line, setting, links)).join('\n')}</ul>${others}</div>
</section>`;
}

function lineHtml(line: ToldLine, { now, names, linkTold }: Setting, links: Links): string {
  const { identity, subscriptionId, displayName, recognition, since, fellFrom, recognisedBy, findings } =
    line;
  const whose = { identity: names.length > 1 ? identity : undefined };
  const href = links.route(`subscriptions/${subscriptionId}`, whose);
  const was = fellFrom === undefined ? '' : `, <b>was ${fellFrom}</b>`;
  const through =
    recognisedBy === undefined
      ? ''
      : `<p>Earns in full through ${recognisedBy.map(escapeHtml).join(', ')}.</p>`;
  const told = findings.slice(0, MOST_FINDINGS).map((found) => {
    const isSaidAbove = OF_THE_LINK.has(found.code) && linkTold.has(identity);
    return isSaidAbove ? referHtml(found, identity) : findingHtml(found);
  });
  const untold = findings.length - told.length;
  const rest =
    untold > 0 ? `<p class=quiet>And ${counted(untold, 'more finding')}: see its own page.</p>` : '';
  return `<li data-subscription=${subscriptionId}><p class=head><span class="state ${recognition}">${sign(recognition)} ${recognition}</span> <a href="${href}">${shownName(displayName)}</a> <span class=quiet>since ${sinceText(since, now)}${was}${diagnosisHtml(line, whose, links)}</span></p>${through}${told.join('')}${rest}`;
}

/** Of what earns nothing the reasons stand below; of what earns in full the open question is why no report shows it. */
function diagnosisHtml(
  { recognition, subscriptionId, displayName }: ToldLine,
  whose: { identity: string | undefined },
  links: Links,
): string {
  if (recognition !== 'pec') return '';
  const href = links.route(`subscriptions/${subscriptionId}/diagnosis`, whose);
  // Read out alone, the same words once a line would tell nobody which subscription they are about.
  const label = escapeHtml(`${plainName(displayName)}: missing from reports?`);
  return ` · <a href="${href}" aria-label="${label}">missing from reports?</a>`;
}

const OF_THE_LINK = new Set<Finding['code']>(['link-missing', 'link-other-partner', 'link-unreadable']);

/** What is said once above for all lines that it costs their recognition. */
function referHtml({ code }: Finding, identity: string): string {
  return `<p>Because of the <a href="#${escapeHtml(linkId(identity))}">partner link</a>. <code>${code}</code></p>`;
}

function findingHtml({ code, message, fix }: Finding): string {
  return `<p>${shownText(message)} <code>${code}</code></p><p class=fix>${shownText(fix)}</p>`;
}
