// Ten thousand subscriptions within 256 MB (design §9): whole runs, from the token to the store. The first makes all rows
// and the last changes all of them: what was read, what was seen and what is written are then held at once.
import { expect, test } from 'vitest';
import { measureScript, startFleet } from '../../bench/child.ts';
import { temporaryFolder } from '../harness/keeper.ts';

const SUBSCRIPTIONS = 10_000;
const LIMIT_MB = 256;

test('a run that finds all of them, and one that finds all of them lost', { timeout: 300_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const cloud = await startFleet(SUBSCRIPTIONS, 0, ['--no-throttling']);
  t.onTestFinished(cloud.stop);
  const run = (policy: string) =>
    measureScript('bench/keeper-loop.ts', {
      BENCH_CLOUD: JSON.stringify(cloud),
      BENCH_FOLDER: folder,
      BENCH_POLICY: policy,
    });

  const found = await run('create');
  await fetch(`${cloud.url}/_cloud/link`, { method: 'DELETE' });
  const lost = await run('observe');

  // The listing in pages of 100, the link, and one call for each.
  expect(found.calls).toBe(SUBSCRIPTIONS + 100 + 3);
  expect(lost.calls).toBe(SUBSCRIPTIONS + 100 + 1);
  for (const [which, { peakRssMb }] of Object.entries({ found, lost }))
    expect({ which, fits: peakRssMb < LIMIT_MB, peakRssMb }).toMatchObject({ which, fits: true });
});
