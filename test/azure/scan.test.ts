// The scan's manners: never more requests at once than allowed, progress that ends where it said, and the names of
// roles asked for at most once.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { atSubscription, grant, type Offer } from '../../local/cloud/world.ts';
import { READER } from '../../local/cloud/worlds/role-ids.ts';
import type { Progress } from '../../src/use-cases/observe-fleet.ts';
import {
  claimsOf,
  cloudForTest,
  customerWith,
  newIdentity,
  newSubscription,
  type TestIdentity,
} from './harness.ts';
import { keeperFor, observe, rowsOf } from './keeper-for-test.ts';
import { serverForTest } from './server.ts';

test.for([1, 3, 8])(
  'with a concurrency of %i so many requests are in flight, and never more',
  async (scanConcurrency) => {
    const identity = newIdentity();
    const listed = Array.from({ length: 20 }, () => ({
      subscriptionId: randomUUID(),
      tenantId: randomUUID(),
      state: 'Enabled',
    }));
    let answered = 0;
    let inFlight = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const server = await serverForTest(claimsOf(identity), async ({ path }) => {
      if (path.startsWith('/subscriptions?')) return { json: { value: listed } };
      if (!path.includes('registrationAssignments')) return { status: 404 };
      inFlight += 1;
      most = Math.max(most, inFlight);
      // Nobody is answered before as many as may be are here, or none is left to come.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        const left = listed.length - answered;
        if (waiting.length >= Math.min(scanConcurrency, left)) for (const go of waiting.splice(0)) go();
      });
      inFlight -= 1;
      answered += 1;
      return { json: { value: [] } };
    });

    const view = await observe(keeperFor(server.url, identity, { scanConcurrency, linkPolicy: 'observe' }));

    expect(view.observations).toHaveLength(20);
    expect(most).toBe(scanConcurrency);
  },
);

test('the progress tells every step and counts to the end', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 3 }, () => newSubscription());
  const vanished = newSubscription({ visible: false });
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions, vanished)]);
  const told: Progress[] = [];

  await observe(keeperFor(cloud.url, identity), {
    knownRows: rowsOf(vanished),
    onProgress: (progress) => told.push(progress),
  });

  expect(told).toEqual([
    { step: 'token' },
    { step: 'link' },
    { step: 'listing' },
    ...[0, 1, 2, 3, 4].map((done) => ({ step: 'scanning', done, total: 4 })),
  ]);
});

test('roles that are known by name are not asked for', async () => {
  const { identity, cloud, role } = await withRole(READER);

  const shipped = await observe(keeperFor(cloud.url, identity));

  expect(role).toBe(READER);
  expect(shipped.calls['roleDefinitions.list']).toBeUndefined();
  expect(shipped.roleNames).toEqual({});
});

test('roles that nobody knows are asked for once, however many there are, and remembered', async () => {
  const { identity, cloud, role } = await withRole(randomUUID(), 5);

  const first = await observe(keeperFor(cloud.url, identity));
  const second = await observe(keeperFor(cloud.url, identity), { knownRoleNames: first.roleNames });

  expect(first.roleNames).toEqual({ [role]: 'Telemetry Operator' });
  expect(first.calls['roleDefinitions.list']).toBe(1);
  expect(second.roleNames).toEqual(first.roleNames);
  expect(second.calls['roleDefinitions.list']).toBeUndefined();
});

test('a role that only somebody else holds is not asked for', async () => {
  const { identity, cloud } = await withRole(READER);
  for (const { offers } of cloud.world.customers.flatMap(({ subscriptions }) => subscriptions))
    for (const offer of offers)
      offer.authorizations = [...offer.authorizations, grant(randomUUID(), randomUUID())];

  const view = await observe(keeperFor(cloud.url, identity));

  expect(view.observations.map(({ kind }) => kind)).toEqual(['delegated']);
  expect(view.calls['roleDefinitions.list']).toBeUndefined();
});

test('names that cannot be had cost nothing but the names, and those known stay', async () => {
  const { identity, cloud } = await withRole(randomUUID());
  cloud.addFault({ kind: 'status', status: 403, operation: 'roleDefinitions' });
  const knownRoleNames = { [randomUUID()]: 'Known' };

  const view = await observe(keeperFor(cloud.url, identity), { knownRoleNames });

  expect(view.failure).toBeUndefined();
  expect(view.observations.map(({ kind }) => kind)).toEqual(['delegated']);
  expect(view.roleNames).toEqual(knownRoleNames);
  expect(view.calls['roleDefinitions.list']).toBe(1);
});

/** Subscriptions on which the keeper holds this role; where it is none of Azure's own, Azure can name it. */
async function withRole(role: string, size = 1) {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: size }, () =>
    newSubscription({ offers: [offerOf(identity, role)], readable: true }),
  );
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)]);
  if (role !== READER)
    cloud.world.extraRoles.push({
      roleDefinitionId: role,
      roleName: 'Telemetry Operator',
      type: 'BuiltInRole',
      actions: ['Microsoft.Insights/*/read'],
    });
  return { identity, cloud, role };
}

function offerOf({ tenantId, principalId }: TestIdentity, role: string): Offer {
  return {
    definitionId: randomUUID(),
    name: 'Care',
    managedByTenantId: tenantId,
    authorizations: [grant(principalId, role)],
    assignments: [atSubscription(randomUUID())],
  };
}
