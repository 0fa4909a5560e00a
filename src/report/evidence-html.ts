// The evidence of a month as one page that stands alone: no script, no other file, ready to be printed.
import { createHash } from 'node:crypto';
import { COVERAGES } from '../domain/calendar.ts';
import type { Evidence, SubscriptionEvidence } from '../domain/evidence.ts';
import type { LinkInterval } from '../domain/link-history.ts';
import type { LinkState } from '../domain/link.ts';
import { toMonth } from '../domain/month.ts';
import { escapeHtml } from './escape-html.ts';
import { COVERAGE_SIGNS, customerName, customerSection, timeText } from './evidence-customer.ts';
import { EVIDENCE_STYLE } from './evidence-style.ts';

const STYLE_HASH = createHash('sha256').update(EVIDENCE_STYLE).digest('base64');

/** Allows the page its own style and nothing else. */
export const EVIDENCE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function evidenceHtml(evidence: Evidence): string {
  const { month, identity } = evidence;
  const title = `Evidence of recognition, ${monthText(month)}`;
  return `<!doctype html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<title>${title} (${escapeHtml(identity)})</title>
<style>${EVIDENCE_STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${head(evidence)}
${summary(evidence)}
${proof(evidence)}
${linkSection(evidence.link)}
${customersSection(evidence)}
${basis(evidence)}
</main>
</body>
</html>
`;
}

function monthText(month: string): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(toMonth(month).start).toLocaleDateString('en-GB', options);
}

function head(evidence: Evidence): string {
  const { identity, partnerId, principalId, generatedAt } = evidence;
  // Then it is the beginning of the month, at which no run ended.
  const isEmpty = evidence.runs.length === 0 && evidence.subscriptions.length === 0;
  return `<p class="quiet measure">Partner earned credit (PEC) by subscription and day, as Lighthouse Keeper saw the configuration. All days and times are UTC.</p>
<dl>
${term('Identity', escapeHtml(identity))}
${term('Partner ID', escapeHtml(partnerId))}
${term('Principal', `<span class=id>${escapeHtml(principalId ?? 'not known yet')}</span>`)}
${term('Drawn from the runs up to', isEmpty ? 'no run' : timeText(generatedAt))}
</dl>`;
}

function summary({ subscriptions }: Evidence): string {
  const days = subscriptions.flatMap((each) => each.days.map(({ coverage }) => coverage));
  const customers = customersOf(subscriptions);
  const covered = customers.filter((all) => all.every(isFullyCovered)).length;
  const tiles = COVERAGES.map((word) => {
    const count = days.filter((each) => each === word).length;
    return `<div class=${word}><dt>${word} days</dt><dd>${count}</dd></div>`;
  });
  const legend = COVERAGES.map((word) => {
    const { sign, css, meaning } = COVERAGE_SIGNS[word];
    return `<li><b class=${css}>${sign}</b> ${word}: ${meaning}</li>`;
  });
  return `<h2>At a glance</h2>
<dl class=tiles>
<div><dt>customers covered on every day</dt><dd>${covered} of ${customers.length}</dd></div>
<div><dt>subscriptions</dt><dd>${subscriptions.length}</dd></div>
${tiles.join('\n')}
</dl>
<ul class=legend>${legend.join('')}</ul>`;
}

function isFullyCovered({ days }: SubscriptionEvidence): boolean {
  return days.length > 0 && days.every(({ coverage }) => coverage === 'pec');
}

function proof({ proves }: Evidence): string {
  return `<h2>What this proves, and what it cannot</h2>
<p class=measure><strong>Proves:</strong> ${escapeHtml(proves.configuration)}</p>
<p class=measure><strong>Limits:</strong> ${escapeHtml(proves.notPayment)}</p>`;
}

const LINK_TEXTS: Readonly<Record<LinkState, string>> = {
  right: 'right',
  none: 'none: not linked',
  other: 'other: linked to another partner ID',
  unreadable: 'unreadable: it could not be read',
};

function linkSection(link: readonly LinkInterval[]): string {
  if (link.length === 0) return '<h2>Partner link</h2>\n<p>No run saw it in this month.</p>';
  const lines = link.map(
    ({ from, to, state, partnerId }) =>
      `<tr><td>${timeText(from)}<td>${to === null ? 'goes on' : timeText(to)}<td>${LINK_TEXTS[state]}<td>${escapeHtml(partnerId ?? '')}`,
  );
  return `<h2>Partner link</h2>
<div class=scroll tabindex=0 role=group aria-label="Partner link">
<table><thead><tr><th scope=col>From<th scope=col>To<th scope=col>State<th scope=col>Partner ID</thead>
<tbody>${lines.join('\n')}</tbody></table></div>
<p class=quiet>As runs found it and left it, and as calls set it. A day of a subscription is judged by what each run left.</p>`;
}

function customersSection({ month, subscriptions, runs }: Evidence): string {
  if (subscriptions.length === 0) {
    const why =
      runs.length === 0
        ? 'Nothing was observed by the end of this month, or it is longer ago than is remembered (400 days).'
        : 'No run of this month saw a delegated subscription.';
    return `<h2>Customers</h2>\n<p>${why}</p>`;
  }
  const dates = toMonth(month).days.map(({ date }) => date);
  const sections = customersOf(subscriptions).map((all) => customerSection(all, dates));
  return `<h2>Customers</h2>\n${sections.join('\n')}`;
}

/** The subscriptions of each tenant, by the names that people look for. */
function customersOf(subscriptions: readonly SubscriptionEvidence[]): SubscriptionEvidence[][] {
  return [...Map.groupBy(subscriptions, ({ tenantId }) => tenantId).values()].sort((a, b) =>
    customerName(a).localeCompare(customerName(b), 'en'),
  );
}

function basis({ catalogueDate, roleOverrides, runs, sha256 }: Evidence): string {
  const overrides = Object.entries(roleOverrides).map(
    ([role, answer]) => `<li><span class=id>${escapeHtml(role)}</span>: ${answer}</li>`,
  );
  const runIds = runs.map((id) => `<span class=id>${escapeHtml(id)}</span>`).join(', ');
  return `<h2>What it rests on</h2>
<p class=measure>Microsoft's table of the roles that count, as of ${escapeHtml(catalogueDate)}. ${
    overrides.length === 0 ? 'No setting overrides it.' : 'The setting ROLE_OVERRIDES says otherwise for:'
  }</p>
${overrides.length === 0 ? '' : `<ul>${overrides.join('')}</ul>`}
<details><summary>${runs.length === 1 ? '1 run' : `${runs.length} runs`} ended in this month</summary><p>${runIds}</p></details>
<p>SHA-256 of this evidence: <code>${sha256}</code></p>
<p class="quiet measure">It is made over the canonical JSON (RFC 8785) of the same evidence, asked for with <code>format=json</code>, without <code>sha256</code> and <code>generatedAt</code>: so a kept copy can be checked.</p>`;
}

function term(name: string, value: string): string {
  return `<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
