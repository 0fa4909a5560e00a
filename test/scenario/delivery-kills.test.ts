// Telling, interrupted: a process that ends at any call of the store, two that tell at once, a store that goes away.
// What was found is told all the same; twice only what was sent and not yet written down, and then under one id.
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import { EMPTY_OUTBOX, putIntoOutbox } from '../../src/domain/outbox.ts';
import { EXPECTED_SPACE, StoreUnavailable, type Change, type StateStore } from '../../src/ports/store.ts';
import { startChild } from '../harness/child.ts';
import { subscriptionOf } from '../harness/days.ts';
import { collector, createServiceFor, openHastyStore, startKeeper } from '../harness/keeper.ts';
import { hooked, MINUTE, sinksOf, tries } from '../harness/notified.ts';
import { eventsOf, runOnce } from '../harness/run-once.ts';
import { overStore } from '../harness/store-wraps.ts';
import { HOUR, SECOND, testClock, type TestClock } from '../harness/test-clock.ts';
import { waitFor } from '../harness/wait-for.ts';

const reconcileOnce = fileURLToPath(new URL('../harness/reconcile-once.ts', import.meta.url));

type Keeper = Awaited<ReturnType<typeof startKeeper>>;

/** A keeper with its baseline told. */
async function startTold(t: TestContext, clock: TestClock): Promise<Keeper> {
  const keeper = await startKeeper(t, { clock, settings: sinksOf });
  await runOnce(keeper.service);
  return keeper;
}

/** Another process over the same memory. */
function another({ environment }: Keeper, clock: TestClock, wrap = (store: StateStore) => store) {
  const store = wrap(openHastyStore(environment['STORE_PATH'] ?? '', clock));
  return createServiceFor(environment, { clock, store, logger: collector([]) });
}

/** Ids of what came to a sink, in order; those that were refused too. */
function idsAt(cloud: Cloud, sink: 'teams' | 'hook'): string[] {
  return cloud.received(sink).map(({ headers }) => String(headers['webhook-id']));
}

/**
 * A store that is away from its n-th call on after a run told something, as for a process that ended there.
 * @param isDone whether that call itself still reaches the store
 */
function endingAt(n: number, isDone: boolean) {
  const state = { calls: 0, armed: false };
  const wrap = (store: StateStore): StateStore => {
    const counted =
      <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        if (!state.armed) return call(...args);
        state.calls += 1;
        if (state.calls < n) return call(...args);
        if (state.calls === n && isDone) await call(...args);
        throw new StoreUnavailable('ended');
      };
    return overStore(store, {
      commit: async (lease, change) => {
        await counted(() => store.commit(lease, change))();
        if ((change.events?.length ?? 0) > 0) state.armed = true;
      },
      acquireLease: counted((...args: Parameters<StateStore['acquireLease']>) => store.acquireLease(...args)),
      renewLease: counted((...args: Parameters<StateStore['renewLease']>) => store.renewLease(...args)),
      releaseLease: counted((...args: Parameters<StateStore['releaseLease']>) => store.releaseLease(...args)),
      readIdentity: counted((identity: string) => store.readIdentity(identity)),
      readDelivery: counted((identity: string) => store.readDelivery(identity)),
      readExpectedOutbox: counted(() => store.readExpectedOutbox()),
      listEvents: counted((...args: Parameters<StateStore['listEvents']>) => store.listEvents(...args)),
      readRow: counted((...args: Parameters<StateStore['readRow']>) => store.readRow(...args)),
    });
  };
  return { wrap, hasEnded: () => state.calls >= n };
}

test.for([false, true])(
  'ended at any call of the store, done: %j',
  { timeout: 90_000 },
  async (isDone, t) => {
    const clock = testClock();
    const keeper = await startTold(t, clock);
    const { cloud, store } = keeper;
    const customer = subscriptionOf(cloud.world, 1);
    const { offers } = customer;
    let hasEnded = true;
    let sentTwice = 0;
    for (let n = 1; hasEnded; n += 1) {
      const before = { teams: tries(cloud, 'teams'), hook: tries(cloud, 'hook') };
      const known = new Set((await eventsOf(store)).map(({ id }) => id));
      customer.offers = customer.offers.length > 0 ? [] : offers;
      const ending = endingAt(n, isDone);
      clock.advance(6 * HOUR);
      await runOnce(another(keeper, clock, ending.wrap));
      ({ hasEnded } = { hasEnded: ending.hasEnded() });

      // Its leases end; then the others tell what is left, and a second time nothing.
      clock.advance(2 * MINUTE);
      await another(keeper, clock).deliverAll();
      const told = { teams: idsAt(cloud, 'teams'), hook: idsAt(cloud, 'hook') };
      clock.advance(HOUR);
      await another(keeper, clock).deliverAll();

      expect({ teams: idsAt(cloud, 'teams'), hook: idsAt(cloud, 'hook') }).toEqual(told);
      for (const sink of ['teams', 'hook'] as const) {
        const ids = told[sink].slice(before[sink]);
        expect([new Set(ids).size, ids.length <= 2], `call ${n}, ${sink}`).toEqual([1, true]);
        sentTwice += ids.length - 1;
      }
      const fresh = (await eventsOf(store)).map(({ id }) => id).filter((id) => !known.has(id));
      const last = hooked(cloud)
        .at(-1)
        ?.data.events.map(({ id }) => id);
      expect(last?.toSorted()).toEqual(fresh.toSorted());
      expect((await store.readDelivery('default'))?.letters).toEqual([]);
    }
    // Between an answer and its record a process can end: the test has met it.
    expect(sentTwice).toBeGreaterThan(0);
  },
);

test('killed while the receivers answer, each message comes once more, under its id, and never again', async (t) => {
  const keeper = await startKeeper(t, { settings: sinksOf });
  const { cloud, environment } = keeper;
  cloud.addFault({ kind: 'delay', ms: 20_000, operation: 'sink.', times: 2 });
  const child = startChild(t, [reconcileOnce], environment);
  await waitFor('both to be called', () => tries(cloud, 'hook') + tries(cloud, 'teams') === 2);
  child.kill('SIGKILL');
  await child.ended;

  const early = another(keeper, later(0));
  await early.deliverAll();
  const whileHeld = tries(cloud, 'hook');
  for (const ms of [61 * SECOND, HOUR]) await another(keeper, later(ms)).deliverAll();

  expect(whileHeld).toBe(1);
  for (const sink of ['teams', 'hook'] as const) {
    const [first, second, ...more] = idsAt(cloud, sink);
    expect([second, more]).toEqual([first, []]);
  }

  function later(ms: number): TestClock {
    return testClock(new Date(Date.now() + ms).toISOString());
  }
});

test('two that tell at once tell each message once', { timeout: 60_000 }, async (t) => {
  const clock = testClock();
  const keeper = await startTold(t, clock);
  const { cloud, service } = keeper;
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  const services = [another(keeper, clock), another(keeper, clock), another(keeper, clock)];
  for (let round = 0; round < 8; round += 1) {
    const before = { teams: hookedIds('teams').length, hook: hookedIds('hook').length };
    cloud.addFault({ kind: 'status', status: 500, operation: 'sink.', times: 2 });
    customer.offers = customer.offers.length > 0 ? [] : offers;
    clock.advance(6 * HOUR);
    await runOnce(service);
    cloud.addFault({ kind: 'delay', ms: 30, operation: 'sink.', times: 2 });
    clock.advance(MINUTE);

    await Promise.all(services.map((each) => each.deliverAll()));

    expect({ teams: hookedIds('teams').length, hook: hookedIds('hook').length }).toEqual({
      teams: before.teams + 1,
      hook: before.hook + 1,
    });
  }

  function hookedIds(sink: 'teams' | 'hook'): number[] {
    return cloud.received(sink).flatMap(({ status }) => (status === 202 ? [status] : []));
  }
});

test('a store that goes away between an answer and its record makes nothing go out twice', async (t) => {
  const clock = testClock();
  let isAway = false;
  const keeper = await startKeeper(t, {
    clock,
    settings: sinksOf,
    wrapStore: (store) =>
      overStore(store, {
        commit: async (lease, change) => {
          if (isAway && change.delivery?.letters.length === 1) throw new StoreUnavailable('away');
          await store.commit(lease, change);
        },
      }),
  });
  const { cloud, service, store, logs } = keeper;
  isAway = true;
  await runOnce(service);
  isAway = false;
  const open = await store.readDelivery('default');

  clock.advance(MINUTE);
  await service.deliverAll();

  expect(open?.letters).toHaveLength(2);
  expect((await store.readDelivery('default'))?.letters).toEqual([]);
  expect([tries(cloud, 'teams'), tries(cloud, 'hook')]).toEqual([1, 1]);
  expect(logs.map(({ message }) => message)).toContain('DeliveryFailed');
});

test('what a run tells in two places is one message; of one that was killed between them, the half that stands', async (t) => {
  const clock = testClock();
  let mode: 'off' | 'both' | 'killed' = 'off';
  const keeper = await startKeeper(t, {
    clock,
    settings: sinksOf,
    wrapStore: (store) =>
      overStore(store, {
        commit: async (lease, change) => {
          if (mode !== 'off' && (change.events?.length ?? 0) > 0) {
            await tellExpected(store, change);
            if (mode === 'killed') throw new StoreUnavailable('killed');
          }
          await store.commit(lease, change);
        },
      }),
  });
  const { cloud, service, store } = keeper;
  await runOnce(service);
  subscriptionOf(cloud.world, 1).offers = [];
  mode = 'both';
  clock.advance(HOUR);
  await runOnce(service);
  const both = hooked(cloud)
    .at(-1)
    ?.data.events.map(({ type }) => type);
  const afterBoth = tries(cloud, 'hook');

  subscriptionOf(cloud.world, 4).offers = [];
  mode = 'killed';
  clock.advance(HOUR);
  const killed = await runOnce(service);
  mode = 'off';
  clock.advance(MINUTE);
  await service.deliverAll();
  const whileRunning = [(await store.readRun(killed.id))?.state, tries(cloud, 'hook')];
  clock.advance(HOUR);
  await runOnce(service);
  await service.deliverAll();

  expect(both?.toSorted()).toEqual(['delegation.removed', 'expected.missing', 'recognition.lost']);
  expect(whileRunning).toEqual(['running', afterBoth]);
  const rest = hooked(cloud).slice(afterBoth);
  expect(
    rest
      .map(({ data }) =>
        data.events
          .map(({ type }) => type)
          .toSorted()
          .join(),
      )
      .toSorted(),
  ).toEqual(['delegation.removed,recognition.lost', 'expected.missing']);
  expect(new Set(idsAt(cloud, 'hook')).size).toBe(tries(cloud, 'hook'));
});

/** As a run tells what it found of the expected subscriptions, before its own commit. */
async function tellExpected(store: StateStore, { runs = [] }: Change): Promise<void> {
  const { id: runId, endedAt: time = '' } = runs.at(-1) ?? { id: '' };
  const event: KeeperEvent = {
    id: `default.expected.${runId}`,
    time,
    type: 'expected.missing',
    identity: 'default',
    subscriptionId: demoSubscriptionId(1),
    runId,
    actor: 'observed',
  };
  const answer = await store.acquireLease(EXPECTED_SPACE, runId, MINUTE);
  if (answer.kind === 'held') throw new Error('The expected space is held.');
  const outbox = (await store.readExpectedOutbox()) ?? EMPTY_OUTBOX;
  await store.commit(answer.lease, {
    events: [event],
    expectedOutbox: putIntoOutbox(outbox, { identity: 'default', runId, time, events: 1 }, 0),
  });
  await store.releaseLease(answer.lease);
}
