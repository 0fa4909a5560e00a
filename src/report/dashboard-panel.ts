// One identity on the dashboard: its totals as a picture with the numbers beside it, its link, its runs.
import type { Dashboard, IdentityPanel } from '../domain/dashboard/view.ts';
import type { LinkState } from '../domain/link.ts';
import { RECOGNITIONS } from '../domain/recognition.ts';
import type { Totals } from '../domain/run.ts';
import { ageText } from './age-text.ts';
import type { Links } from './dashboard-links.ts';
import { counted, countText, MEANINGS, momentText, monthText, sign } from './dashboard-words.ts';
import { escapeHtml } from './escape-html.ts';
import { shownText } from './shown-text.ts';

export function panelHtml(panel: IdentityPanel, dashboard: Dashboard, links: Links): string {
  const { name, totals, standing } = panel;
  const isOneOfSeveral = dashboard.names.length > 1;
  const label = isOneOfSeveral ? `Identity ${name}` : 'Totals';
  const heading = isOneOfSeveral ? `<h2>${escapeHtml(name)}</h2>` : '';
  const tiles = RECOGNITIONS.map((word) => {
    const isChosen = dashboard.request.recognition === word;
    const href = links.page({ recognition: word, identity: isOneOfSeveral ? name : undefined });
    return `<li><a class="tile ${word}" href="${href}"${isChosen ? ' aria-current=true' : ''}><span class=number>${sign(word)}<b data-recognition="${word}" data-count="${totals[word]}"${isOneOfSeveral ? ` data-identity="${escapeHtml(name)}"` : ''}>${countText(totals[word])}</b></span><span class=word>${word}</span><small>${MEANINGS[word]}</small></a>`;
  });
  return `<section class="panel${standing === 'none-yet' || standing === 'never-through' ? ' empty' : ''}" aria-label="${escapeHtml(label)}">
${heading}${bar(totals)}
<ul class=tiles>${tiles.join('\n')}</ul>
${facts(panel, dashboard, links)}
</section>`;
}

const BAR_WIDTH = 1000;
/** However few of many, they are seen. */
const LEAST_WIDTH = 6;
const BAR_GAP = 2;

/** Only a picture: the numbers stand below it. */
function bar(totals: Totals): string {
  const words = RECOGNITIONS.filter((word) => totals[word] > 0);
  const sum = words.reduce((all, word) => all + totals[word], 0);
  const room = BAR_WIDTH - words.length * LEAST_WIDTH - Math.max(0, words.length - 1) * BAR_GAP;
  let x = 0;
  const parts = words.map((word) => {
    const width = LEAST_WIDTH + (room * totals[word]) / sum;
    const part = `<rect class=${word} x=${x.toFixed(1)} width=${width.toFixed(1)} height=20 />`;
    x += width + BAR_GAP;
    return part;
  });
  return `<svg class=bar viewBox="0 0 ${BAR_WIDTH} 20" preserveAspectRatio=none aria-hidden=true><rect class=track width=${BAR_WIDTH} height=20 />${parts.join('')}</svg>`;
}

const LINK_TEXTS: Readonly<Record<LinkState, string>> = {
  right: 'right',
  none: 'none: not linked',
  other: 'other: linked to another partner',
  unreadable: 'unreadable: not known',
};

const LINK_SIGNS = { right: 'pec', none: 'none', other: 'none', unreadable: 'unknown' } as const;

function facts(
  { name, link, lastRun, totals, standing, stale }: IdentityPanel,
  { now, month, schedule, names }: Dashboard,
  links: Links,
): string {
  const identity = names.length > 1 ? name : undefined;
  const partner =
    link.partnerId !== undefined && link.partnerId !== link.wantedPartnerId
      ? `, partner ID ${shownText(link.partnerId)} in place of ${shownText(link.wantedPartnerId)}`
      : `, partner ID ${shownText(link.wantedPartnerId)}`;
  const linkText =
    standing === 'none-yet'
      ? `not read yet, partner ID ${shownText(link.wantedPartnerId)} is wanted`
      : `<span class="state ${LINK_SIGNS[link.state]}">${sign(LINK_SIGNS[link.state])} ${LINK_TEXTS[link.state]}</span>${partner}`;
  const runText = lastRun
    ? `<span class="state ${lastRun.state === 'failed' || stale ? 'none' : ''}">${lastRun.state}${stale ? ', stale' : ''}</span>, ${ageText(lastRun.endedAt, now)} <span class=quiet>(${momentText(lastRun.endedAt)})</span>`
    : 'none yet';
  const next = schedule.nextRunAt;
  const evidence = `Evidence, ${monthText(month)}${identity === undefined ? '' : `, ${identity}`}`;
  return `<dl class=facts>
${fact('Partner link', linkText)}
${fact('Last run', runText)}
${next === undefined ? '' : fact('Next run', `${ageText(next, now)} <span class=quiet>(${momentText(next)})</span>`)}
${totals.notDelegated === 0 ? '' : fact('Visible, not delegated', counted(totals.notDelegated, 'subscription'))}
${fact('Evidence', `<a href="${links.route('evidence', { month, format: 'html', identity })}" aria-label="${escapeHtml(evidence)}">${monthText(month)}</a>`)}
</dl>`;
}

function fact(name: string, html: string): string {
  return `<div><dt>${name}</dt><dd>${html}</dd></div>`;
}
