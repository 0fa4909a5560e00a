// The state in one line, for who has five seconds.
import type { Subscriptions } from '../domain/dashboard/dashboard.ts';
import type { Dashboard } from '../domain/dashboard/view.ts';
import { counted, countText } from './dashboard-words.ts';
import { escapeHtml } from './escape-html.ts';

/** HTML without tags, but for the lead. */
export function headline({ subscriptions, panels, names, request, missing }: Dashboard): {
  title: string;
  lead: string;
} {
  const { words, lost, customers } = subscriptions;
  const all = Object.values(words).reduce((sum, count) => sum + count, 0);
  const whose = request.identity === undefined ? '' : ` as ${escapeHtml(request.identity)} sees it`;
  if (panels.every(({ standing }) => standing === 'none-yet'))
    return { title: `Nothing has been looked at yet${whose}`, lead: '' };
  if (all === 0) {
    const isKnown = panels.some(({ observedAt }) => observedAt !== undefined);
    return isKnown
      ? {
          title: `No delegated subscription is visible${whose}`,
          lead: 'A customer delegates by deploying the onboarding template (<code>GET /api/onboarding-template</code>). The next run shows it.',
        }
      : { title: `Nothing is known yet${whose}`, lead: '' };
  }
  const many =
    request.identity === undefined && names.length > 1 ? `, through any of ${names.length} identities` : '';
  const isOld = panels.some(({ standing }) => standing === 'stale' || standing === 'failing');
  const losses = lost === 0 ? [] : [`<b>${countText(lost)} lost</b> in the last 31 days`];
  const absences = missing.count === 0 ? [] : [`${countText(missing.count)} expected and missing`];
  const toLookAt =
    customers.toLookAt === 0
      ? []
      : [`${countText(customers.toLookAt)} of ${counted(customers.all, 'customer')} to look at`];
  return {
    title: `${countsText(words, all)}${many}${isOld ? ', when last seen' : ''}${whose}`,
    lead: [...losses, ...absences, ...toLookAt].join(' · '),
  };
}

/** What is not known is never among what does not earn. */
function countsText({ pec, unknown }: Subscriptions['words'], all: number): string {
  const inFull = `${pec === 1 ? 'earns' : 'earn'} in full`;
  if (pec === all && all > 1) return `All ${counted(all, 'subscription')} ${inFull}`;
  const isMostlyUnknown = 2 * unknown > all;
  if (isMostlyUnknown)
    return `${countText(unknown)} of ${counted(all, 'subscription')} not known, ${countText(pec)} ${inFull}`;
  const open = unknown === 0 ? '' : `, ${countText(unknown)} not known`;
  return `${countText(pec)} of ${counted(all, 'subscription')} ${inFull}${open}`;
}
