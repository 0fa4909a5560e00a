// A listing that does not show what was there proves nothing: it is asked for by id, and only proof is told as a loss.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { fleetRows, wordsOf } from '../harness/oracle.ts';
import { rowsOf } from '../harness/run-once.ts';

describe('a listing that loses a page', () => {
  test('takes no row away, and costs one call for each that it does not show', async () => {
    const fleet = fleetWorld({ subscriptions: 60, seed: 5 });
    const { cloud, next, store } = await startDays(
      { onTestFinished },
      { cloud: { world: fleet.world, pageSize: 25 } },
    );
    await next();
    cloud.addFault({ kind: 'lose-page', operation: 'subscriptions.list', skip: 1, times: 1 });

    const { run, told } = await next();

    const lastPage = [...fleet.expected].slice(50);
    const rows = lastPage.filter(([, word]) => word !== 'not-delegated');
    expect(told).toEqual([]);
    expect(run.state).toBe('succeeded');
    expect(run.calls['subscriptions.get']).toBe(rows.length);
    expect(wordsOf(await rowsOf(store))).toEqual(fleetRows(fleet.expected));
  });

  test('at the baseline gives rows that come later as new, once', async () => {
    const fleet = fleetWorld({ subscriptions: 20, seed: 5 });
    const { cloud, next, store } = await startDays(
      { onTestFinished },
      { cloud: { world: fleet.world, pageSize: 10 } },
    );
    cloud.addFault({ kind: 'lose-page', operation: 'subscriptions.list', times: 1 });
    await next();
    const first = await rowsOf(store);

    const { told } = await next();
    const quiet = await next();

    const late = [...fleetRows(fleet.expected).keys()].filter(
      (id) => !first.some((row) => row.subscriptionId === id),
    );
    expect(late.length).toBeGreaterThan(0);
    expect(told.filter((line) => line.startsWith('delegation.added'))).not.toEqual([]);
    expect(told.filter((line) => line.includes('lost'))).toEqual([]);
    expect(quiet.told).toEqual([]);
    expect(wordsOf(await rowsOf(store))).toEqual(fleetRows(fleet.expected));
  });
});

describe('one that the listing does not show any more', () => {
  test('and that is there by its id is scanned now', async () => {
    const { cloud, next, service } = await startDays({ onTestFinished });
    await next();
    const hidden = subscriptionOf(cloud.world, 1);
    Object.assign(hidden, { visible: false, readable: true, whenHidden: 'found' });

    const { told } = await next();

    expect(told).toEqual([]);
    expect(await service.readSubscription('default', demoSubscriptionId(1))).toMatchObject({
      recognition: 'pec',
    });
  });

  test.each([
    ['503 for an hour', { kind: 'status', status: 503, retryAfter: 3600 }],
    ['a 401 of another kind', { kind: 'status', status: 401, code: 'AuthenticationFailed' }],
    ['400', { kind: 'status', status: 400 }],
    ['a reset', { kind: 'reset' }],
  ] as const)('and whose answer is %s is unknown, and lost only when it is proven', async (_, fault) => {
    const { cloud, next, service } = await startDays({ onTestFinished });
    await next();
    subscriptionOf(cloud.world, 1).offers = [];
    cloud.addFault({ ...fault, operation: 'subscriptions.get' });

    const unproven = await next();
    const row = await service.readSubscription('default', demoSubscriptionId(1));
    cloud.clearFaults();
    const proven = await next();

    expect(unproven).toMatchObject({ run: { state: 'partial' }, told: [] });
    expect(row).toMatchObject({ recognition: 'unknown', findings: [{ code: 'read-failed' }] });
    expect(proven.told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
  });

  test('and is back before anybody could prove anything was never away', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    await next();
    const blinking = subscriptionOf(cloud.world, 1);
    const { offers } = blinking;
    blinking.offers = [];
    cloud.addFault({ kind: 'status', status: 400, operation: 'subscriptions.get' });
    const away = await next();
    blinking.offers = offers;

    expect([away.told, (await next()).told]).toEqual([[], []]);
  });
});

test('the 401 of a lost tenant on reading a listed one is only read-failed', async () => {
  const { cloud, next, service } = await startDays({ onTestFinished });
  await next();
  cloud.addFault({
    kind: 'status',
    status: 401,
    code: 'InvalidAuthenticationTokenTenant',
    operation: 'registrationAssignments',
    match: demoSubscriptionId(1),
  });

  const { told } = await next();

  expect(told).toEqual([]);
  expect(await service.readSubscription('default', demoSubscriptionId(1))).toMatchObject({
    recognition: 'unknown',
    findings: [{ code: 'read-failed' }],
  });
});

test('a listing that breaks on its second page fails the run: half of it is not taken for the whole', async () => {
  const fleet = fleetWorld({ subscriptions: 30 });
  const { cloud, next, store } = await startDays(
    { onTestFinished },
    { cloud: { world: fleet.world, pageSize: 10 } },
  );
  await next();
  const before = await rowsOf(store);
  cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list', skip: 1 });

  const { run } = await next();

  expect(run).toMatchObject({ state: 'failed', findings: [{ code: 'listing-failed' }] });
  expect(run.calls).not.toHaveProperty('registrationAssignments.list');
  expect(await rowsOf(store)).toEqual(before);
});

test('a run whose time is up ends at once; what it did not come to is unknown, and nothing is lost', async () => {
  const { cloud, next, store } = await startDays({ onTestFinished }, { settings: { SCAN_CONCURRENCY: '1' } });
  await next();
  cloud.addFault({ kind: 'delay', ms: 60_000, operation: 'registrationAssignments', skip: 3 });
  const startedAt = performance.now();

  const { run, told } = await next({ budgetMs: 1000 });

  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(told).toEqual([]);
  expect(run).toMatchObject({ state: 'partial', totals: { 'pec-partial': 1, unknown: 12 } });
  expect((await rowsOf(store)).filter((row) => row.findings.some(({ code }) => code === 'removed'))).toEqual(
    [],
  );
  cloud.clearFaults();
  expect((await next()).told).toEqual([]);
});
