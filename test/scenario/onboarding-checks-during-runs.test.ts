// Onboarding checks while a run is under way: what a check saw after the run looked stands, and nothing is told twice.
import { describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { StoreUnavailable, type Change, type StateStore } from '../../src/ports/store.ts';
import { subscriptionOf } from '../harness/days.ts';
import { runOnce } from '../harness/run-once.ts';
import { HOUR } from '../harness/test-clock.ts';
import { expectTakenOver, startChecks, wordOf } from '../harness/check-story.ts';
import { slowCheck } from '../harness/slow-check.ts';

const LOST = ['delegation.removed 01', 'recognition.lost pec>none 01'];
const BACK = ['delegation.returned 01', 'recognition.gained none>pec 01'];

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

describe('a check while a run is under way', () => {
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

describe('a check whose answers are long under way', () => {
  async function startSlow() {
    const started = await startChecks();
    return { ...started, beginCheck: slowCheck(started) };
  }

  test('does not tell a loss that a run, which looked while it waited, saw to be over', async () => {
    const { beginCheck, leave, comeBack, next, told, service } = await startSlow();
    leave();
    const slow = await beginCheck();
    comeBack();
    await next();

    const { view } = await slow.end();

    expect(view.recognition).toBe('none');
    expect(await wordOf(service, 1)).toBe('pec');
    await next();
    expect(await told()).toEqual([]);
  });

  test('nor one that another check, which looked while it waited, saw to be over', async () => {
    const { beginCheck, check, leave, comeBack, next, told, service } = await startSlow();
    leave();
    const slow = await beginCheck();
    comeBack();
    await check(1);

    await slow.end();

    expect(await wordOf(service, 1)).toBe('pec');
    await next();
    expect(await told()).toEqual([]);
  });

  test('keeps what it saw where the one that looked meanwhile could not read it', async () => {
    const { beginCheck, cloud, check, leave, told, service } = await startSlow();
    leave();
    const slow = await beginCheck();
    cloud.addFault({ kind: 'status', status: 400, operation: 'subscriptions.get', times: 1 });
    await check(1);
    expect(await wordOf(service, 1)).toBe('unknown');

    await slow.end();

    expect(await wordOf(service, 1)).toBe('none');
    expect(await told()).toEqual(LOST);
  });

  test('keeps what it saw of a new one, too, which nobody could read before', async () => {
    const { beginCheck, cloud, check, told, service } = await startSlow();
    const fresh = { ...subscriptionOf(cloud.world, 1), subscriptionId: demoSubscriptionId(99) };
    cloud.world.customers[0]?.subscriptions.push(fresh);
    const slow = await beginCheck(99, 'registrationAssignments.list');
    cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments', times: 1 });
    await check(99);
    expect(await wordOf(service, 99)).toBe('unknown');

    await slow.end();

    expect(await wordOf(service, 99)).toBe('pec');
    expect(await told()).toEqual(['delegation.added 99', 'recognition.gained none>pec 99']);
  });

  test('keeps what it saw of a new one that was not there yet when a run that ended meanwhile looked', async () => {
    const { beginCheck, cloud, next, told, service } = await startSlow();
    const subscriptions = cloud.world.customers[0]?.subscriptions ?? [];
    const fresh = { ...subscriptionOf(cloud.world, 1), subscriptionId: demoSubscriptionId(99) };
    subscriptions.push(fresh);
    const slow = await beginCheck(99, 'registrationAssignments.list');
    subscriptions.pop();
    await next();
    subscriptions.push(fresh);

    await slow.end();

    expect(await wordOf(service, 99)).toBe('pec');
    await next();
    expect(await told()).toEqual(['delegation.added 99', 'recognition.gained none>pec 99']);
  });

  test('does not stand against a run that began after those answers', async () => {
    const { run, leave, comeBack, next, told, service, ...started } = await startHeld();
    leave();
    const slow = await slowCheck(started)();
    comeBack();
    const running = await run();

    await slow.end();
    expect(await wordOf(service, 1)).toBe('none');
    await running.end();

    expect(await wordOf(service, 1)).toBe('pec');
    await next();
    expect(await told()).toEqual([...LOST, ...BACK].sort());
  });
});
