// The read routes, field by field: the shapes of contract §8, and what they say agrees with the world.
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { countWords, demoRows, wordsOf } from '../harness/oracle.ts';
import {
  runShape,
  runsShape,
  statusShape,
  subscriptionShape,
  subscriptionsShape,
} from '../harness/shapes.ts';

test('status before the first run shows the identity, nothing counted and nothing stale', async (t) => {
  const { call } = await serveKeeper(t);

  const answer = await call('/api/status');

  expect(answer.status).toBe(200);
  expect(statusShape.parse(answer.json).identities).toMatchObject([
    {
      name: 'default',
      tenantId: DEMO_IDENTITY.tenantId,
      clientId: DEMO_IDENTITY.clientId,
      principalId: null,
      link: { state: 'unreadable', wantedPartnerId: DEMO_IDENTITY.partnerId },
      totals: { pec: 0, 'pec-partial': 0, 'pal-only': 0, none: 0, unknown: 0, notDelegated: 0 },
      lastRun: null,
      stale: false,
    },
  ]);
});

test('status after a run agrees with the world and with the run', async (t) => {
  const { call, post } = await serveKeeper(t);
  const run = onlyRun(await post('/api/reconciliations'));

  const answer = await call('/api/status');

  const [identity] = statusShape.parse(answer.json).identities;
  expect(identity).toMatchObject({
    principalId: DEMO_IDENTITY.objectId,
    link: { state: 'right', partnerId: DEMO_IDENTITY.partnerId, version: 1 },
    totals: countWords(demoRows().values(), 1),
    lastRun: { id: run.id, state: run.state, startedAt: run.startedAt, endedAt: run.endedAt },
  });
  expect(identity?.link.conditions).toMatchObject([{ type: 'Linked', status: 'True' }]);
});

test('a run tells its link, its totals and every call that it sent', async (t) => {
  const { cloud, post } = await serveKeeper(t);

  const run = onlyRun(await post('/api/reconciliations'));

  expect(run).toMatchObject({
    identity: 'default',
    trigger: 'http',
    dryRun: false,
    state: 'partial',
    link: { before: { state: 'none' }, action: 'created', after: { state: 'right' } },
    totals: countWords(demoRows().values(), 1),
    events: 1,
    findings: [],
  });
  expect(run.calls).toEqual(armCalls(cloud.calls()));
});

test('every row is what the world says, and /subscriptions/{id} is the same row', async (t) => {
  const { call, post } = await serveKeeper(t);
  await post('/api/reconciliations');

  const { value: rows } = subscriptionsShape.parse((await call('/api/subscriptions')).json);
  const alone = await Promise.all(
    rows.map(async ({ subscriptionId }) => (await call(`/api/subscriptions/${subscriptionId}`)).json),
  );

  expect(wordsOf(rows)).toEqual(demoRows());
  expect(alone.map((row) => subscriptionShape.parse(row))).toEqual(rows);
});

test('a row says why: findings with a fix, conditions, the roles of each scope', async (t) => {
  const { call, post } = await serveKeeper(t);
  await post('/api/reconciliations');

  const groups = await row(call, 3);
  const pec = await row(call, 1);

  expect(pec).toMatchObject({ recognition: 'pec', findings: [] });
  expect(pec.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
    'Linked True',
    'Delegated True',
    'RoleEligible True',
    'WholeSubscription True',
    'Observed True',
  ]);
  expect([pec.identity, groups.identity]).toEqual(['default', 'default']);
  expect(groups.scopes.map(({ kind }) => kind)).toEqual(['resourceGroup', 'resourceGroup']);
  expect(groups.findings.map(({ code, scope }) => `${code} ${scope}`).toSorted()).toEqual(
    groups.scopes.flatMap(({ id, findings }) => findings.map(({ code }) => `${code} ${id}`)).toSorted(),
  );
});

test('a subscription is found whatever the case of its id', async (t) => {
  const { call, post } = await serveKeeper(t);
  await post('/api/reconciliations');

  const answer = await call(`/api/subscriptions/${demoSubscriptionId(1).toUpperCase()}`);

  expect(answer.json).toMatchObject({ subscriptionId: demoSubscriptionId(1) });
});

test.each([
  ['never seen', '00000000-0000-4000-8000-000000000000'],
  ['visible but not delegated', demoSubscriptionId(15)],
  ['of the own tenant', demoSubscriptionId(16)],
])('a subscription that is %s is 404', async (_, id) => {
  const { call, post } = await serveKeeper({ onTestFinished });
  await post('/api/reconciliations');

  expectProblem(await call(`/api/subscriptions/${id}`), 404, 'subscription-not-found');
});

test('an id that is no GUID is 400 and named, by the handler and not by the route', async (t) => {
  const { call } = await serveKeeper(t);

  for (const id of ['x', '1', `${demoSubscriptionId(1)}0`, 'a%20b', '%7B%7D'])
    expect(namesOf(expectProblem(await call(`/api/subscriptions/${id}`), 400, 'invalid-request'))).toEqual([
      'id',
    ]);
});

test('runs are listed newest first, and each is found by its id', async (t) => {
  const { call, post } = await serveKeeper(t);
  const first = onlyRun(await post('/api/reconciliations'));
  const second = onlyRun(await post('/api/reconciliations'));
  const third = onlyRun(await post('/api/reconciliations?dryRun=true'));

  const { value: runs } = runsShape.parse((await call('/api/reconciliations')).json);
  const alone = await call(`/api/reconciliations/${second.id}`);

  expect(runs).toEqual([third, second, first]);
  expect(runShape.parse(alone.json)).toEqual(second);
});

test('a run that is not kept is 404, an id that is too long is 400', async (t) => {
  const { call } = await serveKeeper(t);

  expectProblem(
    await call('/api/reconciliations/20240101T000000Z-00000000'),
    404,
    'reconciliation-not-found',
  );
  expectProblem(await call('/api/reconciliations/..%2f..%2fetc'), 404, 'reconciliation-not-found');
  const long = expectProblem(await call(`/api/reconciliations/${'x'.repeat(65)}`), 400, 'invalid-request');
  expect(namesOf(long)).toEqual(['id']);
});

test('health tells nothing but that it lives', async (t) => {
  const { call } = await serveKeeper(t);

  expect(await call('/api/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
});

function onlyRun(answer: { status: number; json: unknown }) {
  expect(answer.status).toBe(200);
  const { value } = runsShape.parse(answer.json);
  expect(value).toHaveLength(1);
  return runShape.parse(value[0]);
}

async function row(call: Served['call'], n: number) {
  return subscriptionShape.parse((await call(`/api/subscriptions/${demoSubscriptionId(n)}`)).json);
}

function armCalls(calls: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(calls).filter(([operation]) => !operation.startsWith('entra.')));
}
