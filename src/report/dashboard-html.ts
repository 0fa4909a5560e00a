// The dashboard: one page that stands alone, without script and without another file.
import { createHash } from 'node:crypto';
import { linkFinding } from '../domain/dashboard/standing.ts';
import type { Dashboard } from '../domain/dashboard/view.ts';
import { customerHtml } from './dashboard-customers.ts';
import { missingHtml } from './dashboard-expected.ts';
import { createLinks, type Links } from './dashboard-links.ts';
import { noticeHtml, noticesOf } from './dashboard-notices.ts';
import { panelHtml } from './dashboard-panel.ts';
import { stripLegend } from './dashboard-strip.ts';
import { DASHBOARD_STYLE } from './dashboard-style.ts';
import { headline } from './dashboard-headline.ts';
import { countText, momentText, SIGNS } from './dashboard-words.ts';
import { escapeHtml } from './escape-html.ts';
import { FINDING_MEANINGS } from './finding-meanings.ts';
import { shownName } from './shown-text.ts';

const STYLE_HASH = createHash('sha256').update(DASHBOARD_STYLE).digest('base64');

/** Allows the page its own style and nothing else. */
export const DASHBOARD_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What the subscriptions of one page may weigh, so that all of it stays under 500 KB. */
export const MOST_BYTES = 400_000;

export interface PageAddress {
  /** See createLinks. */
  kept: Readonly<Record<string, string>>;
  isFolder: boolean;
}

export function dashboardHtml(dashboard: Dashboard, { kept, isFolder }: PageAddress): string {
  const links = createLinks(kept, isFolder);
  const { now, names, panels, request } = dashboard;
  const { title, lead } = headline(dashboard);
  const isOneOfSeveral = names.length > 1;
  const notices = panels.flatMap((panel) =>
    noticesOf(panel, dashboard).map((notice) => noticeHtml(notice, isOneOfSeveral ? panel.name : undefined)),
  );
  return `<!doctype html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<meta name=color-scheme content="light dark">
<title>${title} · Lighthouse Keeper</title>
<style>${DASHBOARD_STYLE}</style>
</head>
<body>
${SIGNS}
<header>
<p class=brand><a href="${links.page({})}">Lighthouse Keeper</a> <span class=quiet>as of ${momentText(now)} UTC; all times are UTC</span></p>
<h1>${title}</h1>
${lead === '' ? '' : `<p class=lead>${lead}</p>`}
${isOneOfSeveral ? chooser(names, request.identity, links) : ''}
</header>
<main>
${notices.join('\n')}
<div class=panels>${panels.map((panel) => panelHtml(panel, dashboard, links)).join('\n')}</div>
${missingHtml(dashboard, links)}
${listHtml(dashboard, links)}
</main>
</body>
</html>
`;
}

function chooser(names: readonly string[], chosen: string | undefined, links: Links): string {
  const items = [undefined, ...names].map((name) => {
    const current = name === chosen ? ' aria-current=true' : '';
    return `<li><a href="${links.page({ identity: name })}"${current}>${name === undefined ? 'all identities' : escapeHtml(name)}</a>`;
  });
  return `<nav aria-label=Identities><ul class=chips>${items.join('')}</ul></nav>`;
}

function listHtml(dashboard: Dashboard, links: Links): string {
  const { subscriptions, request, panels } = dashboard;
  const { page } = subscriptions;
  if (request.finding === 'expected-missing') return filtersHtml(dashboard, links);
  const linkTold = new Set(
    panels.filter(({ link }) => linkFinding(link) !== undefined).map(({ name }) => name),
  );
  const customers = page.customers.map((each) => customerHtml(each, { ...dashboard, linkTold }, links));
  const next =
    dashboard.skipToken === undefined
      ? ''
      : `<a rel=next href="${links.page({ ...queryOf(dashboard), skipToken: dashboard.skipToken })}">Next ${countText(Math.min(request.top, page.of - page.to))}</a>`;
  const first =
    request.skipToken === undefined
      ? ''
      : `<a href="${links.page(queryOf(dashboard))}">Back to the first</a>`;
  const isPart = page.to - page.from + 1 < page.of;
  const shown = isPart
    ? `${countText(page.from)} to ${countText(page.to)} of ${countText(page.of)}`
    : countText(page.of);
  const isFiltered = hasFilter(dashboard);
  if (page.of === 0 && !isFiltered) return '';
  return `<section aria-labelledby=list>
<h2 id=list>${isFiltered ? 'Subscriptions' : 'To look at, worst first'} <span class=quiet>${shown}</span></h2>
${filtersHtml(dashboard, links)}
${reasonsHtml(dashboard, links)}
${page.of === 0 ? `<p>Nothing fits. <a href="${links.page({ identity: request.identity })}">Show what needs a look</a></p>` : stripLegend()}
${customers.join('\n')}
${first === '' && next === '' ? '' : `<nav aria-label=Pages class=pages>${first} ${next}</nav>`}
</section>`;
}

function hasFilter({ request: { recognition, tenantId, finding } }: Dashboard): boolean {
  return recognition !== undefined || tenantId !== undefined || finding !== undefined;
}

function queryOf({ request: { recognition, tenantId, finding, identity, top } }: Dashboard) {
  return { recognition, tenantId, finding, identity, ...(top !== USUAL_TOP && { top }) };
}

/** What the route takes where the query says nothing. */
const USUAL_TOP = 200;

/** What is filtered by, each with a link that takes it away. */
function filtersHtml(dashboard: Dashboard, links: Links): string {
  const { recognition, tenantId, finding } = dashboard.request;
  const query = queryOf(dashboard);
  const customer = dashboard.subscriptions.page.customers[0]?.name ?? `Tenant ${tenantId}`;
  const chips = [
    recognition && chip('recognition', recognition, links.page({ ...query, recognition: undefined })),
    tenantId && chip('customer', shownName(customer), links.page({ ...query, tenantId: undefined })),
    finding && chip('reason', finding, links.page({ ...query, finding: undefined })),
  ].filter((each) => each !== undefined);
  if (chips.length === 0) return '';
  return `<ul class=chips aria-label="Filters, each with a link that takes it away">${chips.join('')}</ul>`;
}

function chip(name: string, value: string, href: string): string {
  return `<li><a href="${href}">${name}: <b>${value}</b> <span aria-hidden=true>×</span></a>`;
}

/** What to look at by its reason; of one reason, or one customer, the lines themselves say it. */
function reasonsHtml(dashboard: Dashboard, links: Links): string {
  const { subscriptions, request } = dashboard;
  if (subscriptions.findings.length === 0) return '';
  if (request.tenantId !== undefined || request.finding !== undefined) return '';
  const query = queryOf(dashboard);
  const items = subscriptions.findings.map(
    ({ code, count }) =>
      `<li><a href="${links.page({ ...query, finding: code })}"><b data-finding="${code}" data-count="${count}">${countText(count)}</b> <span>${FINDING_MEANINGS[code]}</span></a>`,
  );
  return `<ul class=reasons aria-label="Reasons, and how many subscriptions have each">${items.join('\n')}</ul>`;
}
