// What a run sees of Azure: one bad subscription is unread and the rest right, and a listing that fails is no loss.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { atSubscription, grant, type Offer } from '../../local/cloud/world.ts';
import { READER } from '../../local/cloud/worlds/role-ids.ts';
import type { Progress } from '../../src/use-cases/observe-fleet.ts';
import {
  cloudForTest,
  customerWith,
  newIdentity,
  newSubscription,
  toldDeadline,
  type TestIdentity,
} from './harness.ts';
import { keeperFor, observe } from './keeper-for-test.ts';

test('the link, each candidate once, and nothing of our own tenant', async () => {
  const { identity, cloud, ids } = await fleet(3);
  const own = { tenantId: identity.tenantId, name: 'Own', subscriptions: [newSubscription()] };
  cloud.world.customers.push(own, customerWith(newSubscription()));

  const view = await observe(keeperFor(cloud.url, identity));

  expect(view.failure).toBeUndefined();
  expect(view.link?.action).toBe('created');
  expect(view.observations.map(({ kind }) => kind)).toEqual([
    'delegated',
    'delegated',
    'delegated',
    'not-delegated',
  ]);
  expect(view.observations.slice(0, 3).map(idOf)).toEqual(ids);
  expect(view.calls).toEqual({
    'partners.get': 2,
    'partner.create': 1,
    'subscriptions.list': 1,
    'registrationAssignments.list': 4,
  });
});

test.for([403, 404, 409, 429, 500, 503])(
  'one subscription that answers %i is unread, the rest is right',
  async (status) => {
    const { identity, cloud, ids } = await fleet(5);
    const [, bad = ''] = ids;
    cloud.addFault({ kind: 'status', status, match: bad });

    const view = await observe(keeperFor(cloud.url, identity));

    const unread = view.observations.filter(({ kind }) => kind === 'unread');
    expect(view.failure).toBeUndefined();
    expect(unread).toMatchObject([
      { subscriptionId: bad, cause: expect.stringContaining(`answered ${status}`) },
    ]);
    expect(view.observations.filter(({ kind }) => kind === 'delegated')).toHaveLength(4);
  },
);

test('a Retry-After of an hour on one subscription costs that one alone, and nobody waits', async () => {
  const { identity, cloud, ids } = await fleet(3);
  const [bad = ''] = ids;
  cloud.addFault({ kind: 'status', status: 429, retryAfter: 3600, match: bad });
  const deadline = toldDeadline();

  const view = await observe(keeperFor(cloud.url, identity), { deadline });

  expect(view.observations.map(({ kind }) => kind)).toEqual(['unread', 'delegated', 'delegated']);
  expect(deadline.waitsMs).toEqual([]);
});

test('a listing that fails is the run’s failure, with the link that was kept before', async () => {
  const { identity, cloud } = await fleet(3);
  cloud.addFault({ kind: 'status', status: 500, operation: 'subscriptions.list' });

  const view = await observe(keeperFor(cloud.url, identity));

  expect(view.failure).toMatchObject({ code: 'listing-failed' });
  expect(view.failure?.message).toContain('Azure answered 500 InternalServerError');
  expect(view.observations).toEqual([]);
  expect(view.link).toMatchObject({ action: 'created', after: { partnerId: identity.partnerId } });
  expect(view.calls['subscriptions.list']).toBe(4);
});

test('a link that cannot be read does not stop the scan', async () => {
  const { identity, cloud } = await fleet(2);
  cloud.addFault({ kind: 'status', status: 500, operation: 'partners.get' });

  const view = await observe(keeperFor(cloud.url, identity));

  expect(view.failure).toBeUndefined();
  expect(view.link?.after.kind).toBe('unreadable');
  expect(view.observations.map(({ kind }) => kind)).toEqual(['delegated', 'delegated']);
});

test('without a token nothing is asked', async () => {
  const { identity, cloud } = await fleet(1);

  const view = await observe(keeperFor(cloud.url, { ...identity, clientId: randomUUID() }));

  expect(view).toMatchObject({ failure: { code: 'token-failed' }, observations: [], calls: {} });
  expect(view.failure?.message).toContain('AADSTS700016');
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
});

test('another principal than the expected one reads and writes nothing', async () => {
  const { identity, cloud } = await fleet(1);
  const expectedPrincipalId = randomUUID();

  const view = await observe(keeperFor(cloud.url, identity), { expectedPrincipalId });

  expect(view.failure?.code).toBe('link-principal-mismatch');
  expect(view.failure?.message).toContain(identity.principalId);
  expect(view.link).toBeUndefined();
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
  expect(cloud.world.links).toEqual([]);
});

test('a dry run sees everything and writes nothing', async () => {
  const { identity, cloud } = await fleet(2);

  const view = await observe(keeperFor(cloud.url, identity, { linkPolicy: 'heal' }), { dryRun: true });

  expect(view.link?.action).toBe('planned');
  expect(view.observations).toHaveLength(2);
  expect(cloud.linkHistory().map(({ partnerId }) => partnerId)).toEqual([null]);
});

test('groups are asked for only where the settings say so, and a refusal is a cause', async () => {
  const { identity, cloud } = await fleet(1);
  const group = randomUUID();
  cloud.world.groups.push({ groupId: group, displayName: 'Group', memberOf: [] });
  cloud.world.principals[0]?.groups.push(group);

  const off = await observe(keeperFor(cloud.url, identity));
  const refused = await observe(keeperFor(cloud.url, identity, { groupLookup: 'graph' }));
  cloud.world.graphGranted = true;
  const known = await observe(keeperFor(cloud.url, identity, { groupLookup: 'graph' }));

  expect(off.groups).toEqual({ kind: 'off' });
  expect(off.calls['servicePrincipals.getMemberGroups']).toBeUndefined();
  expect(refused.groups).toMatchObject({ kind: 'unread', cause: expect.stringContaining('403') });
  expect(known.groups).toEqual({ kind: 'known', groupIds: new Set([group]) });
});

test('a deadline in the middle leaves the rest unread, and the run ends', async () => {
  const { identity, cloud } = await fleet(8);
  const deadline = toldDeadline();
  const onProgress = (progress: Progress) => {
    if (progress.step === 'scanning' && progress.done === 3) deadline.expire();
  };

  const view = await observe(keeperFor(cloud.url, identity, { scanConcurrency: 1 }), {
    deadline,
    onProgress,
  });

  const kinds = view.observations.map(({ kind }) => kind);
  expect(kinds).toEqual([...Array<string>(3).fill('delegated'), ...Array<string>(5).fill('unread')]);
  expect(view.calls['registrationAssignments.list']).toBe(3);
});

async function fleet(size: number) {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: size }, () => newSubscription({ offers: [offerOf(identity)] }));
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)]);
  return { identity, cloud, ids: subscriptions.map(({ subscriptionId }) => subscriptionId) };
}

function offerOf({ tenantId, principalId }: TestIdentity): Offer {
  return {
    definitionId: randomUUID(),
    name: 'Care',
    managedByTenantId: tenantId,
    authorizations: [grant(principalId, READER)],
    assignments: [atSubscription(randomUUID())],
  };
}

function idOf(
  seen: { kind: string } & ({ subscriptionId: string } | { subscription: { subscriptionId: string } }),
) {
  return 'subscription' in seen ? seen.subscription.subscriptionId : seen.subscriptionId;
}
