// The filters of the lists: each narrows as the contract says, alone and together.
import { beforeAll, expect, test } from 'vitest';
import { demoSubscriptionId, demoTenantId } from '../../local/cloud/worlds/demo-ids.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { runsShape, subscriptionsShape, type SubscriptionJson } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let served: Served;
let all: SubscriptionJson[];

beforeAll(async () => {
  served = await serveKeeper(file);
  await served.post('/api/reconciliations');
  await served.post('/api/reconciliations?dryRun=true');
  all = await list('');
});

test('without a filter every row is there, in a stable order', async () => {
  const again = await list('');

  expect(all).toHaveLength(14);
  expect(again).toEqual(all);
});

test.each(['pec', 'pec-partial', 'pal-only', 'none', 'unknown'])('recognition=%s', async (recognition) => {
  const rows = await list(`?recognition=${recognition}`);

  expect(rows).toEqual(all.filter((row) => row.recognition === recognition));
  expect(rows).not.toEqual([]);
});

test('tenantId, in any case', async () => {
  const rows = await list(`?tenantId=${demoTenantId(3).toUpperCase()}`);

  expect(rows.map((row) => row.subscriptionId)).toEqual([demoSubscriptionId(3), demoSubscriptionId(4)]);
});

test('a tenant of which nothing is known has no rows', async () => {
  expect(await list('?tenantId=00000000-0000-0000-0000-000000000000')).toEqual([]);
});

test.each([
  ['resource-group-only', [3]],
  // Only a scope of subscription 3 says it.
  ['role-not-eligible', [3, 5]],
  ['read-failed', [14]],
  ['duplicate-offer-risk', [4]],
  ['subscription-not-enabled', [9, 12]],
  ['removed', []],
])('finding=%s looks at rows and their scopes', async (finding, numbers) => {
  const rows = await list(`?finding=${finding}`);

  expect(rows.map((row) => row.subscriptionId)).toEqual(numbers.map(demoSubscriptionId));
});

test('filters are joined by and', async () => {
  const rows = await list(`?finding=role-not-eligible&recognition=pal-only&tenantId=${demoTenantId(4)}`);

  expect(rows.map((row) => row.subscriptionId)).toEqual([demoSubscriptionId(5)]);
  expect(await list('?finding=role-not-eligible&recognition=pec')).toEqual([]);
});

test('identity=default is the only one there is; another is 400', async () => {
  expect(await list('?identity=default')).toEqual(all);
  for (const path of ['subscriptions', 'reconciliations', `subscriptions/${demoSubscriptionId(1)}`])
    for (const name of ['other', 'Default', ''])
      expect(
        namesOf(expectProblem(await served.call(`/api/${path}?identity=${name}`), 400, 'invalid-request')),
      ).toEqual(['identity']);
});

test('runs of the identity', async () => {
  const answer = await served.call('/api/reconciliations?identity=default');

  expect(runsShape.parse(answer.json).value.map((run) => run.dryRun)).toEqual([true, false]);
});

async function list(query: string): Promise<SubscriptionJson[]> {
  const answer = await served.call(`/api/subscriptions${query}`);
  expect(answer.status).toBe(200);
  return subscriptionsShape.parse(answer.json).value;
}
