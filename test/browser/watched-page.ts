// A page that keeps what goes wrong on it, and what people with other eyes, screens and hands would stumble over.
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export interface WatchedPage {
  page: Page;
  /** Console errors (refusals of the Content-Security-Policy too), failed requests, uncaught errors. */
  troubles: string[];
  /** Addresses that the page asked for, its own included. */
  asked: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('requestfailed', (request) => troubles.push(`${request.url()} failed`));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url);
  return { page, troubles, asked };
}

/** Clicks a link to another address and waits for the page that is there: a click alone does not. */
export async function follow(page: Page, link: Locator): Promise<void> {
  const from = page.url();
  await link.click();
  await page.waitForURL((url) => url.href !== from);
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe-core finds, as lines. The page's own policy forbids its script, so it needs a context with `bypassCSP`. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Elements that stick out of the window to the right and are in no container that scrolls, as short descriptions. */
export async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.body.querySelectorAll('*')]
      .filter((each) => !each.closest('.scroll') || each.matches('.scroll'))
      .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
      .map((each) => each.tagName + '.' + each.className + ': ' + each.textContent.slice(0, 40))
      .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page scrolls sideways'] : [])
  `);
}
