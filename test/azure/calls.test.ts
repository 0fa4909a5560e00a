// The counts that a run shows: every request to ARM and Graph by its operation, retries and further pages too.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { operationName } from '../../src/azure/operation-name.ts';
import { cloudForTest, customerWith, failureOf, newIdentity, newSubscription, sessionAt } from './harness.ts';

test('every request is counted, and the simulated Azure counts the same', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 5 }, () => newSubscription());
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 2 });
  cloud.world.graphGranted = true;
  cloud.addFault({ kind: 'status', status: 429, operation: 'partners.get', times: 2 });
  cloud.addFault({ kind: 'reset', operation: 'subscriptions.list', times: 1, skip: 1 });
  cloud.addFault({ kind: 'status', status: 500, operation: 'registrationAssignments.list' });
  const session = await sessionAt(cloud.url, identity);
  const subscriptionId = subscriptions[0]?.subscriptionId ?? '';

  await session.readLink();
  await session.createLink(identity.partnerId);
  await session.changeLink(identity.partnerId);
  await session.listSubscriptions();
  await session.readSubscription(subscriptionId);
  await failureOf(session.listDelegations(subscriptionId));
  await session.listRoleNames(subscriptionId);
  await session.listGroups();

  expect(session.calls()).toEqual({
    'partners.get': 3,
    'partner.create': 1,
    'partner.update': 1,
    'subscriptions.list': 4,
    'subscriptions.get': 1,
    'registrationAssignments.list': 4,
    'roleDefinitions.list': 1,
    'servicePrincipals.getMemberGroups': 1,
  });
  const sum = (calls: Record<string, number>) => Object.values(calls).reduce((all, one) => all + one, 0);
  const { 'entra.token': tokens = 0, ...others } = cloud.calls();
  expect(tokens).toBe(2);
  expect(sum(session.calls())).toBe(sum(others));
});

test('the counts of one session are its own', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  const first = await sessionAt(cloud.url, identity);
  await first.readLink();
  const second = await sessionAt(cloud.url, identity);

  await second.listSubscriptions();

  expect(first.calls()).toEqual({ 'partners.get': 1 });
  expect(second.calls()).toEqual({ 'subscriptions.list': 1 });
});

test.for<[method: string, path: string, operation: string]>([
  ['GET', '/subscriptions?api-version=1', 'subscriptions.list'],
  ['GET', '//subscriptions', 'subscriptions.list'],
  ['GET', `/subscriptions/${randomUUID()}`, 'subscriptions.get'],
  [
    'GET',
    '/subscriptions/s/providers/microsoft.MANAGEDSERVICES/registrationAssignments',
    'registrationAssignments.list',
  ],
  ['GET', '/providers/Microsoft.ManagementPartner/partners/', 'partners.get'],
  ['DELETE', '/providers/Microsoft.ManagementPartner/partners/1', 'partner.delete'],
  ['GET', '/somewhere/else', 'GET /somewhere/else'],
])('%s %s is %s', ([method, path, operation]) => {
  expect(operationName(method, new URL(`https://management.azure.com${path}`))).toBe(operation);
});
