// Ten thousand subscriptions within 256 MB (design §9): whoever goes through all of them, in the process of a run, of a
// reader, or of the app that serves them page by page, on either store.
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { measureStoreStep } from '../../bench/child.ts';
import { buildApp } from '../../local/build.ts';
import { HAS_SIGNALS, startChild } from '../harness/child.ts';
import { callUrl } from '../harness/host.ts';
import { settingsFor, temporaryFolder, type Cleanup } from '../harness/keeper.ts';
import { readAll } from '../harness/read-all.ts';
import { subscriptionsShape } from '../harness/shapes.ts';
import { filePlace, tablesPlace, type TestPlace } from '../harness/store-places.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { useAzurite } from '../storage/azurite.ts';

const file = wholeFile();
const azurite = useAzurite();

const hostMain = fileURLToPath(new URL('../../local/host/main.ts', import.meta.url));
const ROWS = 10_000;
const LIMIT_MB = 256;
const started = z.object({ url: z.url() });
const ended = z.object({ peakRssMb: z.number() });

let appFolder: string;
beforeAll(async () => {
  appFolder = await temporaryFolder(file);
  await buildApp(appFolder);
});

const STORES: [string, (test: Cleanup) => Promise<TestPlace>][] = [
  ['the file store', filePlace],
  ['Tables', async () => tablesPlace(azurite)],
];

// It tells its memory when it is told to end.
test.skipIf(!HAS_SIGNALS).for(STORES)('on %s', { timeout: 90_000 }, async ([, placeFor], t) => {
  const { place, settings } = await placeFor(t);

  const first = await measureStoreStep(place, 'first-run', ROWS);
  const quiet = await measureStoreStep(place, 'quiet-run', ROWS);
  const read = await measureStoreStep(place, 'full-read', ROWS);
  // Nothing listens there: rows are read without Azure.
  const child = startChild(t, ['--max-semi-space-size=8', hostMain, appFolder], {
    ...settingsFor('http://127.0.0.1:1', ''),
    ...settings,
  });
  const [line] = await child.until(/^\{.*\}$/m);
  const { url } = started.parse(JSON.parse(line));
  const walk = await readAll(`${url}/api/subscriptions`, subscriptionsShape);
  const pages = [
    await callUrl(`${url}/api/dashboard`),
    await callUrl(`${url}/api/dashboard?recognition=pec&top=1000`),
  ];
  child.kill('SIGTERM');
  await child.ended;
  const served = ended.parse(JSON.parse(child.output().trim().split('\n').at(-1) ?? ''));

  expect(new Set(walk.items.map(({ subscriptionId }) => subscriptionId)).size).toBe(ROWS);
  expect(walk.pages).toHaveLength(ROWS / 200);
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  const peaks = { first, quiet, read, served };
  for (const [who, { peakRssMb }] of Object.entries(peaks))
    expect({ who, fits: peakRssMb < LIMIT_MB, peakRssMb }).toMatchObject({ who, fits: true });
});
