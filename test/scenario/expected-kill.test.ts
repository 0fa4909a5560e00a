// What ought to be delegated, where a run is killed at any call of its store, loses the list, or meets a writer of it:
// in the end each transition is told once, and the run keeps what is its own.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Service } from '../../src/service.ts';
import { EXPECTED_SPACE, LeaseLost, StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import {
  cloudFor,
  createServiceFor,
  openHastyStore,
  settingsFor,
  temporaryFolder,
  type Cleanup,
} from '../harness/keeper.ts';
import { eventsOf, runOnce, tellings } from '../harness/run-once.ts';
import { mortalStore, overStore } from '../harness/store-wraps.ts';
import { HOUR, SECOND, testClock, type TestClock } from '../harness/test-clock.ts';

const NOWHERE = 99;

/** One of them goes, one comes, one comes to be due, and one is as it was. */
const BEFORE = ['expected.arrived 01', 'expected.arrived 04', 'expected.missing 02'];
const AFTER = ['expected.arrived 02', 'expected.missing 01', 'expected.missing 99'];

interface Story {
  clock: TestClock;
  store: StateStore;
  /** The app as another process would make it, over that store. */
  start: (store: StateStore) => Service;
  changeTheWorld: () => void;
}

async function startStory(test: Cleanup, cloud: Cloud): Promise<Story> {
  const clock = testClock();
  const folder = await temporaryFolder(test);
  const store = openHastyStore(folder, clock);
  const start = (over: StateStore) => {
    const logger = { info: () => undefined, error: () => undefined };
    return createServiceFor(settingsFor(cloud.url, folder), { clock, store: over, logger });
  };
  const [first, second] = [subscriptionOf(cloud.world, 1), subscriptionOf(cloud.world, 2)];
  const { offers: firstOffers } = first;
  const { offers: secondOffers } = second;
  test.onTestFinished(() => void Object.assign(first, { offers: firstOffers }));
  test.onTestFinished(() => void Object.assign(second, { offers: secondOffers }));
  second.offers = [];
  const service = start(store);
  for (const n of [1, 2, 4]) await put(service, n);
  await put(service, NOWHERE, new Date(clock.now().getTime() + HOUR));
  await runOnce(service);
  clock.advance(6 * HOUR);
  return {
    clock,
    store,
    start,
    changeTheWorld: () => {
      first.offers = [];
      second.offers = secondOffers;
    },
  };
}

async function put(service: Service, n: number, dueAt?: Date): Promise<void> {
  const wish = { subscriptionId: demoSubscriptionId(n), ...(dueAt && { dueAt: dueAt.toISOString() }) };
  expect(await service.putExpected(wish, () => true)).toMatchObject({ kind: 'put' });
}

async function expectedTellings(store: StateStore): Promise<string[]> {
  return tellings(await eventsOf(store)).filter((line) => line.startsWith('expected'));
}

test('a run that is killed at any call of its store: the next one tells what it had not told, and nothing twice', async (t) => {
  // More runs than ARM's limits allow within the real seconds that they take.
  const cloud = await cloudFor(t, { throttling: false });
  let isThrough = false;
  let killedAfterTelling = 0;

  for (let call = 1; !isThrough; call += 1) {
    const cleanups: (() => Promise<void> | void)[] = [];
    const { clock, store, start, changeTheWorld } = await startStory(
      { onTestFinished: (clean) => void cleanups.push(clean) },
      cloud,
    );
    const before = await expectedTellings(store);
    changeTheWorld();
    const mortal = mortalStore(store, call);
    isThrough = await Promise.race([
      runOnce(start(mortal.store)).then(() => true),
      mortal.died.then(() => false),
    ]);
    const isTold = (await expectedTellings(store)).length > before.length;
    if (isTold && !isThrough) killedAfterTelling += 1;

    clock.advance(61 * SECOND);
    const service = start(store);
    await runOnce(service);
    const told = await expectedTellings(store);
    const quiet = await runOnce(service);

    expect(before).toEqual(BEFORE);
    expect(told).toEqual([...BEFORE, ...AFTER].toSorted());
    expect(quiet.events).toBe(0);
    expect(quiet.findings.map(({ scope }) => scope?.slice(-2))).toEqual(['01', '99']);
    const { items } = await service.listExpected({ top: 10 });
    expect(items.map(({ state }) => state)).toEqual(['missing', 'arrived', 'arrived', 'missing']);
    for (const clean of cleanups.toReversed()) await clean();
  }

  // Or the moment between the two commits would not have been met.
  expect(killedAfterTelling).toBeGreaterThan(0);
}, 120_000);

describe('where the list cannot be written', () => {
  const LOST: [string, (store: StateStore) => Partial<StateStore>][] = [
    [
      'its lease is held by another process',
      (store) => ({
        acquireLease: (space, runId, leaseMs) =>
          space === EXPECTED_SPACE
            ? Promise.resolve({ kind: 'held', runId: 'other', expiresAt: '2024-03-01T06:17:00.000Z' })
            : store.acquireLease(space, runId, leaseMs),
      }),
    ],
    [
      'its lease is lost each time',
      (store) => ({
        commit: (lease, change) =>
          lease.identity === EXPECTED_SPACE
            ? Promise.reject(new LeaseLost('gone'))
            : store.commit(lease, change),
      }),
    ],
    [
      'the store fails there',
      (store) => ({
        commit: (lease, change) =>
          lease.identity === EXPECTED_SPACE
            ? Promise.reject(new StoreUnavailable('away'))
            : store.commit(lease, change),
      }),
    ],
    [
      'the store fails to list it',
      () => ({ listExpected: () => Promise.reject(new StoreUnavailable('away')) }),
    ],
  ];

  test.each(LOST)('%s: the run keeps its own, and the next one tells', async (_, instead) => {
    let isDown = false;
    const { cloud, next, service, logs } = await startDays(
      { onTestFinished },
      {
        wrapStore: (store) => {
          const broken = overStore(store, instead(store));
          return new Proxy(store, {
            get: (_target, name: keyof StateStore) => (isDown ? broken[name] : overStore(store, {})[name]),
          });
        },
      },
    );
    await next();
    await put(service, 1);
    await put(service, NOWHERE);
    subscriptionOf(cloud.world, 1).offers = [];

    isDown = true;
    const first = await next();
    isDown = false;
    const second = await next();

    expect(first.told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    expect(first.run).toMatchObject({ state: 'partial', findings: [] });
    expect(logs.filter(({ message }) => message === 'ExpectedNotJudged')).toHaveLength(1);
    expect(second.told).toEqual(['expected.missing 01', 'expected.missing 99']);
  });
});

test('entries that are put, put again and taken off while runs go: each story is told once', async (t) => {
  const { cloud, next, service, store, clock } = await startDays(t);
  await next();
  const numbers = Array.from({ length: 20 }, (_, index) => 30 + index);
  const writing = new AbortController();
  const write = async () => {
    for (const n of numbers) await put(service, n);
    for (const n of numbers) await put(service, n);
    await service.deleteExpected(demoSubscriptionId(30), () => true);
  };
  const run = async () => {
    while (!writing.signal.aborted) {
      clock.advance(SECOND);
      await runOnce(service);
    }
  };
  cloud.addFault({ kind: 'delay', ms: 5, operation: 'registrationAssignments' });

  const running = run();
  await write().finally(() => writing.abort());
  await running;
  cloud.clearFaults();
  await next();
  await next();

  const told = await expectedTellings(store);
  const others = told.filter((line) => line !== 'expected.missing 30');
  expect(others).toEqual(numbers.slice(1).map((n) => `expected.missing ${n}`));
  expect(told.length - others.length).toBeLessThanOrEqual(1);
  const { items } = await service.listExpected({ top: 100 });
  expect(items.map(({ state }) => state)).toEqual(Array<string>(19).fill('missing'));
});
