// What became of the subscriptions that the listing no longer shows: asked for once by id, and only proof counts.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import { atSubscription, grant, type HiddenAnswer, type Offer } from '../../local/cloud/world.ts';
import { READER } from '../../local/cloud/worlds/role-ids.ts';
import { cloudForTest, customerWith, newIdentity, newSubscription, type TestIdentity } from './harness.ts';
import { keeperFor, observe, rowsOf } from './keeper-for-test.ts';

test.for<HiddenAnswer>(['wrong-tenant', 'forbidden', 'not-found'])(
  'one that is hidden by %s is not delegated any more, by one request',
  async (whenHidden) => {
    const identity = newIdentity();
    const gone = newSubscription({ visible: false, whenHidden });
    const cloud = await cloudForTest(identity, [customerWith(gone)]);

    const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(gone) });

    const { subscriptionId } = gone;
    expect(view.observations).toEqual([{ kind: 'not-delegated', subscriptionId }]);
    expect(view.calls['subscriptions.get']).toBe(1);
    expect(view.calls['registrationAssignments.list']).toBeUndefined();
  },
);

test.for<[name: string, fault: Fault]>([
  ['a 401 of another kind', { kind: 'bad-token', operation: 'subscriptions.get' }],
  ['a 429', { kind: 'status', status: 429, operation: 'subscriptions.get' }],
  ['a 500', { kind: 'status', status: 500, operation: 'subscriptions.get' }],
  ['a reset', { kind: 'reset', operation: 'subscriptions.get' }],
  ['a torn answer', { kind: 'truncate', operation: 'subscriptions.get' }],
])('%s proves nothing: unread', async ([, fault]) => {
  const identity = newIdentity();
  const gone = newSubscription({ visible: false, whenHidden: 'found' });
  const cloud = await cloudForTest(identity, [customerWith(gone)]);
  cloud.addFault(fault);

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(gone) });

  const { subscriptionId } = gone;
  expect(view.failure).toBeUndefined();
  expect(view.observations).toEqual([{ kind: 'unread', subscriptionId, cause: expect.any(String) }]);
});

test('a listing that loses a page loses no subscription: those that are known are looked at all the same', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 4 }, () => newSubscription({ offers: [offerOf(identity)] }));
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 2 });
  cloud.addFault({ kind: 'lose-page', operation: 'subscriptions.list' });

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(...subscriptions) });

  expect(view.observations.map(({ kind }) => kind)).toEqual(Array<string>(4).fill('delegated'));
  expect(view.calls).toMatchObject({ 'subscriptions.list': 1, 'subscriptions.get': 2 });
});

test('one that is visible by its id, but on which nothing is delegated, is not delegated', async () => {
  const identity = newIdentity();
  const bare = newSubscription({ visible: false, whenHidden: 'found', readable: true });
  const cloud = await cloudForTest(identity, [customerWith(bare)]);

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(bare) });

  expect(view.observations).toEqual([{ kind: 'not-delegated', subscriptionId: bare.subscriptionId }]);
});

test('one that was removed before is not asked for again; listed again, it is scanned', async () => {
  const identity = newIdentity();
  const [gone, back] = [
    newSubscription({ visible: false }),
    newSubscription({ offers: [offerOf(identity)] }),
  ];
  const cloud = await cloudForTest(identity, [customerWith(gone, back)]);
  const removedAt = '2026-01-02T03:04:05.000Z';
  const removed = [gone, back].map(({ subscriptionId }) => ({ subscriptionId, removedAt }));

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(...removed) });

  expect(view.observations).toMatchObject([
    { kind: 'delegated', subscription: { subscriptionId: back.subscriptionId } },
  ]);
  expect(view.calls['subscriptions.get']).toBeUndefined();
});

test('one that moved into our own tenant is delegated no more, listed or not', async () => {
  const identity = newIdentity();
  const [listed, unlisted] = [
    newSubscription(),
    newSubscription({ visible: false, whenHidden: 'found', readable: true }),
  ];
  const never = newSubscription();
  const own = { tenantId: identity.tenantId, name: 'Own', subscriptions: [listed, unlisted, never] };
  const cloud = await cloudForTest(identity, [own]);

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(listed, unlisted) });

  expect(view.observations).toEqual([
    { kind: 'not-delegated', subscriptionId: unlisted.subscriptionId },
    { kind: 'not-delegated', subscriptionId: listed.subscriptionId },
  ]);
  expect(view.calls['registrationAssignments.list']).toBeUndefined();
});

test('where the listing fails, nobody is asked for by id', async () => {
  const identity = newIdentity();
  const gone = newSubscription({ visible: false });
  const cloud = await cloudForTest(identity, [customerWith(gone)]);
  cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' });

  const view = await observe(keeperFor(cloud.url, identity), { knownRows: rowsOf(gone) });

  expect(view).toMatchObject({ failure: { code: 'listing-failed' }, observations: [] });
  expect(cloud.calls()['subscriptions.get']).toBeUndefined();
});

function offerOf({ tenantId, principalId }: TestIdentity): Offer {
  return {
    definitionId: randomUUID(),
    name: 'Care',
    managedByTenantId: tenantId,
    authorizations: [grant(principalId, READER)],
    assignments: [atSubscription(randomUUID())],
  };
}
