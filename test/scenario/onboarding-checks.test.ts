// Onboarding checks among runs: each transition is told once, whoever sees it first; a run takes over what checks saw, and
// what a check saw while it was under way; the expected entry, the evidence and the messages follow.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Service } from '../../src/service.ts';
import { StoreUnavailable, type Change, type StateStore } from '../../src/ports/store.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import type { KeeperOptions } from '../harness/keeper.ts';
import { checkDemo } from '../harness/checked.ts';
import { hooked, MINUTE, serveNotified } from '../harness/notified.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import { recordCommits, countEntities } from '../harness/store-wraps.ts';
import { HOUR, SECOND } from '../harness/test-clock.ts';
import { readAll } from '../storage/store-fixture.ts';

const LOST = ['delegation.removed 01', 'recognition.lost pec>none 01'];
const BACK = ['delegation.returned 01', 'recognition.gained none>pec 01'];

/** A keeper that has run once, and what is told of rows and entries from then on. */
async function startChecks(options: Omit<KeeperOptions, 'clock'> = {}) {
  const days = await startDays({ onTestFinished }, options);
  const { service, store, cloud, clock, next } = days;
  await next();
  const known = new Set((await eventsOf(store)).map(({ id }) => id));
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  return {
    ...days,
    check: (n: number) => service.checkOnboarding('default', demoSubscriptionId(n)),
    told: async () => tellings((await eventsOf(store)).filter(({ id }) => !known.has(id))),
    leave: () => void (customer.offers = []),
    comeBack: () => void (customer.offers = offers),
    later: () => clock.advance(SECOND),
  };
}

async function wordOf(service: Service, n: number): Promise<string | undefined> {
  return (await service.readSubscription('default', demoSubscriptionId(n)))?.recognition;
}

/** Nothing that checks kept stands over the rows any more, and status and rows say the same. */
async function expectTakenOver(service: Service, store: StateStore): Promise<void> {
  expect(await readAll((page) => store.listChecked('default', page))).toEqual([]);
  const rows = await rowsOf(store);
  const { items } = await service.listSubscriptions({ identities: ['default'], top: 1000 });
  expect(items.map(({ recognition }) => recognition)).toEqual(rows.map(({ recognition }) => recognition));
  const { notDelegated: _, ...totals } = (await service.status()).identities[0]?.totals ?? {
    notDelegated: 0,
  };
  for (const [word, count] of Object.entries(totals))
    expect(rows.filter(({ recognition }) => recognition === word)).toHaveLength(count);
}

describe('a check between two runs', () => {
  test('tells what it saw, and the run after it tells nothing twice', async () => {
    const { check, leave, later, next, told, service, store } = await startChecks();
    leave();
    later();

    await check(1);
    expect(await wordOf(service, 1)).toBe('none');
    const { run } = await next();

    expect(await told()).toEqual(LOST);
    expect(run.events).toBe(0);
    expect(await wordOf(service, 1)).toBe('none');
    await expectTakenOver(service, store);
  });

  test('that saw it go, and a run that sees it back: each once', async () => {
    const { check, leave, comeBack, later, next, told, service, store } = await startChecks();
    leave();
    later();
    await check(1);
    comeBack();

    const { told: byRun } = await next();
    leave();
    later();
    await check(1);
    await next();

    expect(byRun).toEqual(BACK);
    expect(await told()).toEqual([...BACK, ...LOST, ...LOST].sort());
    const ids = (await eventsOf(store)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await expectTakenOver(service, store);
  });

  test('that could not read it changes no word for good', async () => {
    const { cloud, check, later, next, told, service, store } = await startChecks();
    cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments', times: 1 });
    later();

    await check(1);
    expect(await wordOf(service, 1)).toBe('unknown');
    await next();

    expect(await wordOf(service, 1)).toBe('pec');
    expect(await told()).toEqual([]);
    await expectTakenOver(service, store);
  });

  test('of what was only ever unknown and is not delegated: the row just goes, now and after the run', async () => {
    const { cloud, check, later, next, told, service, store } = await startChecks();
    subscriptionOf(cloud.world, 14).offers = [];
    later();

    expect((await check(14)).view.findings.map(({ code }) => code)).toEqual(['not-visible-yet']);
    expect(await wordOf(service, 14)).toBeUndefined();
    await next();

    expect(await wordOf(service, 14)).toBeUndefined();
    expect(await told()).toEqual([]);
    await expectTakenOver(service, store);
  });

  test('is not undone by a dry run, nor by one that fails, and not lost by either', async () => {
    const { cloud, check, leave, later, next, service, told } = await startChecks();
    leave();
    later();
    await check(1);

    await next({ dryRun: true });
    expect(await wordOf(service, 1)).toBe('none');
    cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list', times: 1 });
    const { run } = await next();
    expect(run.state).toBe('failed');
    expect(await wordOf(service, 1)).toBe('none');
    await next();

    expect((await told()).filter((line) => !line.startsWith('run'))).toEqual(LOST);
  });

  test('stands in the evidence of its day', async () => {
    const { check, leave, comeBack, clock, next, service } = await startChecks();
    await next();
    clock.advance(HOUR);
    leave();
    await check(1);
    clock.advance(HOUR);
    comeBack();
    await check(1);
    await next();

    const { subscriptions } = await service.readEvidence('default', '2024-03');

    const customer = subscriptions.find(({ subscriptionId }) => subscriptionId === demoSubscriptionId(1));
    expect(customer?.days[0]).toEqual({ date: '2024-03-01', coverage: 'partial' });
    expect(customer?.transitions.map(({ to }) => to)).toEqual(['none', 'pec']);
  });

  test('costs the quiet run after it no more than any', async () => {
    const changes: Change[] = [];
    const { check, later, next } = await startChecks({ wrapStore: recordCommits(changes) });
    await next();
    changes.length = 0;
    await next();
    const quiet = changes.reduce((sum, change) => sum + countEntities(change), 0);
    later();
    await check(1);
    await next();
    changes.length = 0;

    await next();

    expect(changes.reduce((sum, change) => sum + countEntities(change), 0)).toBe(quiet);
  });
});

describe('a check while a run is under way', () => {
  /** The run has looked at everything, and waits: before it concludes, or (`listExpected`) judges what is expected. */
  async function startHeld(at: 'readChecks' | 'listExpected' = 'readChecks') {
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const state = { callsToGo: 0, keepsChecks: true };
    const wrapStore = (store: StateStore): StateStore =>
      new Proxy(store, {
        get(target, name: keyof StateStore) {
          const method = target[name].bind(target) as (...given: unknown[]) => Promise<unknown>;
          return async (...given: unknown[]) => {
            if (name === at && state.callsToGo > 0) {
              state.callsToGo -= 1;
              if (state.callsToGo === 0) {
                arrived.resolve();
                await gate.promise;
              }
            }
            if (name === 'commit' && !state.keepsChecks && 'putChecked' in (given[1] as Change))
              throw new StoreUnavailable('away');
            return method(...given);
          };
        },
      });
    const started = await startChecks({ wrapStore });
    return {
      ...started,
      loseChecks: () => void (state.keepsChecks = false),
      run: async () => {
        started.clock.advance(6 * HOUR);
        // Before it looks, a run reads what is expected once already.
        state.callsToGo = at === 'readChecks' ? 1 : 2;
        const running = runOnce(started.service);
        await arrived.promise;
        started.later();
        return {
          end: async () => {
            gate.resolve();
            return running;
          },
        };
      },
    };
  }

  test('that sees what the run did not see yet: its row stands, and is told once', async () => {
    const { run, check, leave, told, service, store, next } = await startHeld();

    const running = await run();
    leave();
    const { view } = await check(1);
    expect(await told()).toEqual(LOST);
    await running.end();

    expect(view.recognition).toBe('none');
    expect(await wordOf(service, 1)).toBe('none');
    await expectTakenOver(service, store);
    await next();
    expect(await told()).toEqual(LOST);
  });

  test('that sees what the run saw too: one of them tells it', async () => {
    const { run, check, leave, told, service, store } = await startHeld();

    leave();
    const running = await run();
    await check(1);
    const { events } = await running.end();

    expect(events).toBe(0);
    expect(await told()).toEqual(LOST);
    await expectTakenOver(service, store);
  });

  test('that could not read it does not take from the run what it read', async () => {
    const { run, cloud, check, leave, told, service } = await startHeld();

    leave();
    const running = await run();
    cloud.addFault({ kind: 'status', status: 400, operation: 'subscriptions.get', times: 1 });
    await check(1);
    expect(await wordOf(service, 1)).toBe('unknown');
    await running.end();

    expect(await wordOf(service, 1)).toBe('none');
    expect(await told()).toEqual(LOST);
  });

  test('by another link than the run left does not stand against it', async () => {
    const { run, cloud, check, told, service } = await startHeld();

    const running = await run();
    cloud.setLink(DEMO_OTHER_PARTNER_ID);
    await check(1);
    cloud.setLink('4242424');
    await running.end();

    expect(await wordOf(service, 1)).toBe('pec');
    expect(await told()).toEqual(['recognition.gained none>pec 01', 'recognition.lost pec>none 01']);
  });

  test('that sees an expected one arrive is not contradicted by what the run saw before', async () => {
    const { run, check, leave, comeBack, next, told, service } = await startHeld();
    leave();
    await next();
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);

    const running = await run();
    comeBack();
    await check(1);
    await running.end();

    expect((await service.readExpected(demoSubscriptionId(1)))?.state).toBe('arrived');
    expect(await told()).toEqual([...LOST, ...BACK, 'expected.arrived 01'].sort());
  });

  test('that sees an expected one arrive and is lost before it keeps its row is not contradicted either', async () => {
    const { run, check, leave, comeBack, loseChecks, next, told, service } = await startHeld();
    leave();
    await next();
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);

    const running = await run();
    comeBack();
    loseChecks();
    await expect(check(1)).rejects.toThrow(StoreUnavailable);
    await running.end();

    expect((await service.readExpected(demoSubscriptionId(1)))?.state).toBe('arrived');
    expect(await told()).toEqual([...LOST, 'expected.arrived 01'].sort());
    await next();
    expect(await told()).toEqual([...LOST, ...BACK, 'expected.arrived 01'].sort());
  });

  test('and an entry that is put then is there already, whatever the run saw before', async () => {
    const { run, check, leave, comeBack, next, told, service } = await startHeld('listExpected');
    leave();
    await next();

    const running = await run();
    comeBack();
    await check(1);
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);
    await running.end();

    expect((await service.readExpected(demoSubscriptionId(1)))?.state).toBe('arrived');
    expect((await told()).filter((line) => line.startsWith('expected'))).toEqual([]);
    await next();
    expect((await told()).filter((line) => line.startsWith('expected'))).toEqual([]);
  });

  test('that sees an arrived one go is not contradicted either', async () => {
    const { run, check, leave, told, service, next } = await startHeld();
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);

    const running = await run();
    leave();
    await check(1);
    await running.end();
    await next();

    expect(await told()).toEqual([...LOST, 'expected.missing 01'].sort());
  });
});

describe('what ought to be delegated', () => {
  test('arrives by a check, and is missing again by one that proves its removal', async () => {
    const { check, leave, comeBack, later, next, told, service } = await startChecks();
    leave();
    await next();
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);
    await next();
    const stateOf = async () => (await service.readExpected(demoSubscriptionId(1)))?.state;
    expect(await stateOf()).toBe('missing');

    comeBack();
    later();
    await check(1);
    expect(await stateOf()).toBe('arrived');
    leave();
    later();
    await check(1);
    expect(await stateOf()).toBe('missing');
    await next();

    const expected = (await told()).filter((line) => line.startsWith('expected'));
    expect(expected).toEqual(['expected.arrived 01', 'expected.missing 01', 'expected.missing 01']);
  });

  test('is not called missing by a check that does not see it yet, or cannot read it', async () => {
    const { cloud, check, later, told, service } = await startChecks();
    await service.putExpected({ subscriptionId: demoSubscriptionId(77) }, () => true);
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);
    later();

    await check(77);
    cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments' });
    await check(1);

    expect(await told()).toEqual([]);
    const { items } = await service.listExpected({ top: 10 });
    expect(items.map(({ state }) => state)).toEqual(['arrived', 'waiting']);
  });

  test('put after a check has seen it is there already', async () => {
    const { cloud, check, later, service, told, next } = await startChecks();
    subscriptionOf(cloud.world, 15).offers = subscriptionOf(cloud.world, 1).offers;
    later();
    await check(15);

    await service.putExpected({ subscriptionId: demoSubscriptionId(15) }, () => true);
    await next();

    expect((await service.readExpected(demoSubscriptionId(15)))?.state).toBe('arrived');
    expect((await told()).filter((line) => line.startsWith('expected'))).toEqual([]);
  });
});

test('a check sends one message with all that it told, at once; the run after it sends none', async (t) => {
  const served = await serveNotified(t);
  const { cloud, run, deliverAfter, post, call, notifications } = served;
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  customer.offers = [];
  await run();
  await call(`/api/expected-subscriptions/${demoSubscriptionId(1)}`, { method: 'PUT' });
  await run();
  const before = hooked(cloud).length;
  customer.offers = offers;

  await checkDemo(served, 1);
  await checkDemo(served, 1);
  expect(hooked(cloud)).toHaveLength(before + 1);
  await run();
  await deliverAfter(MINUTE);

  const [message] = hooked(cloud).slice(before);
  expect(hooked(cloud)).toHaveLength(before + 1);
  expect(message?.data.runId).toMatch(/^check-\d{8}T\d{6}Z-[0-9a-f]{8}$/);
  expect(message?.data.events.map(({ type }) => type).sort()).toEqual([
    'delegation.added',
    'expected.arrived',
    'recognition.gained',
  ]);
  for (const event of message?.data.events ?? []) expect(event.actor).toBe('observed');
  expect(JSON.stringify(cloud.received('teams').at(-1))).toContain('Birkenhof production');
  expect((await notifications()).map(({ pending }) => pending)).toEqual([0, 0]);
  expect((await post('/api/onboarding-checks', { subscriptionId: demoSubscriptionId(2) })).status).toBe(200);
  expect(hooked(cloud)).toHaveLength(before + 1);
});
