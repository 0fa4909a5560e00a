// The worlds hold what they say: true recognitions by a second reckoning, real roles, plausible ids, exact shares.
import { expect, test } from 'vitest';
import { SubscriptionIndex } from '../../local/cloud/subscription-index.ts';
import type { World } from '../../local/cloud/world.ts';
import { DEMO_EXTRA_ROLE, DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoExpected, demoWorld } from '../../local/cloud/worlds/demo.ts';
import { FLEET_SHARES } from '../../local/cloud/worlds/fleet-stories.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import {
  PROVIDERS,
  providersExpected,
  providersWorld,
  type ProviderName,
} from '../../local/cloud/worlds/providers.ts';
import {
  LOG_ANALYTICS_CONTRIBUTOR,
  TAG_CONTRIBUTOR,
  REGISTRATION_ASSIGNMENT_DELETE,
} from '../../local/cloud/worlds/role-ids.ts';
import otherRoles from '../../src/domain/data/other-builtin-roles.json' with { type: 'json' };
import pecRoles from '../../src/domain/data/pec-roles.json' with { type: 'json' };
import { cloudForTest, send, textOf, tokenOf, values } from './client.ts';
import { trueRecognition } from './oracle.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("the demo's expectations agree with the rules of recognition", () => {
  const world = demoWorld();
  const reckoned = Object.fromEntries(
    all(world).map((each) => [each.subscriptionId, trueRecognition(each, DEMO_IDENTITY)]),
  );

  // What cannot be read would earn; what is the provider's own is not delegated.
  const underneath = new Map<string, string>([
    ['unreadable', 'pec'],
    ['own-tenant', 'not-delegated'],
  ]);
  const expected = [...demoExpected].map(([id, word]) => [id, underneath.get(word) ?? word]);
  expect(reckoned).toEqual(Object.fromEntries(expected));
  expect(new Set(demoExpected.values())).toEqual(
    new Set([
      'pec',
      'pec-partial',
      'pal-only',
      'none',
      'unknown',
      'unreadable',
      'not-delegated',
      'own-tenant',
    ]),
  );
});

test('the demo lists every subscription that it has expectations of, and only one cannot be read', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);

  const listed = await send(cloud, '/subscriptions?api-version=2022-12-01', { token });
  const ids = values(listed).map((each) => textOf(each['subscriptionId']));
  const unreadable: string[] = [];
  for (const id of ids) {
    const path = `/subscriptions/${id}/providers/Microsoft.ManagedServices/registrationAssignments`;
    const answer = await send(cloud, `${path}?api-version=2022-10-01`, { token });
    if (answer.status === 403) unreadable.push(id);
  }

  expect(ids).toEqual([...demoExpected.keys()]);
  expect(unreadable).toEqual(ids.filter((id) => demoExpected.get(id) === 'unreadable'));
});

test("the demo's special roles stand where their stories need them", () => {
  const listed = new Map(pecRoles.roles.map((role) => [role.roleDefinitionId, role]));
  const others = new Set(otherRoles.roles.map((role) => role.roleDefinitionId));

  expect(listed.get(LOG_ANALYTICS_CONTRIBUTOR)).toMatchObject({
    pecEligible: true,
    lighthouse: 'not-supported',
  });
  expect([listed.has(TAG_CONTRIBUTOR), others.has(TAG_CONTRIBUTOR)]).toEqual([false, true]);
  expect(others.has(REGISTRATION_ASSIGNMENT_DELETE)).toBe(true);
  expect([listed.has(DEMO_EXTRA_ROLE), others.has(DEMO_EXTRA_ROLE)]).toEqual([false, false]);
});

test.each([
  ['demo', demoWorld()],
  ['fleet', fleetWorld({ subscriptions: 300 }).world],
  ['providers', providersWorld()],
])('every id of the %s is a GUID and stands for one thing', (_, world) => {
  const ids = [
    ...world.customers.map((customer) => customer.tenantId).filter((id) => id !== world.provider.tenantId),
    world.provider.tenantId,
    ...world.principals.flatMap((principal) => [principal.clientId, principal.objectId]),
    ...all(world).flatMap((each) => [
      each.subscriptionId,
      ...each.offers.flatMap((offer) => [offer.definitionId, ...offer.assignments.map(({ id }) => id)]),
    ]),
  ];

  for (const id of ids) expect(id).toMatch(GUID);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a fleet agrees with the rules of recognition, in the documented shares', () => {
  const { world, expected, identity } = fleetWorld({ subscriptions: 400, seed: 7 });

  const counts: Record<string, number> = {};
  for (const each of all(world)) {
    const word = trueRecognition(each, identity);
    expect(expected.get(each.subscriptionId)).toBe(word);
    counts[word] = (counts[word] ?? 0) + 1;
  }

  expect(FLEET_SHARES.reduce((sum, share) => sum + share.percent, 0)).toBe(100);
  expect(counts).toEqual({
    pec: 280,
    'pec-partial': 32,
    'pal-only': 24,
    unknown: 32,
    'not-delegated': 20,
    none: 12,
  });
});

test('a fleet is the same for the same seed, another for another, and has five subscriptions to a customer', () => {
  const one = fleetWorld({ subscriptions: 23, seed: 3 });

  expect(fleetWorld({ subscriptions: 23, seed: 3 })).toEqual(one);
  expect(fleetWorld({ subscriptions: 23, seed: 4 }).world.customers).not.toEqual(one.world.customers);
  expect(one.world.customers.map((customer) => customer.subscriptions.length)).toEqual([5, 5, 5, 5, 3]);
});

test('a fleet is listed whole, and can be read', async () => {
  const { world, expected } = fleetWorld({ subscriptions: 250 });
  const cloud = await cloudForTest({ world });
  const token = await tokenOf(cloud);

  const ids: string[] = [];
  let path: string | undefined = '/subscriptions?api-version=2022-12-01';
  while (path !== undefined) {
    const page = await send(cloud, path, { token });
    ids.push(...values(page).map((each) => textOf(each['subscriptionId'])));
    const next = page.json['nextLink'];
    path = next === undefined ? undefined : textOf(next).replace('https://management.azure.com', '');
  }
  const statuses = await Promise.all(
    ids.map(async (id) => {
      const list = `/subscriptions/${id}/providers/Microsoft.ManagedServices/registrationAssignments`;
      return (await send(cloud, `${list}?api-version=2022-10-01`, { token })).status;
    }),
  );

  expect(ids).toEqual([...expected.keys()]);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test.each(Object.keys(PROVIDERS) as ProviderName[])(
  'as %s a principal of the providers sees what it has roles on, and it is what is expected',
  async (name) => {
    const cloud = await cloudForTest({ world: providersWorld() });
    const principal = cloud.world.principals.find(({ clientId }) => clientId === PROVIDERS[name].clientId);
    const token = await tokenOf(cloud, 'https://management.azure.com', principal);

    const listed = await send(cloud, '/subscriptions?api-version=2022-12-01', { token });

    const ids = values(listed).map((each) => textOf(each['subscriptionId']));
    expect(ids).toEqual([...providersExpected(name).keys()]);
    const seen = all(cloud.world).filter(({ subscriptionId }) => ids.includes(subscriptionId));
    expect(
      new Map(seen.map((each) => [each.subscriptionId, trueRecognition(each, PROVIDERS[name])])),
    ).toEqual(providersExpected(name));
  },
);

test('the index finds what moved, came and went', () => {
  const { world } = fleetWorld({ subscriptions: 12 });
  const index = new SubscriptionIndex(world);
  const [first, second] = all(world).map((each) => each.subscriptionId);
  const found = (id: string | undefined) => index.find(id?.toUpperCase() ?? '')?.subscription.subscriptionId;

  expect(found(first)).toBe(first);
  const gone = world.customers[0]?.subscriptions.shift();
  expect([found(first), found(second)]).toEqual([undefined, second]);
  if (gone !== undefined) world.customers[1]?.subscriptions.push(gone);
  expect(found(first)).toBe(first);
});

function all(world: World) {
  return world.customers.flatMap((customer) => customer.subscriptions);
}
