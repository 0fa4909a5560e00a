// A run that loses its lease or its store in the middle ends failed, writes nothing more, and is closed by the next.
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { LeaseLost, StoreUnavailable, type LeaseAnswer, type StateStore } from '../../src/ports/store.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { eventsOf, rowsOf, runOnce } from '../harness/run-once.ts';
import { overStore } from '../harness/store-wraps.ts';
import { SECOND } from '../harness/test-clock.ts';
import { waitFor } from '../harness/wait-for.ts';

afterEach(() => void vi.useRealTimers());

test('another process takes the lease over: the run is failed and nothing of it is kept', async (t) => {
  const { cloud, next, service, store, clock, logs } = await startDays(t);
  await next();
  subscriptionOf(cloud.world, 1).offers = [];
  const rows = await rowsOf(store);
  const events = await eventsOf(store);
  logs.length = 0;

  let usurper: Promise<LeaseAnswer> | undefined;
  const lost = await runOnce(service, {
    onProgress: ({ step }) => {
      if (step !== 'scanning' || usurper !== undefined) return;
      clock.advance(61 * SECOND);
      usurper = store.acquireLease('default', 'run-of-another', 60_000);
    },
  });
  const granted = await usurper;

  expect(lost).toMatchObject({ state: 'failed', events: 0 });
  expect(lost.note).toContain('nothing of it was kept');
  expect(granted).toMatchObject({ kind: 'granted', abandonedRunId: lost.id });
  expect(await rowsOf(store)).toEqual(rows);
  expect(await eventsOf(store)).toEqual(events);
  // What was not kept is not counted as a loss either, or it would be counted twice.
  expect(logs.find(({ message }) => message === 'ReconcileCompleted')?.fields).toMatchObject({ lost: 0 });
  if (granted?.kind === 'granted') await store.releaseLease(granted.lease);
  const { told } = await next();
  expect(told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
  expect(await store.readRun(lost.id)).toMatchObject({ state: 'failed' });
});

test.each([
  ['the lease', new LeaseLost('gone'), 'The lease ran out'],
  ['the store', new StoreUnavailable('s3cret path'), 'The store was lost'],
])(
  'a renewal finds %s gone: the run ends at once and asks Azure for nothing more',
  async (_, error, note) => {
    const { clock, cloud, next, service, store } = await startDays(
      { onTestFinished },
      {
        settings: { SCAN_CONCURRENCY: '3' },
        wrapStore: (inner) => overStore(inner, { renewLease: () => Promise.reject(error) }),
      },
    );
    await next();
    const rows = await rowsOf(store);
    cloud.addFault({ kind: 'delay', ms: 60_000, operation: 'registrationAssignments' });
    cloud.setLink(null);
    cloud.resetCalls();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });

    const running = runOnce(service, { budgetMs: 120_000 });
    await waitFor('the scan', () => cloud.calls()['registrationAssignments.list'] === 3);
    // Past the lease's end: until then a store that does not answer may answer yet.
    clock.advance(61 * SECOND);
    vi.advanceTimersByTime(15 * SECOND);
    const run = await running;

    expect(run).toMatchObject({ state: 'failed', events: 0 });
    expect(run.note).toContain(note);
    expect(run.note).not.toContain('s3cret');
    expect(await rowsOf(store)).toEqual(rows);
    expect(cloud.calls()).toMatchObject({ 'subscriptions.list': 1, 'registrationAssignments.list': 3 });
  },
);

test('a renewal that the store misses once ends nothing: the lease is still ours', async () => {
  let renewals = 0;
  const { cloud, next, service } = await startDays(
    { onTestFinished },
    {
      settings: { SCAN_CONCURRENCY: '3' },
      wrapStore: (inner) =>
        overStore(inner, {
          renewLease: (lease, leaseMs) => {
            renewals += 1;
            return renewals === 1
              ? Promise.reject(new StoreUnavailable('away'))
              : inner.renewLease(lease, leaseMs);
          },
        }),
    },
  );
  await next();
  cloud.addFault({ kind: 'delay', ms: 500, times: 3, operation: 'registrationAssignments' });
  cloud.resetCalls();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });

  const running = runOnce(service, { budgetMs: 120_000 });
  await waitFor('the scan', () => cloud.calls()['registrationAssignments.list'] === 3);
  vi.advanceTimersByTime(30 * SECOND);
  const run = await running;

  expect(renewals).toBe(2);
  expect(run.state).toBe('partial');
});

test('the store keeps the run and is lost with its answer: the run is what was kept, not failed', async (t) => {
  let isLossy = false;
  const { cloud, next, service } = await startDays(t, {
    wrapStore: (inner) =>
      overStore(inner, {
        commit: async (lease, change) => {
          await inner.commit(lease, change);
          const isEnd = change.runs?.every(({ state }) => state !== 'running') === true;
          if (isLossy && isEnd) throw new StoreUnavailable('no answer came');
        },
      }),
  });
  await next();
  subscriptionOf(cloud.world, 1).offers = [];
  isLossy = true;

  const { run, told } = await next();
  isLossy = false;
  const { told: after } = await next();

  expect(run).toEqual(await service.readRun(run.id));
  expect(run.state).toBe('partial');
  expect(told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
  expect(after).toEqual([]);
});

const FAILING: [what: string, instead: (store: StateStore, isDown: () => boolean) => Partial<StateStore>][] =
  [
    [
      'reading the rows',
      (store, isDown) => ({
        listRows: (identity, page) => (isDown() ? down() : store.listRows(identity, page)),
      }),
    ],
    [
      'the last commit',
      (store, isDown) => ({
        commit: (lease, change) =>
          isDown() && change.runs?.every(({ state }) => state !== 'running') === true
            ? down()
            : store.commit(lease, change),
      }),
    ],
  ];

test.each(FAILING)(
  'the store fails at %s: the run is failed, and the next one closes it',
  async (_, instead) => {
    let isDown = false;
    const { cloud, next, service, store, clock } = await startDays(
      { onTestFinished },
      {
        wrapStore: (inner) =>
          overStore(
            inner,
            instead(inner, () => isDown),
          ),
      },
    );
    await next();
    subscriptionOf(cloud.world, 1).offers = [];
    const rows = await rowsOf(store);

    isDown = true;
    clock.advance(SECOND);
    const lost = await runOnce(service);
    isDown = false;
    const kept = await rowsOf(store);
    const { told } = await next();

    expect(lost).toMatchObject({ state: 'failed', events: 0 });
    expect(kept).toEqual(rows);
    expect(told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    const { items: runs } = await store.listRuns({ limit: 10 });
    expect(runs.map(({ id, state }) => [id === lost.id, state])).toEqual([
      [false, 'partial'],
      [true, 'failed'],
      [false, 'partial'],
    ]);
  },
);

test('a store that is away at the beginning: no run was begun, and the lease is free again', async (t) => {
  let isDown = true;
  const { service, store } = await startDays(t, {
    wrapStore: (inner) =>
      overStore(inner, { commit: (lease, change) => (isDown ? down() : inner.commit(lease, change)) }),
  });

  await expect(runOnce(service)).rejects.toThrow(StoreUnavailable);
  isDown = false;

  expect(await store.listRuns({ limit: 10 })).toEqual({ items: [] });
  expect((await runOnce(service)).state).toBe('partial');
});

function down(): Promise<never> {
  return Promise.reject(new StoreUnavailable('away'));
}
