// What is told of runs: when they begin to fail, when they come through again; and the principal that must stay the same.
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { startDays } from '../harness/days.ts';
import { createServiceFor } from '../harness/keeper.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';

const LISTING_DOWN = { kind: 'status', status: 403, operation: 'subscriptions.list' } as const;
const ONE_UNREAD = {
  kind: 'status',
  status: 403,
  operation: 'registrationAssignments',
  match: '0001',
} as const;
const ANEW = 'b0b1ec70-64f3-4a8d-a217-86c90e5d1002';

test('failing is told once, recovered once; a partial run is neither', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  // Nothing of the demo may be unreadable here, or no run would be whole.
  cloud.world.customers = cloud.world.customers.filter(({ name }) => name !== 'Uferstein Savings');
  const told: [state: string, told: string[]][] = [];
  const pass = async () => {
    const { run, told: lines } = await next();
    told.push([run.state, lines]);
  };

  await pass();
  cloud.addFault(LISTING_DOWN);
  await pass();
  await pass();
  cloud.clearFaults();
  cloud.addFault(ONE_UNREAD);
  await pass();
  cloud.clearFaults();
  cloud.addFault(LISTING_DOWN);
  await pass();
  cloud.clearFaults();
  await pass();
  await pass();

  expect(told).toEqual([
    ['succeeded', ['link.created']],
    ['failed', ['run.failing']],
    ['failed', []],
    ['partial', []],
    ['failed', []],
    ['succeeded', ['run.recovered']],
    ['succeeded', []],
  ]);
});

test('before the baseline a failed run tells nothing, and the first that comes through is the baseline', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  cloud.addFault(LISTING_DOWN);
  const failed = await next();
  cloud.clearFaults();
  const baseline = await next();

  // The link was written, and so told, by the run whose listing failed.
  expect(failed).toMatchObject({ run: { state: 'failed' }, told: ['link.created'] });
  expect(baseline.told).toEqual([]);
});

test('a failed run keeps the rows, their times and the totals', async () => {
  const { cloud, next, store, service } = await startDays({ onTestFinished });
  const first = await next();
  const rows = await rowsOf(store);
  const views = await service.listSubscriptions({ identities: ['default'], top: 1000 });
  cloud.addFault(LISTING_DOWN);

  const { run } = await next();

  expect(run).toMatchObject({ state: 'failed', totals: first.run.totals });
  expect(await rowsOf(store)).toEqual(rows);
  expect(await service.listSubscriptions({ identities: ['default'], top: 1000 })).toEqual(views);
});

test('another principal: the run fails, nothing is written, and PRINCIPAL_ID accepts it', async () => {
  const { cloud, next, store, environment, clock } = await startDays({ onTestFinished });
  await next();
  const rows = await rowsOf(store);
  const links = cloud.linkHistory();
  const [principal] = cloud.world.principals;
  if (principal !== undefined) principal.objectId = ANEW;
  cloud.resetCalls();

  const refused = await next();
  const again = await next();
  const kept = await rowsOf(store);
  const anew = { ...environment, PRINCIPAL_ID: ANEW };
  const service = createServiceFor(anew, { clock, store, logger: silent });
  const accepted = await runOnce(service);

  expect(refused.told).toEqual(['run.failing']);
  expect(again.told).toEqual([]);
  expect(refused.run).toMatchObject({
    state: 'failed',
    calls: {},
    findings: [{ code: 'link-principal-mismatch' }],
  });
  expect(refused.run.findings[0]?.fix).toContain(`PRINCIPAL_ID (in IDENTITIES principalId) to ${ANEW}`);
  expect(kept).toEqual(rows);
  expect(cloud.linkHistory().slice(0, links.length)).toEqual(links);
  expect(accepted).toMatchObject({ link: { before: { state: 'none' }, action: 'created' } });
  expect((await service.status())?.identities[0]?.principalId).toBe(ANEW);
});

test('PRINCIPAL_ID that the token does not carry fails the very first run before anything is asked', async () => {
  const { cloud, next } = await startDays({ onTestFinished }, { settings: { PRINCIPAL_ID: ANEW } });

  const { run } = await next();

  expect(run).toMatchObject({ state: 'failed', findings: [{ code: 'link-principal-mismatch' }] });
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
  expect(cloud.linkHistory()).toHaveLength(1);
});

test('each event has its own id, and the same history makes the same ids', async () => {
  const { cloud, next, store } = await startDays({ onTestFinished });
  await next();
  for (const partnerId of [null, '4343434', DEMO_IDENTITY.partnerId]) {
    cloud.setLink(partnerId);
    await next();
  }

  const events = await eventsOf(store);

  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(tellings(events).filter((line) => line.startsWith('link'))).toEqual([
    'link.created',
    'link.healed',
    'link.healed',
    'link.held',
    'link.lost',
    'link.lost',
  ]);
});

const silent = { info: () => undefined, error: () => undefined };
