// The dashboard of ten thousand subscriptions: bounded time, and every page below 500 KB, however little of it is well and
// whatever names and causes Azure gave.
import { expect, onTestFinished, test } from 'vitest';
import { finding } from '../../src/domain/finding.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { RECOGNITIONS } from '../../src/domain/recognition.ts';
import { startKeeper } from '../harness/keeper.ts';
import { shownOf } from '../harness/page.ts';
import { DAY, HOUR, testClock } from '../harness/test-clock.ts';
import { guid, sampleRecord, sampleRow, sampleRun } from '../storage/samples.ts';

const START = Date.parse('2026-03-01T00:17:00.000Z');
const LOST = new Date(START + 10 * DAY).toISOString();
const MOST_BYTES = 500_000;
/** Far more than it takes (1 s on a slow machine): a step that grows with the square of S takes minutes. */
const LIMIT_MS = 20_000;

const WORLDS: [string, rows: number, rowOf: (n: number) => Partial<SubscriptionRow>][] = [
  [
    'a usual mix',
    10_000,
    (n) => {
      const recognition = n % 10 < 7 ? 'pec' : (RECOGNITIONS[n % 5] ?? 'none');
      return { recognition, findings: recognition === 'pec' ? [] : [finding('role-not-eligible', 'Reader')] };
    },
  ],
  ['all of it lost', 10_000, () => ({ recognition: 'none', findings: [finding('link-missing', '1')] })],
  [
    'all of it unknown, with long causes and names that take much room',
    1000,
    (n) => ({
      recognition: 'unknown',
      displayName: `${n}${'&'.repeat(500)}`,
      tenantName: `${n}${'漢'.repeat(500)}`,
      findings: [1, 2, 3, 4].map((each) => finding('read-failed', `${each}${'<&"\''.repeat(75)}`)),
    }),
  ],
];

test.each(WORLDS)('%s, %i rows', { timeout: 120_000 }, async (_, rows, rowOf) => {
  const clock = testClock(LOST);
  const { service, store } = await startKeeper({ onTestFinished }, { clock });
  const answer = await store.acquireLease('default', 'run', DAY);
  if (answer.kind !== 'granted') throw new Error('Somebody else writes here.');
  const ids = Array.from({ length: rows }, (_each, n) => guid(n));
  await store.commit(answer.lease, {
    identity: sampleRecord({
      baselineAt: new Date(START).toISOString(),
      observedAt: LOST,
      lastRun: { id: 'run', state: 'succeeded', startedAt: LOST, endedAt: LOST },
    }),
    putRows: ids.map((id, n) => sampleRow(id, { tenantId: guid(0x100_0000 + n), since: LOST, ...rowOf(n) })),
    runs: Array.from({ length: 41 }, (_each, n) => {
      const time = new Date(START + n * 6 * HOUR).toISOString();
      return sampleRun(time, { startedAt: time, endedAt: time });
    }),
    words: ids.map((subscriptionId) => ({ subscriptionId, time: LOST, from: 'pec', to: 'none' })),
  });
  await store.releaseLease(answer.lease);
  clock.advance(HOUR);
  const address = { kept: { code: 'k'.repeat(60) }, isFolder: false };

  const begun = performance.now();
  const first = await service.readDashboard({ top: 200 });
  const page = service.dashboard.html(first, address);
  expect(performance.now() - begun).toBeLessThan(LIMIT_MS);
  const largest = await service.readDashboard({ top: 1000 });
  const next = await service.readDashboard({ top: 1000, skipToken: largest.skipToken });

  const pages = [page, ...[largest, next].map((each) => service.dashboard.html(each, address))];
  for (const html of pages) expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
  const counts = pages.map((html) => shownOf(html).length);
  expect(Math.min(...counts)).toBeGreaterThan(20);
  expect(first.subscriptions.page.to).toBe(counts[0]);
  expect(next.subscriptions.page.from).toBe(largest.subscriptions.page.to + 1);
});
