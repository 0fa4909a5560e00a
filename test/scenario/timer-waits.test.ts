// A timer that meets somebody who holds its identity for a moment: the run comes as soon as that is over, for the next
// time of the schedule is hours away; but what another run has just done is not done again.
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { emptyTotals, type Run } from '../../src/domain/run.ts';
import type { Lease } from '../../src/ports/store.ts';
import { startKeeper } from '../harness/keeper.ts';
import { runOnce } from '../harness/run-once.ts';
import { storyWorld } from '../harness/story-world.ts';
import { HOUR, SECOND, testClock } from '../harness/test-clock.ts';

const LEASE_MS = 60_000;

/** After a first run the link is lost, and somebody comes to hold the identity just before the timer. */
async function startHeld(holder: string) {
  const clock = testClock();
  const startedAt = clock.now().getTime();
  const waits: (() => Promise<unknown>)[] = [];
  const ticking = {
    now: () => clock.now(),
    wait: async (ms: number) => {
      clock.advance(ms);
      await waits.shift()?.();
    },
  };
  const { app, service, store, cloud, logs } = await startKeeper(
    { onTestFinished },
    { clock: ticking, cloud: { world: storyWorld() } },
  );
  await runOnce(service);
  cloud.setLink(null);
  clock.advance(6 * HOUR);
  const answer = await store.acquireLease('default', holder, LEASE_MS);
  if (answer.kind === 'held') throw new Error('Somebody else holds it.');
  const { lease } = answer;
  const heldAt = clock.now().getTime();
  return {
    lease,
    store,
    waits,
    setClock: (ms: number) => clock.advance(ms),
    /** What the timer did: its words in the log, its runs, the link. */
    fire: async () => {
      logs.length = 0;
      await app.onTimer();
      const { items } = await store.listRuns({ limit: 10 });
      return {
        log: logs.map(({ message }) => message),
        timers: items.filter(
          ({ trigger, startedAt: at }) => trigger === 'timer' && Date.parse(at) > startedAt,
        ),
        partnerId: cloud.linkHistory().at(-1)?.partnerId,
        waitedMs: clock.now().getTime() - heldAt,
      };
    },
  };
}

function runNamed({ runId: id }: Lease, given: Partial<Run>): Run {
  const link = { state: 'unreadable', wantedPartnerId: DEMO_IDENTITY.partnerId } as const;
  return {
    id,
    identity: 'default',
    trigger: 'http',
    dryRun: false,
    state: 'running',
    startedAt: '2024-03-01T12:17:00.000Z',
    link: { before: link, action: 'none', after: link },
    totals: emptyTotals(),
    calls: {},
    events: 0,
    findings: [],
    ...given,
  };
}

test('a call of the link: the run comes right after it and sets the link again', async () => {
  const { fire, waits, store, lease } = await startHeld('link-1');
  const later = async () => undefined;
  waits.push(later, later, () => store.releaseLease(lease));

  const { log, timers, partnerId, waitedMs } = await fire();

  expect(log).toEqual(['ReconcileCompleted']);
  expect(timers).toHaveLength(1);
  expect(partnerId).toBe(DEMO_IDENTITY.partnerId);
  expect(waitedMs).toBe(3 * SECOND);
});

test('a process that was killed: the run comes when its lease is over, a minute later', async () => {
  const { fire, store, lease } = await startHeld('run-of-the-dead');
  await store.commit(lease, { runs: [runNamed(lease, {})] });

  const { timers, partnerId, waitedMs } = await fire();

  expect(timers).toHaveLength(1);
  expect(partnerId).toBe(DEMO_IDENTITY.partnerId);
  expect(waitedMs).toBeLessThanOrEqual(61 * SECOND);
  expect(await store.readRun(lease.runId)).toMatchObject({ state: 'failed' });
});

test.each([
  ['forward by hours, while it waits', 5 * HOUR],
  ['back by a month, while it waits', -31 * 24 * HOUR],
])('the clock is set %s: the run comes and has the time that it needs', async (_, ms) => {
  const { fire, waits, setClock } = await startHeld('run-of-the-dead');
  waits.push(async () => setClock(ms));

  const { log, timers, partnerId } = await fire();

  expect(log).toEqual(['ReconcileCompleted']);
  expect(timers.filter(({ state }) => state === 'failed')).toEqual([]);
  expect(partnerId).toBe(DEMO_IDENTITY.partnerId);
});

test.each([
  ['a dry run', { dryRun: true, state: 'succeeded' }, 1],
  ['a run that failed', { state: 'failed' }, 1],
  ['a run that did the same', { state: 'succeeded' }, 0],
  ['a run that did what it could', { state: 'partial' }, 0],
] as const)('%s', async (_, outcome, runs) => {
  const { fire, waits, store, lease } = await startHeld('run-1');
  await store.commit(lease, { runs: [runNamed(lease, { dryRun: false, ...outcome, state: 'running' })] });
  waits.push(async () => {
    await store.commit(lease, {
      runs: [runNamed(lease, { ...outcome, endedAt: '2024-03-01T12:17:01.000Z' })],
    });
    await store.releaseLease(lease);
  });

  const { log, timers } = await fire();

  expect(timers).toHaveLength(runs);
  expect(log).toEqual([runs === 1 ? 'ReconcileCompleted' : 'ReconcileSkipped']);
});

test('who holds it on and on is not waited for without end', async () => {
  const { fire, waits, store, lease } = await startHeld('run-1');
  let held = lease;
  for (let tries = 0; tries < 300; tries += 1)
    waits.push(async () => void (held = await store.renewLease(held, LEASE_MS)));

  const { log, timers } = await fire();

  expect(log).toEqual(['ReconcileSkipped']);
  expect(timers).toEqual([]);
});
