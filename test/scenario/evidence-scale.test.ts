// A month of ten thousand subscriptions out of the store, all of which lost the link for six hours: bounded time, and a
// page for a thousand that a browser takes in.
import { onTestFinished, expect, test } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { startKeeper } from '../harness/keeper.ts';
import { DAY, HOUR, testClock } from '../harness/test-clock.ts';
import { guid, sampleEvent, sampleRecord, sampleRow, sampleRun } from '../storage/samples.ts';

const START = Date.parse('2026-02-28T00:17:00.000Z');
const LOST = new Date(START + 10 * DAY).toISOString();
const BACK = new Date(START + 10 * DAY + 6 * HOUR).toISOString();
/** Far more than it takes (2 s on a slow machine): a step that grows with the square of S takes minutes. */
const LIMIT_MS = 20_000;

test('ten thousand subscriptions', { timeout: 120_000 }, async () => {
  const { service, clock } = await startWithMonth(10_000);
  clock.advance(40 * DAY);

  const begun = performance.now();
  const march = await service.readEvidence('default', '2026-03');
  const csv = service.evidence.csv(march);
  const html = service.evidence.html(march);
  const tookMs = performance.now() - begun;

  expect(tookMs).toBeLessThan(LIMIT_MS);
  expect(countDays(march)).toEqual({ pec: 10_000 * 30, partial: 10_000 });
  expect(march.subscriptions.flatMap(({ transitions }) => transitions)).toHaveLength(20_000);
  expect(csv.split('\r\n')).toHaveLength(10_000 * 31 + 2);
  expect(html.match(/<td class=[phnu] /g)).toHaveLength(10_000 * 31);
});

test('the page of a thousand subscriptions has less than 2 MB', { timeout: 60_000 }, async () => {
  const { service, clock } = await startWithMonth(1000);
  clock.advance(40 * DAY);

  const march = await service.readEvidence('default', '2026-03');

  expect(Buffer.byteLength(service.evidence.html(march))).toBeLessThan(2_000_000);
});

async function startWithMonth(subscriptions: number) {
  const clock = testClock(new Date(START).toISOString());
  const { service, store } = await startKeeper({ onTestFinished }, { clock });
  await remember(store, subscriptions);
  return { service, clock };
}

async function remember(store: StateStore, subscriptions: number): Promise<void> {
  const answer = await store.acquireLease('default', 'run', 60 * DAY);
  if (answer.kind !== 'granted') throw new Error('Somebody else writes here.');
  const ids = Array.from({ length: subscriptions }, (_, index) => guid(index));
  const runs = Array.from({ length: 34 * 4 }, (_, index) => {
    const time = new Date(START + index * 6 * HOUR).toISOString();
    return sampleRun(time, { startedAt: time, endedAt: time });
  });
  await store.commit(answer.lease, {
    identity: sampleRecord({ baselineAt: new Date(START).toISOString() }),
    putRows: ids.map(rowOf),
    runs,
    words: ids.flatMap((subscriptionId) => [
      { subscriptionId, time: LOST, from: 'pec', to: 'none' },
      { subscriptionId, time: BACK, from: 'none', to: 'pec' },
    ]),
    events: ids.flatMap((subscriptionId) => [
      sampleEvent(`${subscriptionId}.1`, { subscriptionId, time: LOST }),
      sampleEvent(`${subscriptionId}.2`, { subscriptionId, time: BACK, type: 'recognition.gained' }),
    ]),
  });
  await store.releaseLease(answer.lease);
}

function rowOf(subscriptionId: string, index: number): SubscriptionRow {
  const customer = Math.floor(index / 5);
  return sampleRow(subscriptionId, {
    displayName: `Subscription ${index}`,
    tenantId: guid(0x100_0000 + customer),
    tenantName: `Customer ${customer}`,
    findings: [],
  });
}

function countDays({ subscriptions }: Evidence): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { days } of subscriptions)
    for (const { coverage } of days) counts[coverage] = (counts[coverage] ?? 0) + 1;
  return counts;
}
