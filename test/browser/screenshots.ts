// `npm run screenshots`: the README's picture of the dashboard, and with --all FOLDER a set of all its states to look at.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Cleanup } from '../harness/keeper.ts';
import { launchBrowser } from './browser.ts';
import * as worlds from './dashboard-worlds.ts';
import { openPage } from './watched-page.ts';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

interface Shot {
  name: string;
  world: (test: Cleanup) => Promise<worlds.Stage>;
  /** What happens there before it is looked at. */
  happens?: (stage: worlds.Stage) => Promise<void>;
  query?: string;
  look?: BrowserContextOptions;
  /** Of the whole page, and not of the window. */
  isWhole?: boolean;
  onPaper?: boolean;
}

const README: Shot = {
  name: 'dashboard',
  world: worlds.demo,
  look: { viewport: { width: 1200, height: 960 } },
};

const ALL: Shot[] = [
  { name: 'demo', world: worlds.demo, isWhole: true },
  { name: 'demo-dark', world: worlds.demo, isWhole: true, look: { colorScheme: 'dark' } },
  { name: 'demo-phone', world: worlds.demo, isWhole: true, look: { viewport: PHONE } },
  { name: 'demo-phone-list', world: worlds.demo, query: '#list', look: { viewport: PHONE } },
  { name: 'demo-print', world: worlds.demo, onPaper: true },
  { name: 'demo-filtered', world: worlds.demo, query: '?finding=role-not-eligible', isWhole: true },
  { name: 'before-first-run', world: worlds.beforeFirstRun },
  { name: 'nobody', world: worlds.nobody },
  { name: 'first-run-failed', world: worlds.firstRunFailed },
  { name: 'thousand', world: worlds.thousandCustomers },
  { name: 'thousand-phone', world: worlds.thousandCustomers, look: { viewport: PHONE } },
  { name: 'link-taken', world: worlds.demo, happens: worlds.takeLink, isWhole: true },
  { name: 'broken', world: worlds.demo, happens: worlds.breakEverything, isWhole: true },
  { name: 'stale', world: worlds.demo, happens: worlds.growStale },
  { name: 'failing', world: worlds.demo, happens: worlds.failRuns },
  { name: 'several', world: worlds.severalIdentities, isWhole: true },
  { name: 'odd-names', world: worlds.oddNames, isWhole: true },
  { name: 'odd-names-phone', world: worlds.oddNames, isWhole: true, look: { viewport: PHONE } },
];

const { values: options } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string' } } });
const whole = cleanups();
try {
  const browser = await launchBrowser(whole);
  const root = resolve(import.meta.dirname, '../..');
  const folder = options.all === undefined ? join(root, 'docs') : resolve(options.all);
  await mkdir(folder, { recursive: true });
  const shots = options.all === undefined ? [README] : [README, ...ALL];
  for (const shot of shots)
    if (options.only === undefined || shot.name.startsWith(options.only)) await take(browser, shot, folder);
} finally {
  await whole.clean();
}

async function take(browser: Browser, shot: Shot, folder: string): Promise<void> {
  const own = cleanups();
  try {
    const stage = await shot.world(own);
    await shot.happens?.(stage);
    const url = `${stage.host.url}/api/dashboard${shot.query ?? ''}`;
    const { page } = await openPage(browser, url, { viewport: WIDE, ...shot.look });
    const path = join(folder, shot.name);
    if (shot.onPaper === true)
      await page.pdf({ path: `${path}.pdf`, preferCSSPageSize: true, printBackground: true });
    if (shot.onPaper === true) await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: `${path}.png`, fullPage: shot.isWhole === true || shot.onPaper === true });
    await page.context().close();
    process.stdout.write(`${path}.png\n`);
  } finally {
    await own.clean();
  }
}

/** What a test's end does in tests. */
function cleanups(): Cleanup & { clean: () => Promise<void> } {
  const all: (() => Promise<void> | void)[] = [];
  return {
    onTestFinished: (clean) => void all.push(clean),
    clean: async () => {
      for (const clean of all.splice(0).toReversed()) await clean();
    },
  };
}
