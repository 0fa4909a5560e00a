// The control routes: what a person or another process can see and change in a running cloud.
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import {
  DEMO_FOREIGN_TENANT,
  DEMO_IDENTITY,
  DEMO_OPERATORS_GROUP,
  DEMO_TECHNICIAN,
} from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { READER } from '../../local/cloud/worlds/role-ids.ts';
import { cloudForTest, send, tokenOf } from './client.ts';

const LIST = '/subscriptions?api-version=2022-12-01';
const OURS = DEMO_IDENTITY.partnerId;

test('calls are shown and counted from zero; control itself is not counted', async () => {
  const cloud = await cloudForTest();
  await tokenOf(cloud);

  const before = await control(cloud, 'GET', 'calls');
  const reset = await control(cloud, 'DELETE', 'calls');
  const after = await control(cloud, 'GET', 'calls');

  expect([before.json, reset.status, after.json]).toEqual([{ 'entra.token': 1 }, 204, {}]);
});

test('faults are added, shown with their hits, and ended', async () => {
  const cloud = await cloudForTest();
  const fault = { kind: 'status', status: 500, operation: 'subscriptions' };

  const added = await control(cloud, 'POST', 'faults', fault);
  const hit = await send(cloud, LIST);
  const listed = await control(cloud, 'GET', 'faults');
  const ended = await control(cloud, 'DELETE', 'faults');

  expect([added.status, added.json, hit.status]).toEqual([201, fault, 500]);
  expect(listed.json).toEqual({ value: [{ ...fault, hits: 1 }] });
  expect([ended.status, (await send(cloud, LIST)).status]).toEqual([204, 401]);
});

test('the world is summed up, without secrets', async () => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.principals[0] ?? {}, { secret: 'do not tell' });

  const answer = await control(cloud, 'GET', 'world');

  expect(answer.json).toMatchObject({
    provider: { tenantId: DEMO_IDENTITY.tenantId, name: 'Nordlicht IT' },
    customers: 14,
    subscriptions: 16,
  });
  expect(answer.text).not.toContain('do not tell');
});

test('the link is changed as another actor would, and the history tells', async () => {
  const cloud = await cloudForTest();

  const none = await control(cloud, 'GET', 'link');
  const linked = await control(cloud, 'PUT', 'link', { partnerId: OURS });
  await control(cloud, 'DELETE', 'link');
  const history = await control(cloud, 'GET', 'link-history');

  expect(none.text).toBe('null');
  expect(linked.json).toMatchObject({ partnerId: OURS, state: 'Active', version: 1 });
  expect((history.json['value'] as unknown as { partnerId: string }[]).map((each) => each.partnerId)).toEqual(
    [null, OURS, null],
  );
});

test('the link of another principal is named by its object id', async () => {
  const cloud = await cloudForTest();

  await control(cloud, 'PUT', `link?objectId=${DEMO_TECHNICIAN}`, { partnerId: OURS });

  expect(cloud.world.links.map((link) => link.objectId)).toEqual([DEMO_TECHNICIAN]);
});

test("the provider's delegations are taken away and brought back; others stay", async () => {
  const cloud = await cloudForTest();
  const tenants = () => subscription(cloud, 2)?.offers.map((offer) => offer.managedByTenantId);

  const early = await change(cloud, 2, { delegations: 'restored' });
  await change(cloud, 2, { delegations: 'removed' });
  await change(cloud, 2, { delegations: 'removed' });
  const removed = tenants();
  const hidden = await send(cloud, `/subscriptions/${demoSubscriptionId(2)}?api-version=2022-12-01`, {
    token: await tokenOf(cloud),
  });
  await change(cloud, 2, { delegations: 'restored' });

  expect(early.status).toBe(409);
  expect(removed).toEqual([DEMO_FOREIGN_TENANT]);
  expect(hidden.status).toBe(401);
  expect(tenants()).toEqual([DEMO_IDENTITY.tenantId, DEMO_FOREIGN_TENANT]);
});

test("roles replace one principal's and leave the others'", async () => {
  const cloud = await cloudForTest();
  await change(cloud, 10, { roles: [READER] });
  await change(cloud, 1, { roles: [] });

  expect(subscription(cloud, 10)?.offers[0]?.authorizations.map((each) => each.principalId)).toEqual([
    DEMO_OPERATORS_GROUP,
    DEMO_IDENTITY.objectId,
  ]);
  expect(subscription(cloud, 1)?.offers[0]?.authorizations).toEqual([]);
});

test('states, names and visibility are set, and null gives visibility back to the roles', async () => {
  const cloud = await cloudForTest();

  const changed = await change(cloud, 1, {
    provisioningState: 'Failed',
    state: 'Disabled',
    displayName: 'New name',
    visible: true,
    readable: false,
    whenHidden: 'forbidden',
  });
  const set = { ...subscription(cloud, 1) };
  await change(cloud, 1, { visible: null, readable: null });

  expect(changed.status).toBe(200);
  expect(set).toMatchObject({ state: 'Disabled', displayName: 'New name', visible: true, readable: false });
  expect(set.offers?.[0]?.assignments[0]?.provisioningState).toBe('Failed');
  expect(subscription(cloud, 1)).not.toHaveProperty('visible');
  expect(subscription(cloud, 1)).not.toHaveProperty('readable');
});

test.each([
  ['POST', 'faults', { kind: 'status', status: 'x' }, 'status'],
  ['POST', 'faults', { kind: 'none' }, 'kind'],
  ['POST', 'faults', { kind: 'reset', often: 1 }, 'often'],
  ['PUT', 'link', { partnerId: 4 }, 'partnerId'],
  ['PATCH', `subscriptions/${demoSubscriptionId(1)}`, { roles: [1] }, 'roles.0'],
  ['PATCH', `subscriptions/${demoSubscriptionId(1)}`, { provisioning: 'Failed' }, 'provisioning'],
])('%s %s with %o is 400 and names %s', async (method, path, body, field) => {
  const cloud = await cloudForTest();

  const answer = await control(cloud, method, path, body);

  expect(answer.status).toBe(400);
  expect(answer.json['error']?.['message']).toContain(field);
});

test('a body that is not JSON is 400, an unknown subscription 404, an unknown route 501', async () => {
  const cloud = await cloudForTest();

  const text = await send(cloud, '/_cloud/link', { host: '', method: 'PUT', body: '{' });
  const missing = await change(cloud, 77, {});
  const route = await control(cloud, 'GET', 'nothing');

  expect([text.status, missing.status, route.status]).toEqual([400, 404, 501]);
});

async function control(cloud: Cloud, method: string, path: string, body?: unknown) {
  const options = { host: '', method };
  return send(
    cloud,
    `/_cloud/${path}`,
    body === undefined ? options : { ...options, body: JSON.stringify(body) },
  );
}

async function change(cloud: Cloud, n: number, body: unknown) {
  return control(cloud, 'PATCH', `subscriptions/${demoSubscriptionId(n)}`, body);
}

function subscription(cloud: Cloud, n: number) {
  return cloud.world.customers
    .flatMap((customer) => customer.subscriptions)
    .find((each) => each.subscriptionId === demoSubscriptionId(n));
}
