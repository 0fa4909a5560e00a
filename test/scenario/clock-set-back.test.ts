// A clock that jumps, forward and back, between runs and in the middle of them: no loss is told that was none, none is
// missed, what is told stays in its order, and nothing waits for the later time to come again.
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { TestClock } from '../harness/test-clock.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Service } from '../../src/service.ts';
import { startChecks, wordOf } from '../harness/check-story.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { eventsOf, rowsOf, runOnce } from '../harness/run-once.ts';
import { DAY, HOUR, SECOND } from '../harness/test-clock.ts';

const ID = demoSubscriptionId(1);

describe('the clock is set back between two runs', () => {
  test.each([
    ['half a day', 12 * HOUR],
    ['some days', 4 * DAY],
    ['a month', 31 * DAY],
  ])('by %s: a loss and its end are told in their order, and the calendar knows of both', async (_, ms) => {
    const { clock, next, service, store, leave, comeBack } = await startChecks();
    clock.advance(ms);
    leave();
    const lost = await next();

    clock.advance(-ms);
    comeBack();
    const gained = await next();

    expect(lost.told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    expect(gained.told).toEqual(['delegation.returned 01', 'recognition.gained none>pec 01']);
    expect((await eventsOf(store)).slice(-4)).toEqual([...lost.events, ...gained.events]);
    clock.advance(ms);
    for (let runs = 0; runs < 12; runs += 1) await next();
    const days = await daysOf(service, clock);
    expect(days.slice(-2)).toEqual(['pec', 'pec']);
    expect(days).not.toContain('none');
  });

  test('a loss that is no news is told at the present time, and quiet runs keep it too', async () => {
    const { clock, next, cloud } = await startChecks();
    clock.advance(4 * DAY);
    await next();
    clock.advance(-3 * DAY);

    const quiet = await next();
    subscriptionOf(cloud.world, 2).offers = [];
    const lost = await next();

    expect(quiet.run.endedAt).toBe(quiet.run.startedAt);
    expect(lost.run.endedAt).toBe(clock.now().toISOString());
    expect(lost.told).toEqual(['delegation.removed 02', 'recognition.lost pec>none 02']);
  });

  test('what is told of the link stays in its order', async () => {
    const { clock, cloud, next, store } = await startDays(
      { onTestFinished },
      { settings: { LINK_POLICY: 'observe' } },
    );
    await next();
    cloud.setLink(DEMO_OTHER_PARTNER_ID);
    clock.advance(DAY);
    const held = await next();

    clock.advance(-DAY);
    cloud.setLink(cloud.world.partners[0]?.partnerId ?? '');
    await next();
    cloud.setLink(null);
    const lost = await next();

    expect(held.told).toEqual(['link.held']);
    const events = (await eventsOf(store)).filter(({ type }) => type.startsWith('link.'));
    expect(events.map(({ type }) => type)).toEqual(['link.held', 'link.lost']);
    expect(lost.events.every(({ time }) => time === lost.run.endedAt)).toBe(true);
  });

  test('what callers do to the link stays in its order, and a run tells what follows on it', async () => {
    const { clock, cloud, next, service, store } = await startDays({ onTestFinished });
    await next();
    const set = (partnerId: string) =>
      service.putPartnerLink('default', { partnerId, override: true, caller: 'function-key' }, () => true);
    clock.advance(DAY);
    await set(DEMO_OTHER_PARTNER_ID);
    clock.advance(-DAY / 2);
    await set(DEMO_IDENTITY.partnerId);
    clock.advance(-DAY / 2);
    cloud.setLink(null);

    const { run, events } = await next();

    const times = (await eventsOf(store)).map(({ time }) => time);
    expect(new Set(times).size).toBe(4);
    expect(events).toHaveLength(2);
    expect(times.at(-1)).toBe(run.endedAt);
    const links = (await eventsOf(store)).map(({ type, actor }) => `${type} ${actor}`);
    expect(links.slice(0, 3)).toEqual([
      'link.created keeper',
      'link.lost function-key',
      'link.healed function-key',
    ]);
    expect(links.slice(3).sort()).toEqual(['link.healed keeper', 'link.lost observed']);
  });

  test('what ought to be there is judged by what is seen now: it goes, and comes again', async () => {
    const { clock, next, service, leave, comeBack } = await startChecks();
    clock.advance(-DAY);
    await service.putExpected({ subscriptionId: ID, dueAt: clock.now().toISOString() }, () => true);
    clock.advance(31 * DAY);
    leave();
    const missing = await next();
    comeBack();
    const arrived = await next();

    clock.advance(-29 * DAY);
    leave();
    const gone = await next();
    clock.advance(-HOUR);
    comeBack();
    const back = await next();

    const expectedOf = ({ told }: { told: string[] }) => told.filter((line) => line.startsWith('expected.'));
    expect([missing, arrived, gone, back].map(expectedOf)).toEqual([
      ['expected.missing 01'],
      ['expected.arrived 01'],
      ['expected.missing 01'],
      ['expected.arrived 01'],
    ]);
  });

  test('rows that are read say so, at the present time', async () => {
    const { clock, next, service, store } = await startDays({ onTestFinished });
    clock.advance(31 * DAY);
    await next();

    clock.advance(-31 * DAY);
    const { run } = await next();

    const read = (await rowsOf(store)).filter((row) => row.read);
    expect(read.length).toBeGreaterThan(5);
    for (const { observedAt } of read) expect(observedAt).toBe(run.endedAt);
    expect((await service.readSubscription('default', ID))?.observedAt).toBe(run.endedAt);
  });

  test('a row that the run tells of was read at the present time, though what is told follows on later', async () => {
    const { clock, next, service, leave, comeBack } = await startChecks();
    clock.advance(31 * DAY);
    leave();
    await next();
    clock.advance(-31 * DAY);
    comeBack();

    const { run } = await next();

    const now = clock.now().toISOString();
    expect(run.startedAt).toBe(now);
    expect(await service.readSubscription('default', ID)).toMatchObject({
      observedAt: now,
      since: run.endedAt,
    });
    clock.advance(13 * HOUR);
    expect((await service.status()).identities[0]?.stale).toBe(true);
  });

  test('a baseline by the later clock does not leave unobserved what is seen until then', async () => {
    const { clock, next, service } = await startDays({ onTestFinished });
    clock.advance(31 * DAY);
    await next();
    clock.advance(-31 * DAY);

    for (let runs = 0; runs < 9; runs += 1) await next();

    expect((await daysOf(service, clock)).at(-2)).toBe('pec');
  });
});

describe('an onboarding check by a clock that was set back', () => {
  test('is kept though what stands seems later, and the run after it tells nothing again', async () => {
    const { clock, next, service, store, check, leave, told } = await startChecks();
    clock.advance(31 * DAY);
    await next();
    clock.advance(-31 * DAY);
    leave();

    const { view, checkedAt } = await check(1);
    const word = await wordOf(service, 1);
    const { run } = await next();

    expect([view.recognition, word]).toEqual(['none', 'none']);
    expect(run.events).toBe(0);
    expect(await told()).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    expect((await eventsOf(store)).at(-1)?.time).toBe(checkedAt);
  });

  test('tells in its order what follows on a run of the later clock', async () => {
    const { clock, next, store, check, leave, comeBack } = await startChecks();
    clock.advance(5 * HOUR);
    leave();
    await next();
    clock.advance(-8 * HOUR);
    comeBack();

    await check(1);

    const types = (await eventsOf(store)).map(({ type }) => type).slice(-4);
    expect(types.slice(0, 2).sort()).toEqual(['delegation.removed', 'recognition.lost']);
    expect(types.slice(2).sort()).toEqual(['delegation.returned', 'recognition.gained']);
  });

  test('that came before outdoes no run after: the loss is seen', async () => {
    const { clock, next, service, check, leave, comeBack } = await startChecks();
    leave();
    await next();
    comeBack();
    clock.advance(12 * HOUR);
    await check(1);
    clock.advance(-12 * HOUR);
    leave();

    const { told } = await next();

    expect(told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    expect(await wordOf(service, 1)).toBe('none');
  });
});

describe('the clock jumps in the middle of a run', () => {
  test.each([
    ['back by two hours', -2 * HOUR],
    ['back by a month', -31 * DAY],
  ])('%s: the run ends no earlier than it began, and what it saw counts', async (_, ms) => {
    const { clock, service, leave, next } = await startChecks();
    leave();
    clock.advance(HOUR);

    const run = await runOnce(service, jumpAtScan(clock, ms));
    const after = await next();

    expect(run).toMatchObject({ state: 'partial', events: 2 });
    expect(run.endedAt).toBe(run.startedAt);
    expect(after.told).toEqual([]);
  });

  test('forward by hours: the lease has run out, nothing is kept, and the next run tells the loss once', async () => {
    const { clock, service, leave, next } = await startChecks();
    leave();
    clock.advance(HOUR);

    const run = await runOnce(service, jumpAtScan(clock, 5 * HOUR));
    const after = await next();

    expect(run).toMatchObject({ state: 'failed', events: 0 });
    expect(after.told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
  });
});

test('a run that a kill left running a month ahead keeps nobody out, and ends no earlier than it began', async (t) => {
  const { clock, next, service, store } = await startDays(t);
  await next();
  clock.advance(31 * DAY);
  const killed = await store.acquireLease('default', 'killed', 60_000);
  if (killed.kind !== 'granted') throw new Error('The lease is held.');
  const { items } = await store.listRuns({ limit: 1 });
  const startedAt = clock.now().toISOString();
  const runs = items.map((run): Run => {
    const { endedAt: _, ...begun } = run;
    return { ...begun, id: 'killed', startedAt, state: 'running' };
  });
  await store.commit(killed.lease, { runs });

  clock.advance(-31 * DAY);
  const { run } = await next();

  expect(run.state).toBe('partial');
  expect(await service.readRun('killed')).toMatchObject({ state: 'failed', startedAt, endedAt: startedAt });
});

function jumpAtScan(clock: TestClock, ms: number): Parameters<typeof runOnce>[1] {
  let hasJumped = false;
  return {
    onProgress: ({ step }) => {
      if (step !== 'scanning' || hasJumped) return;
      hasJumped = true;
      clock.advance(ms - SECOND);
    },
  };
}

/** Of the customer in the present month and the one before. */
async function daysOf(service: Service, clock: TestClock): Promise<string[]> {
  const now = clock.now();
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  const months = [before, now].map((date) => date.toISOString().slice(0, 7));
  const all = await Promise.all(months.map((month) => service.readEvidence('default', month)));
  return all.flatMap(({ subscriptions }) =>
    (subscriptions.find(({ subscriptionId }) => subscriptionId === ID)?.days ?? []).map(
      ({ coverage }) => coverage,
    ),
  );
}
