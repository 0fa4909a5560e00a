// What ought to be delegated, over the days: each transition is told once, by a run, and nothing that was not seen.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Service } from '../../src/service.ts';
import type { ExpectedView } from '../../src/domain/expected-subscription.ts';
import type { Change } from '../../src/ports/store.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { countEntities, recordCommits } from '../harness/store-wraps.ts';
import { DAY, HOUR } from '../harness/test-clock.ts';

/** Nothing in the demo has that number. */
const NOWHERE = 99;

async function put(service: Service, n: number, dueAt?: Date): Promise<ExpectedView> {
  const wish = { subscriptionId: demoSubscriptionId(n), ...(dueAt && { dueAt: dueAt.toISOString() }) };
  const answer = await service.putExpected(wish, () => true);
  if (answer.kind === 'put') return answer.entry;
  throw new Error(`It was not put: ${answer.kind}.`);
}

async function stateOf(service: Service, n: number): Promise<string | undefined> {
  return (await service.readExpected(demoSubscriptionId(n)))?.state;
}

describe('what ought to be there', () => {
  test('is missing once it is due, arrives, and is missing again when it goes: each told once', async (t) => {
    const { cloud, next, service, clock } = await startDays(t);
    const fresh = subscriptionOf(cloud.world, 2);
    const { offers } = fresh;
    fresh.offers = [];
    await next();
    await put(service, 2, new Date(clock.now().getTime() + 9 * HOUR));

    const early = await next();
    const waiting = await stateOf(service, 2);
    const due = await next();
    const missing = await stateOf(service, 2);
    const quiet = await next();
    fresh.offers = offers;
    const arrival = await next();
    const arrived = await stateOf(service, 2);
    const quietAgain = await next();
    fresh.offers = [];
    const gone = await next();
    const quietAtLast = await next();

    expect([waiting, missing, arrived, await stateOf(service, 2)]).toEqual([
      'waiting',
      'missing',
      'arrived',
      'missing',
    ]);
    expect([early, due, quiet].map(({ told }) => told)).toEqual([[], ['expected.missing 02'], []]);
    expect([arrival, quietAgain].map(({ told }) => told)).toEqual([
      ['delegation.added 02', 'expected.arrived 02', 'recognition.gained none>pec 02'],
      [],
    ]);
    expect([gone, quietAtLast].map(({ told }) => told)).toEqual([
      ['delegation.removed 02', 'expected.missing 02', 'recognition.lost pec>none 02'],
      [],
    ]);
  });

  test('stands as finding in each run while it is missing, and makes no row and no number', async (t) => {
    const { next, service } = await startDays(t);
    const { run: before } = await next();
    const { dueAt } = await put(service, NOWHERE);

    const { run } = await next();
    const { run: later } = await next();

    for (const { findings, totals } of [run, later]) {
      expect(findings).toMatchObject([
        { code: 'expected-missing', scope: `/subscriptions/${demoSubscriptionId(NOWHERE)}` },
      ]);
      expect(findings[0]?.message).toContain(dueAt);
      expect(totals).toEqual(before.totals);
    }
    expect(await service.readSubscription('default', demoSubscriptionId(NOWHERE))).toBeUndefined();
  });

  test('told at the baseline too, which tells nothing else of subscriptions', async (t) => {
    const { next, service } = await startDays(t);
    await put(service, 1);
    await put(service, NOWHERE);

    const { told } = await next();

    expect(told).toEqual(['expected.arrived 01', 'expected.missing 99', 'link.created']);
  });

  test('was there already when it was put: arrived at once, and nothing to tell', async (t) => {
    const { next, service } = await startDays(t);
    await next();

    const entry = await put(service, 1);

    expect(entry.state).toBe('arrived');
    expect((await next()).told).toEqual([]);
  });

  test.each([
    ['resource groups alone', 3, 'arrived'],
    ['a delegation that earns nothing', 5, 'arrived'],
    ['a delegation to another principal of ours', 11, 'arrived'],
    ['a delegation that failed', 12, 'missing'],
    ['one that is on its way', 13, 'missing'],
    ['one that cannot be read', 14, 'waiting'],
    ['one that is visible and not delegated', 15, 'missing'],
    ['one of our own', 16, 'missing'],
    ['one that is nowhere', NOWHERE, 'missing'],
  ])('%s (%i) is %s after a run, whether it is put before the first or later', async (_, n, state) => {
    const { next, service } = await startDays({ onTestFinished });
    await put(service, n);
    await next();
    const before = await stateOf(service, n);
    await service.deleteExpected(demoSubscriptionId(n), () => true);
    await put(service, n);
    await next();

    expect([before, await stateOf(service, n)]).toEqual([state, state]);
  });
});

describe('put again', () => {
  test('while it is missing: not told again; with more time it waits, and is told when that is over', async (t) => {
    const { next, service, clock } = await startDays(t);
    await put(service, NOWHERE);
    await next();

    const replaced = await put(service, NOWHERE);
    const quiet = await next();
    const waiting = await put(service, NOWHERE, new Date(clock.now().getTime() + 9 * HOUR));
    const early = await next();
    const due = await next();

    expect(replaced).toMatchObject({ state: 'missing', findings: [{ code: 'expected-missing' }] });
    expect(waiting).toMatchObject({ state: 'waiting', findings: [] });
    expect([quiet, early, due].map(({ told }) => told)).toEqual([[], [], ['expected.missing 99']]);
    expect([early, due].map(({ run }) => run.findings.length)).toEqual([0, 1]);
  });

  test('after it was taken off: a story of its own, whose events are no others', async (t) => {
    const { next, service, clock } = await startDays(t);
    await put(service, NOWHERE);
    const first = await next();
    await service.deleteExpected(demoSubscriptionId(NOWHERE), () => true);
    const between = await next();
    clock.advance(DAY);
    await put(service, NOWHERE);

    const second = await next();

    expect([first, between, second].map(({ told }) => told)).toEqual([
      ['expected.missing 99', 'link.created'],
      [],
      ['expected.missing 99'],
    ]);
    expect(between.run.findings).toEqual([]);
  });
});

describe('nothing is concluded', () => {
  test('from a failed run, nor from a dry one', async (t) => {
    const { cloud, next, service } = await startDays(t);
    await next();
    await put(service, 1);
    await put(service, NOWHERE);
    subscriptionOf(cloud.world, 1).offers = [];

    const dry = await next({ dryRun: true });
    cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' });
    const failed = await next();
    const states = [await stateOf(service, 1), await stateOf(service, NOWHERE)];
    cloud.clearFaults();
    const good = await next();

    expect([dry.told, failed.told]).toEqual([[], ['run.failing']]);
    expect(failed.run.findings.map(({ code }) => code)).toEqual(['listing-failed']);
    expect(states).toEqual(['arrived', 'waiting']);
    expect(good.told).toEqual([
      'delegation.removed 01',
      'expected.missing 01',
      'expected.missing 99',
      'recognition.lost pec>none 01',
    ]);
  });

  test.each([
    ['that was removed', 1],
    ['that nobody has ever seen', 2],
  ])('from a subscription %s and cannot be read', async (_, n) => {
    const { cloud, next, service } = await startDays({ onTestFinished });
    const [first, second] = [subscriptionOf(cloud.world, 1), subscriptionOf(cloud.world, 2)];
    const { offers } = first;
    second.offers = [];
    await next();
    first.offers = [];
    await next();
    await put(service, n);

    first.offers = offers;
    Object.assign(second, { visible: true });
    cloud.addFault({
      kind: 'status',
      status: 403,
      operation: 'registrationAssignments',
      match: demoSubscriptionId(n),
    });
    const { told } = await next();

    expect(told.filter((line) => line.startsWith('expected'))).toEqual([]);
    expect(await stateOf(service, n)).toBe('waiting');
  });

  test('from one that was there and cannot be read: it stays arrived', async (t) => {
    const { cloud, next, service } = await startDays(t);
    await next();
    await put(service, 1);
    cloud.addFault({
      kind: 'status',
      status: 403,
      operation: 'registrationAssignments',
      match: demoSubscriptionId(1),
    });

    const { told } = await next();

    expect(told).toEqual([]);
    expect(await stateOf(service, 1)).toBe('arrived');
  });
});

describe('what the listing does not show', () => {
  test('is asked for by id before it is called missing, once', async (t) => {
    const { cloud, next, service } = await startDays(t, { cloud: { pageSize: 10 } });
    for (const n of [11, 12, 15, NOWHERE]) await put(service, n);
    cloud.addFault({ kind: 'lose-page', operation: 'subscriptions.list', times: 1 });

    const { told, run } = await next();
    const { told: later, run: quiet } = await next();

    expect(told).toEqual([
      'expected.arrived 11',
      'expected.missing 12',
      'expected.missing 15',
      'expected.missing 99',
      'link.created',
    ]);
    // All four: three of them stand on the page that was lost.
    expect(run.calls['subscriptions.get']).toBe(4);
    expect(later.filter((line) => line.startsWith('expected'))).toEqual([]);
    expect(quiet.calls['subscriptions.get']).toBeUndefined();
  });

  test('and that gives no proof is neither there nor missing', async (t) => {
    const { cloud, next, service } = await startDays(t);
    await put(service, NOWHERE);
    cloud.addFault({ kind: 'status', status: 503, retryAfter: 3600, operation: 'subscriptions.get' });

    const { told, run } = await next();
    const state = await stateOf(service, NOWHERE);
    cloud.clearFaults();
    const { told: later } = await next();

    expect(run).toMatchObject({ state: 'partial', findings: [] });
    expect([told, state, later]).toEqual([['link.created'], 'waiting', ['expected.missing 99']]);
  });

  test('is not asked for by a dry run, which judges nothing', async (t) => {
    const { next, service } = await startDays(t);
    await put(service, NOWHERE);

    const { run } = await next({ dryRun: true });

    expect(run.calls['subscriptions.get']).toBeUndefined();
  });
});

test('however many are missing, a run names twenty, and a quiet one writes nothing of them', async (t) => {
  const changes: Change[] = [];
  const { next, service } = await startDays(t, { wrapStore: recordCommits(changes) });
  await next();
  for (let n = 30; n < 55; n += 1) await put(service, n);
  const { told, run: first } = await next();
  changes.length = 0;

  const { run: quiet } = await next();

  expect(told).toHaveLength(25);
  for (const { findings } of [first, quiet]) {
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)?.message).toContain('5 more');
  }
  expect(changes.flatMap(({ putExpected = [] }) => putExpected)).toEqual([]);
  expect(changes.reduce((sum, change) => sum + countEntities(change), 0)).toBeLessThanOrEqual(12);
});
