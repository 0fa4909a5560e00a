// A real Chromium for a test file, launched once: the one that npm carries for Linux on x64, or a browser that is
// installed, where KEEPER_BROWSER_CHANNEL names one (chrome, msedge).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser } from 'playwright-core';
import type { Cleanup } from '../harness/keeper.ts';

const CHANNEL = process.env['KEEPER_BROWSER_CHANNEL'] ?? '';

/** Where there is no browser, tests that need one are left out, which CI must not do. */
export const HAS_BROWSER = CHANNEL !== '' || (process.platform === 'linux' && process.arch === 'x64');

/** Stands in the name of what is left out. */
export const NO_BROWSER = HAS_BROWSER
  ? ''
  : ` (left out: npm carries a Chromium for linux x64 only, this is ${process.platform} ${process.arch}, and KEEPER_BROWSER_CHANNEL names none)`;

if (!HAS_BROWSER && process.env['CI'] === 'true') throw new Error(`No tests in a browser${NO_BROWSER}.`);

/** For a cloud function: with these a page may do what people's browsers refuse, and the browser ends with its first page. */
const UNWANTED = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  '--no-zygote',
]);

/** @param file the whole test file, with which the browser goes */
export async function launchBrowser(file: Cleanup): Promise<Browser> {
  if (CHANNEL !== '') {
    const browser = await playwright.launch({ channel: CHANNEL });
    file.onTestFinished(() => browser.close());
    return browser;
  }
  // The package unpacks itself into the temporary folder, and two files that do so at once would meet there.
  const folder = await mkdtemp(join(tmpdir(), 'keeper-browser-'));
  file.onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = folder;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: chromium.args.filter((each) => !UNWANTED.has(each)),
    });
    file.onTestFinished(() => browser.close());
    return browser;
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}
