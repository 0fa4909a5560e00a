// A check that is killed at any call of its store, a run killed while it takes a check over, and two processes that check
// and run at once: in the end each transition was told once, to people too, and what stands is what is true.
import { cp } from 'node:fs/promises';
import { expect, onTestFinished, test, type TestContext } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { World } from '../../local/cloud/world.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import type { Service } from '../../src/service.ts';
import { systemClock, type Clock } from '../../src/ports/clock.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { subscriptionOf } from '../harness/days.ts';
import {
  cloudFor,
  createServiceFor,
  openHastyStore,
  settingsFor,
  temporaryFolder,
  type Cleanup,
} from '../harness/keeper.ts';
import { hooked, MINUTE, sinksOf } from '../harness/notified.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import { filePlace, tablesPlace, type TestPlace } from '../harness/store-places.ts';
import { mortalStore, overStore } from '../harness/store-wraps.ts';
import { HOUR, SECOND, testClock } from '../harness/test-clock.ts';
import { useAzurite } from '../storage/azurite.ts';
import { readAll } from '../storage/store-fixture.ts';

const azurite = useAzurite();

const CHECKED = demoSubscriptionId(1);

interface Ways {
  /** What is killed at a call of its store. */
  killed: (service: Service) => Promise<unknown>;
  /** Comes before it, and ends well. */
  before?: (service: Service) => Promise<unknown>;
}

const check = (service: Service) => service.checkOnboarding('default', CHECKED);

const WAYS: [string, Ways][] = [
  ['a check', { killed: check }],
  ['the run after a check', { before: check, killed: runOnce }],
];

/** The demo's first customer alone. */
function smallWorld(): World {
  const world = demoWorld();
  return { ...world, customers: world.customers.slice(0, 1) };
}

/** It went, was told to be missing, and has just come back: the folder of the store is as it was before that. */
async function startStory(test: Cleanup) {
  const cloud = await cloudFor(test, { world: smallWorld(), throttling: false });
  const folder = await temporaryFolder(test);
  const clock = testClock();
  const service = startOn(cloud, openHastyStore(folder, clock), clock);
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  await runOnce(service);
  customer.offers = [];
  clock.advance(6 * HOUR);
  await runOnce(service);
  await service.putExpected({ subscriptionId: CHECKED }, () => true);
  clock.advance(6 * HOUR);
  await runOnce(service);
  customer.offers = offers;
  return {
    cloud,
    /** The same story once more, on a folder of its own. */
    begin: async () => {
      const copy = await temporaryFolder(test);
      await cp(folder, copy, { recursive: true });
      const itsClock = testClock(new Date(clock.now().getTime() + MINUTE).toISOString());
      const store = openHastyStore(copy, itsClock);
      return { clock: itsClock, store, start: (over: StateStore) => startOn(cloud, over, itsClock) };
    },
  };
}

function startOn(cloud: Cloud, store: StateStore, clock: Clock): Service {
  const settings = { ...settingsFor(cloud.url, 'unused'), ...sinksOf(cloud.url), NOTIFY_TEAMS_URL: '' };
  const logger = { info: () => undefined, error: () => undefined };
  return createServiceFor(settings, { clock, store, logger });
}

const TOLD = ['delegation.returned 01', 'expected.arrived 01', 'recognition.gained none>pec 01'];

test.each(WAYS)(
  '%s that is killed at any call of its store',
  async (_, { before, killed }) => {
    const { cloud, begin } = await startStory({ onTestFinished });
    let isThrough = false;
    let moments = 0;

    for (let call = 1; !isThrough; call += 1) {
      const { clock, store, start } = await begin();
      const known = new Set((await eventsOf(store)).map(({ id }) => id));
      const heardBefore = hooked(cloud).length;
      await before?.(start(store));
      clock.advance(SECOND);
      const mortal = mortalStore(store, call);
      isThrough = await Promise.race([
        killed(start(mortal.store)).then(() => true),
        mortal.died.then(() => false),
      ]);
      if (!isThrough) moments += 1;

      clock.advance(61 * SECOND);
      const service = start(store);
      await check(service);
      await runOnce(service);
      await service.deliverAll();
      clock.advance(5 * MINUTE);
      await service.deliverAll();
      const quiet = await runOnce(service);

      const events = (await eventsOf(store)).filter(({ id }) => !known.has(id));
      expect(tellings(events)).toEqual(TOLD);
      expect(quiet.events).toBe(0);
      const heard = hooked(cloud).slice(heardBefore);
      const messages = new Map(heard.map(({ id, data }) => [id, data.events]));
      const told = [...messages.values()].flat().map(({ id }) => id);
      expect(told.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
      // Only a kill between an answer of the receiver and its record sends a message once more, under its id.
      expect(heard.length - messages.size).toBeLessThanOrEqual(isThrough ? 0 : 1);
      expect((await service.readSubscription('default', CHECKED))?.recognition).toBe('pec');
      expect((await service.readExpected(CHECKED))?.state).toBe('arrived');
    }

    expect(moments).toBeGreaterThan(10);
  },
  120_000,
);

test('the message of a check that was killed between its two commits goes out when it is certainly over', async (t) => {
  const { cloud, begin } = await startStory(t);
  const { clock, store, start } = await begin();
  const heard = hooked(cloud).length;
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const dying = new Proxy(store, {
    get: (target, name: keyof StateStore) => {
      if (name !== 'commit') return target[name].bind(target);
      const commit: StateStore['commit'] = (lease, change) => {
        if (change.putChecked === undefined) return target.commit(lease, change);
        die();
        return new Promise(() => undefined);
      };
      return commit;
    },
  });
  void check(start(dying));
  await died;

  const service = start(store);
  await service.deliverAll();
  expect(hooked(cloud)).toHaveLength(heard);
  clock.advance(3 * MINUTE);
  await service.deliverAll();

  const [message] = hooked(cloud).slice(heard);
  expect(message?.data.events.map(({ type }) => type)).toEqual(['expected.arrived']);
});

const STORES: [name: string, place: (t: TestContext) => Promise<TestPlace>][] = [
  ['the file store', filePlace],
  ['Tables', async () => tablesPlace(azurite)],
];

test.for(STORES)(
  'two processes that check and run at once, on %s: each change is told once',
  { timeout: 60_000 },
  async ([, placeFor], t) => {
    const cloud = await cloudFor(t, { world: smallWorld(), throttling: false });
    const place = await placeFor(t);
    const start = () => startOn(cloud, place.open(systemClock), systemClock);
    const [one, two] = [start(), start()];
    await runOnce(one);
    const customer = subscriptionOf(cloud.world, 1);
    const { offers } = customer;
    const run = (service: Service) =>
      service.reconcile('default', { trigger: 'timer', dryRun: false, budgetMs: 60_000 });

    for (let round = 0; round < 12; round += 1) {
      customer.offers = round % 2 === 0 ? [] : offers;
      await Promise.all([check(one), run(two), check(two), check(one), run(one)]);
    }
    await runOnce(two);

    const store = place.open(systemClock);
    const told = (await eventsOf(store)).filter(({ subscriptionId }) => subscriptionId === CHECKED);
    const delegations = told.filter(({ type }) => type.startsWith('delegation'));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(delegations).toHaveLength(12);
    expect(delegations.map(({ type }) => type).slice(0, 4)).toEqual([
      'delegation.removed',
      'delegation.returned',
      'delegation.removed',
      'delegation.returned',
    ]);
    const numbers = told.map(({ id }) => Number(id.split('.').at(-1))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(await readAll((page) => store.listChecked('default', page))).toEqual([]);
    expect((await rowsOf(store)).find((row) => row.subscriptionId === CHECKED)?.recognition).toBe('pec');
  },
);

test('a check that waits for a run that concludes, and looked before it did, leaves the newer row as it is', async (t) => {
  const cloud = await cloudFor(t, { world: smallWorld(), throttling: false });
  const clock = testClock();
  const store = openHastyStore(await temporaryFolder(t), clock);
  const other = startOn(cloud, store, clock);
  let isHeldUp = false;
  const service = startOn(
    cloud,
    overStore(store, {
      acquireLease: async (space, holder, leaseMs) => {
        if (isHeldUp && holder.startsWith('check-')) {
          isHeldUp = false;
          clock.advance(SECOND);
          await runOnce(other);
        }
        return store.acquireLease(space, holder, leaseMs);
      },
    }),
    clock,
  );
  await runOnce(service);
  clock.advance(HOUR);
  isHeldUp = true;

  const answer = await check(service);

  expect(answer.view.recognition).toBe('pec');
  const row = await service.readSubscription('default', CHECKED);
  expect((row?.observedAt ?? '') > answer.checkedAt).toBe(true);
});

test('a check that is kept after a run that looked later and could not read it: the calendar goes on from the check', async (t) => {
  const cloud = await cloudFor(t, { world: smallWorld(), throttling: false });
  const clock = testClock();
  const store = openHastyStore(await temporaryFolder(t), clock);
  const other = startOn(cloud, store, clock);
  let isHeldUp = false;
  let unknown = 0;
  const service = startOn(
    cloud,
    overStore(store, {
      acquireLease: async (space, holder, leaseMs) => {
        if (isHeldUp && holder.startsWith('check-')) {
          isHeldUp = false;
          clock.advance(SECOND);
          cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments', times: 1 });
          unknown = (await runOnce(other)).totals.unknown;
        }
        return store.acquireLease(space, holder, leaseMs);
      },
    }),
    clock,
  );
  await runOnce(service);
  clock.advance(6 * HOUR);
  isHeldUp = true;

  expect((await check(service)).view.recognition).toBe('pec');
  expect(unknown).toBe(1);
  for (let run = 0; run < 8; run += 1) {
    clock.advance(6 * HOUR);
    await runOnce(service);
  }

  const [row] = (await service.readEvidence('default', '2024-03')).subscriptions;
  expect(row?.days.map(({ coverage }) => coverage)).toEqual(['pec', 'pec', 'pec']);
});
