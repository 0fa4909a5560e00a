// The listing of subscriptions: its recorded shape, its pages, and who sees what.
import { expect, test } from 'vitest';
import type { Assumptions } from '../../local/cloud/assumptions.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { Subscription } from '../../local/cloud/world.ts';
import { DEMO_IDENTITY, DEMO_PLATFORM_TENANT } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId, demoTenantId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { cloudForTest, send, tokenOf, values, textOf } from './client.ts';

const LIST = '/subscriptions?api-version=2022-12-01';

test('the list has the recorded properties in the recorded order', async () => {
  const cloud = await cloudForTest();

  const answer = await send(cloud, LIST, { token: await tokenOf(cloud) });

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(Object.keys(answer.json)).toEqual(['value', 'count']);
  expect(answer.json['count']).toEqual({ type: 'Total', value: 16 });
  expect(JSON.stringify(values(answer)[14])).toBe(
    JSON.stringify({
      id: `/subscriptions/${demoSubscriptionId(15)}`,
      authorizationSource: 'RoleBased',
      managedByTenants: [{ tenantId: DEMO_PLATFORM_TENANT }, { tenantId: DEMO_IDENTITY.tenantId }],
      subscriptionId: demoSubscriptionId(15),
      tenantId: demoTenantId(13),
      displayName: 'Tidenhub lakehouse',
      state: 'Enabled',
      subscriptionPolicies: {
        locationPlacementId: 'Public_2014-09-01',
        quotaId: 'PayAsYouGo_2014-09-01',
        spendingLimit: 'Off',
      },
    }),
  );
});

test('pages are joined by absolute links with an encoded $skiptoken and lose nothing', async () => {
  const cloud = await cloudForTest({ pageSize: 5 });
  const token = await tokenOf(cloud);

  const pages = await allPages(cloud, token);

  expect(pages.map((page) => page.ids.length)).toEqual([5, 5, 5, 1]);
  expect(pages[0]?.nextLink).toMatch(
    /^https:\/\/management\.azure\.com\/subscriptions\?api-version=2022-12-01&%24skiptoken=[\w-]+$/,
  );
  expect(pages.at(-1)?.nextLink).toBeUndefined();
  expect(new Set(pages.flatMap((page) => page.ids)).size).toBe(16);
});

test('a subscription that goes between two pages takes no other one with it', async () => {
  const cloud = await cloudForTest({ pageSize: 4 });
  const token = await tokenOf(cloud);
  const first = await send(cloud, LIST, { token });

  cloud.world.customers.shift();
  const rest = await allPages(cloud, token, textOf(first.json['nextLink']));

  const ids = [...values(first).map((each) => textOf(each['subscriptionId'])), ...rest.flatMap((p) => p.ids)];
  expect(new Set(ids).size).toBe(16);
});

test('a made-up skip token is 400', async () => {
  const cloud = await cloudForTest();

  const answer = await send(cloud, `${LIST}&%24skiptoken=nonsense`, { token: await tokenOf(cloud) });

  expect([answer.status, code(answer.json)]).toEqual([400, 'InvalidSkipToken']);
});

test('a nextLink names the host that was asked', async () => {
  const cloud = await cloudForTest({ pageSize: 5 });
  const host = 'management.usgovcloudapi.net';
  const token = await tokenOf(cloud, `https://${host}`);

  const answer = await send(cloud, LIST, { host, token });

  expect(textOf(answer.json['nextLink'])).toMatch(
    /^https:\/\/management\.usgovcloudapi\.net\/subscriptions\?/,
  );
});

test.each<[string, Partial<Subscription>, boolean]>([
  ['a role of a succeeded delegation', {}, true],
  ['no offer', { offers: [] }, false],
  ['no offer, but set visible', { offers: [], visible: true }, true],
  ['a role, but set invisible', { visible: false }, false],
])('with %s a subscription is listed: %o %s', async (_, change, listed) => {
  const cloud = await cloudForTest();
  Object.assign(subscription(cloud, 1), change);

  const pages = await allPages(cloud, await tokenOf(cloud));

  expect(pages.flatMap((page) => page.ids).includes(demoSubscriptionId(1))).toBe(listed);
});

test.each<[keyof Assumptions, number, boolean, boolean]>([
  ['groupOnlyListed', 3, true, false],
  ['groupOnlyListed', 4, true, true],
  ['pendingDelegationListed', 13, false, true],
])('%s decides whether subscription %i is listed', async (field, n, byDefault, switched) => {
  const seen: boolean[] = [];
  for (const value of [undefined, field === 'pendingDelegationListed']) {
    const cloud = await cloudForTest(value === undefined ? {} : { assumptions: { [field]: value } });
    delete subscription(cloud, n).visible;
    const pages = await allPages(cloud, await tokenOf(cloud));
    seen.push(pages.flatMap((page) => page.ids).includes(demoSubscriptionId(n)));
  }

  expect(seen).toEqual([byDefault, switched]);
});

test('what a customer of the own tenant has is listed only where it is set visible', async () => {
  const world = demoWorld();
  const own = world.customers.at(-1)?.subscriptions[0];
  delete own?.visible;
  const cloud = await cloudForTest({ world });

  const pages = await allPages(cloud, await tokenOf(cloud));

  expect(pages.flatMap((page) => page.ids)).not.toContain(demoSubscriptionId(16));
});

test('groupOnlyManagedByTenants, authorizationSource and subscriptionsCount change the list', async () => {
  const assumptions = {
    groupOnlyManagedByTenants: false,
    authorizationSource: 'Legacy',
    subscriptionsCount: 'page',
  } as const;
  const cloud = await cloudForTest({ assumptions, pageSize: 3 });

  const answer = await send(cloud, LIST, { token: await tokenOf(cloud) });

  expect(values(answer).map((each) => each['authorizationSource'])).toEqual(['Legacy', 'Legacy', 'Legacy']);
  expect(values(answer)[2]?.['managedByTenants']).toEqual([]);
  expect(answer.json['count']).toEqual({ type: 'Total', value: 3 });
});

test('one subscription is read by its id, in any case of the path', async () => {
  const cloud = await cloudForTest();
  const path = `/SUBSCRIPTIONS/${demoSubscriptionId(1).toUpperCase()}?API-VERSION=2022-12-01`;

  const answer = await send(cloud, path, { token: await tokenOf(cloud) });

  expect([answer.status, answer.json['subscriptionId']]).toEqual([200, demoSubscriptionId(1)]);
});

test.each([
  ['wrong-tenant', 401, 'InvalidAuthenticationTokenTenant'],
  ['forbidden', 403, 'AuthorizationFailed'],
  ['not-found', 404, 'SubscriptionNotFound'],
  ['found', 200, undefined],
] as const)('a hidden subscription answers as whenHidden %s: %i', async (whenHidden, status, expected) => {
  const cloud = await cloudForTest({ assumptions: { hiddenSubscription: 'not-found' } });
  Object.assign(subscription(cloud, 1), { visible: false, whenHidden });

  const answer = await get(cloud, demoSubscriptionId(1));

  expect([answer.status, code(answer.json)]).toEqual([status, expected]);
});

test('hiddenSubscription holds where the subscription does not say', async () => {
  const cloud = await cloudForTest({ assumptions: { hiddenSubscription: 'forbidden' } });
  subscription(cloud, 1).visible = false;

  const answer = await get(cloud, demoSubscriptionId(1));

  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-ms-failure-cause')).toBe('gateway');
});

test('an id that no subscription has is as subscriptionNotFound says', async () => {
  const error = { status: 410, code: 'Gone', message: 'no {subscriptionId}' };
  const cloud = await cloudForTest({ assumptions: { subscriptionNotFound: error } });

  const answer = await get(cloud, demoSubscriptionId(77));

  expect(answer.status).toBe(410);
  expect(answer.json['error']).toEqual({ code: 'Gone', message: `no ${demoSubscriptionId(77)}` });
});

test('a subscription that was added while the cloud runs is found by its id', async () => {
  const cloud = await cloudForTest();
  const added = { ...subscription(cloud, 1), subscriptionId: demoSubscriptionId(50) };
  await get(cloud, demoSubscriptionId(1));

  cloud.world.customers[0]?.subscriptions.splice(0, 1, added);

  expect((await get(cloud, demoSubscriptionId(50))).status).toBe(200);
  expect((await get(cloud, demoSubscriptionId(1))).status).toBe(404);
});

async function get(cloud: Cloud, id: string) {
  return send(cloud, `/subscriptions/${id}?api-version=2022-12-01`, { token: await tokenOf(cloud) });
}

async function allPages(cloud: Cloud, token: string, from = `https://management.azure.com${LIST}`) {
  const pages: { ids: string[]; nextLink: string | undefined }[] = [];
  for (let link: string | undefined = from; link !== undefined; link = pages.at(-1)?.nextLink) {
    const url = new URL(link);
    const answer = await send(cloud, `${url.pathname}${url.search}`, { token });
    const ids = values(answer).map((each) => textOf(each['subscriptionId']));
    const nextLink = answer.json['nextLink'];
    pages.push({ ids, nextLink: nextLink === undefined ? undefined : textOf(nextLink) });
  }
  return pages;
}

function subscription(cloud: Cloud, n: number): Subscription {
  const all = cloud.world.customers.flatMap((customer) => customer.subscriptions);
  const found = all.find((each) => each.subscriptionId === demoSubscriptionId(n));
  if (found === undefined) throw new Error(`The demo has no subscription ${n}.`);
  return found;
}

function code(json: Record<string, unknown>): unknown {
  return (json['error'] as { code?: unknown } | undefined)?.code;
}
