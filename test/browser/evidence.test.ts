// The evidence in a real browser: wide, narrow, light, dark and on paper, for every pair of eyes.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Served } from '../harness/host.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { HAS_BROWSER, launchBrowser, NO_BROWSER } from './browser.ts';
import { serveMonth } from './evidence-world.ts';
import { axeViolations, openPage, overflowing, type WatchedPage } from './watched-page.ts';

const file = wholeFile();

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

describe.runIf(HAS_BROWSER)(`the page of a month${NO_BROWSER}`, () => {
  let served: Served;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    served = await serveMonth(file);
    browser = await launchBrowser(file);
    url = `${served.host.url}/api/evidence?month=2024-05&format=html`;
  }, 120_000);

  const open = async (options: Parameters<typeof openPage>[2]): Promise<WatchedPage> => {
    const watched = await openPage(browser, url, options);
    return watched;
  };

  const looks = [
    { viewport: WIDE, colorScheme: 'light' },
    { viewport: WIDE, colorScheme: 'dark' },
    { viewport: NARROW, colorScheme: 'light' },
    { viewport: NARROW, colorScheme: 'dark' },
  ] as const;

  test.each(looks)('is whole in $colorScheme at $viewport.width', async (look) => {
    const { page, troubles, asked } = await open(look);

    expect(await overflowing(page)).toEqual([]);
    expect(troubles).toEqual([]);
    // Nothing but itself, and the icon that browsers look for on their own.
    expect(asked.filter((each) => !each.endsWith('/favicon.ico'))).toEqual([url]);
    await page.context().close();
  });

  test.each([looks[1], looks[2]])('is for everybody in $colorScheme at $viewport.width', async (look) => {
    const { page } = await open({ ...look, bypassCSP: true });

    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  test('on a phone letters of twice the size stay in the window', async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await page.addStyleTag({ content: 'html { font-size: 200% !important; }' });

    expect(await overflowing(page)).toEqual([]);
    await page.context().close();
  });

  test('wears its own style, and dark is dark', async () => {
    const background = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open({ viewport: WIDE, colorScheme });
      const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      await page.context().close();
      return colour;
    };

    expect([await background('light'), await background('dark')]).toEqual([
      'rgb(255, 255, 255)',
      'rgb(20, 24, 28)',
    ]);
  });

  test('shows every day of a customer at 1280 without scrolling, and scrolls a table alone on a phone', async () => {
    const hidden = async (viewport: typeof WIDE) => {
      const { page } = await open({ viewport });
      const widths = await page.evaluate<number[]>(
        `[...document.querySelectorAll('.customer .scroll')].map((each) => each.scrollWidth - each.clientWidth)`,
      );
      await page.context().close();
      return widths;
    };

    for (const width of await hidden(WIDE)) expect(width).toBe(0);
    for (const width of await hidden(NARROW)) expect(width).toBeGreaterThan(0);
  });

  test('lays text over no text and no script runs', async () => {
    const { page } = await open({ viewport: WIDE });

    const names = await page.locator('tbody th.name').allInnerTexts();
    expect(names.some((name) => name.includes('& <b>odd</b>'))).toBe(true);
    expect(await page.locator('script').count()).toBe(0);
    await page.context().close();
  });

  test('on paper it is light, wide enough for every day, and shows what is folded away on a screen', async () => {
    const { page } = await open({ viewport: { width: 1035, height: 710 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

    const runs = page.locator('details p');
    expect(await runs.isVisible()).toBe(true);
    expect((await runs.innerText()).length).toBeGreaterThan(1000);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await overflowing(page)).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // A4 landscape, in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 84[12](\.\d+)? 59[45](\.\d+)?\]/);
    await page.context().close();
  });

  test('on the screen the runs are folded until somebody asks for them', async () => {
    const { page } = await open({ viewport: WIDE });
    const runs = page.locator('details p');

    expect(await runs.isVisible()).toBe(false);
    await page.locator('summary').click();

    expect(await runs.isVisible()).toBe(true);
    await page.context().close();
  });
});
