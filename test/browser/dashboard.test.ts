// The dashboard in a real browser: wide, narrow, light, dark and on paper, by mouse, by keys and for every pair of eyes.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { shareApp } from '../../src/app.ts';
import { statusShape, subscriptionsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { HAS_BROWSER, launchBrowser, NO_BROWSER } from './browser.ts';
import {
  beforeFirstRun,
  breakEverything,
  demo,
  oddNames,
  severalIdentities,
  type Stage,
} from './dashboard-worlds.ts';
import { axeViolations, follow, openPage, overflowing } from './watched-page.ts';

const file = wholeFile();

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

const LOOKS = [
  { viewport: WIDE, colorScheme: 'light' },
  { viewport: WIDE, colorScheme: 'dark' },
  { viewport: NARROW, colorScheme: 'light' },
  { viewport: NARROW, colorScheme: 'dark' },
] as const;

describe.runIf(HAS_BROWSER)(`the dashboard${NO_BROWSER}`, () => {
  let browser: Browser;
  const stages = new Map<string, Stage>();

  beforeAll(async () => {
    browser = await launchBrowser(file);
    stages.set('two weeks', await demo(file));
    stages.set('odd names', await oddNames(file));
    stages.set('several identities', await severalIdentities(file));
    stages.set('before the first run', await beforeFirstRun(file));
  }, 120_000);

  /** The functions serve the app that was shared last. */
  const stageOf = (name: string): Stage => {
    const stage = stages.get(name);
    if (stage === undefined) throw new Error(`There is no stage ${name}.`);
    shareApp(stage.app);
    return stage;
  };

  const open = async (options: BrowserContextOptions, query = '', stage = stageOf('two weeks')) => {
    const url = `${stage.host.url}/api/dashboard${query}`;
    return { url, ...(await openPage(browser, url, options)) };
  };

  const others = ['odd names', 'several identities', 'before the first run'];
  const cases = [
    ...LOOKS.map((look) => ({ name: 'two weeks', ...look })),
    ...others.flatMap((name) => [LOOKS[0], LOOKS[3]].map((look) => ({ name, ...look }))),
  ];

  test.each(cases)('is whole: $name, $colorScheme, $viewport.width', async ({ name, ...look }) => {
    const { url, page, troubles, asked } = await open(look, '', stageOf(name));

    expect(await overflowing(page)).toEqual([]);
    expect(troubles).toEqual([]);
    // Nothing but itself, and the icon that browsers look for on their own.
    expect(asked.filter((each) => !each.endsWith('/favicon.ico'))).toEqual([url]);
    expect(await page.locator('script').count()).toBe(0);
    await page.context().close();
  });

  const eyes = [
    ...[LOOKS[1], LOOKS[2]].map((look) => ({ name: 'two weeks', ...look })),
    ...others.map((name) => ({ name, ...LOOKS[2] })),
  ];

  test.each(eyes)('is for everybody: $name, $colorScheme, $viewport.width', async ({ name, ...look }) => {
    const { page } = await open({ ...look, bypassCSP: true }, '', stageOf(name));

    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  test('on a phone letters of twice the size stay in the window', async () => {
    const { page } = await open(
      { ...LOOKS[2], viewport: { width: 360, height: 740 }, bypassCSP: true },
      '',
      stageOf('odd names'),
    );
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

  test('works without script: its numbers are those of the API, and each leads to so many subscriptions', async () => {
    const stage = stageOf('two weeks');
    const { page } = await open({ viewport: WIDE, javaScriptEnabled: false });
    const { identities } = statusShape.parse((await stage.call('/api/status')).json);

    for (const word of ['pec', 'pec-partial', 'pal-only', 'none', 'unknown'] as const) {
      const number = page.locator(`[data-recognition="${word}"]`);
      const count = await number.getAttribute('data-count');
      expect([word, Number(count)]).toEqual([word, identities[0]?.totals[word]]);
      await follow(page, number);
      const { value } = subscriptionsShape.parse(
        (await stage.call(`/api/subscriptions?recognition=${word}`)).json,
      );
      expect([word, await page.locator('[data-subscription]').count()]).toEqual([word, value.length]);
      expect(value.length).toBe(Number(count));
    }
    await page.context().close();
  });

  test('reasons and customers are filters, and a filter is taken away by its chip', async () => {
    const { page } = await open({ viewport: WIDE });
    const lines = page.locator('[data-subscription]');
    const all = await lines.count();

    await follow(page, page.getByRole('link', { name: 'Only roles that do not count' }));
    const ofReason = await lines.count();
    await follow(page, page.getByRole('link', { name: 'Birkenhof Dairy' }));
    const ofCustomer = await lines.count();
    await follow(page, page.getByRole('link', { name: /^customer: Birkenhof Dairy/ }));

    expect([ofReason, ofCustomer, await lines.count()]).toEqual([3, 1, all]);
    await page.context().close();
  });

  test('pages lead on and back', async () => {
    const { page } = await open({ viewport: WIDE }, '?top=5');
    const lines = page.locator('[data-subscription]');
    const first = await lines.first().getAttribute('data-subscription');

    await follow(page, page.getByRole('link', { name: 'Next 5' }));
    const second = await lines.first().getAttribute('data-subscription');
    await follow(page, page.getByRole('link', { name: 'Back to the first' }));

    expect(second).not.toBe(first);
    expect(await lines.first().getAttribute('data-subscription')).toBe(first);
    await page.context().close();
  });

  const pages = [
    ['two weeks', ''],
    ['two weeks', '?recognition=pec'],
    ['several identities', '?identity=suedwind&recognition=pec'],
  ] as const;

  test.each(pages)('each link says alone where it leads: %s %s', async (name, query) => {
    const { page } = await open({ viewport: WIDE }, query, stageOf(name));
    const links = await page.evaluate<[name: string, href: string][]>(`
      [...document.links].map((each) => [each.getAttribute('aria-label') ?? each.innerText, each.href])
    `);
    const leads = Map.groupBy(links, ([text]) => text.replaceAll(/\s+/g, ' '));

    const ambiguous = [...leads].filter(([, same]) => new Set(same.map(([, href]) => href)).size > 1);
    expect(ambiguous).toEqual([]);
    expect([...leads.keys()].some((text) => text.startsWith('Evidence, March 2026'))).toBe(true);
    await page.context().close();
  });

  test('by keys alone: each link is reached, seen to be reached, and followed', async () => {
    const { page } = await open({ viewport: WIDE });
    const focused = () =>
      page.evaluate<string[]>(
        `[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]`,
      );

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const [className, outline] = await focused();
    await page.keyboard.press('Enter');
    await page.waitForURL(/recognition=pec$/);

    expect(className).toContain('tile pec');
    expect(outline).toBe('solid');
    await page.context().close();
  });

  test('names from right to left turn nothing else around', async () => {
    const { page } = await open({ viewport: WIDE }, '', stageOf('odd names'));
    const directions = await page.evaluate<string[]>(`
      [[...document.querySelectorAll('h3 bdi')].find((each) => each.textContent === 'שירותי ענן בע״מ'),
        document.querySelector('.customer')].map((each) => getComputedStyle(each).direction)
    `);

    expect(directions).toEqual(['rtl', 'ltr']);
    await page.context().close();
  });

  test('on paper it is light, on A4, and nothing sticks out', async () => {
    const { page } = await open({ viewport: { width: 702, height: 1000 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await overflowing(page)).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // A4 upright, in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    await page.context().close();
  });

  test('says what is broken in the first window, wide and narrow, and for everybody', async () => {
    const stage = stageOf('two weeks');
    await breakEverything(stage);

    for (const look of [LOOKS[0], LOOKS[3]]) {
      const { page } = await open({ ...look, bypassCSP: true }, '', stage);
      const notice = page.getByRole('heading', { name: 'The partner link could not be read' });
      expect((await notice.boundingBox())?.y).toBeLessThan(500);
      expect(await overflowing(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    }
  });
});
