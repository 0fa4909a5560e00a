// The names of roles from Microsoft.Authorization, and the groups of the principal from Microsoft Graph.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { READER } from '../../local/cloud/worlds/role-ids.ts';
import {
  claimsOf,
  cloudForTest,
  customerWith,
  failureOf,
  newIdentity,
  newSubscription,
  sessionAt,
  toldDeadline,
} from './harness.ts';
import { serverForTest, tokenReply, unsignedToken } from './server.ts';

test('the names of all built-in roles, by bare id, in one request without a double slash', async () => {
  const identity = newIdentity();
  const [first, second] = [randomUUID(), randomUUID()];
  const server = await serverForTest(claimsOf(identity), () => ({
    json: {
      value: [
        { name: first.toUpperCase(), properties: { roleName: 'First', type: 'BuiltInRole', novelty: 1 } },
        { name: second, properties: { roleName: 'Second' } },
        { name: randomUUID(), properties: {} },
      ],
    },
  }));
  const session = await sessionAt(server.url, identity);
  const subscriptionId = randomUUID();

  const names = await session.listRoleNames(subscriptionId);

  const url = new URL(server.received[0]?.path ?? '/', server.url);
  expect(names).toEqual({ [first]: 'First', [second]: 'Second' });
  expect(url.pathname).toBe(
    `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`,
  );
  expect(url.searchParams.get('$filter')).toBe("type eq 'BuiltInRole'");
  expect(session.calls()).toEqual({ 'roleDefinitions.list': 1 });
});

test('the simulated Azure names the roles that the product knows', async () => {
  const identity = newIdentity();
  const subscription = newSubscription();
  const cloud = await cloudForTest(identity, [customerWith(subscription)]);
  const session = await sessionAt(cloud.url, identity);

  const names = await session.listRoleNames(subscription.subscriptionId);

  expect(names[READER]).toBe('Reader');
});

test('a page of role names that fails is a failure, and one that passes is asked again', async () => {
  const identity = newIdentity();
  const refused = await serverForTest(claimsOf(identity), () => ({
    status: 403,
    json: { error: { code: 'No' } },
  }));
  const passing = await serverForTest(claimsOf(identity), (_, before) =>
    before === 0 ? 'reset' : { json: { value: [] } },
  );
  const deadline = toldDeadline();
  const first = await sessionAt(refused.url, identity, deadline);
  const second = await sessionAt(passing.url, identity, deadline);

  const failure = await failureOf(first.listRoleNames(randomUUID()));
  const names = await second.listRoleNames(randomUUID());

  expect(failure).toMatchObject({ status: 403, code: 'No', retryable: false });
  expect(names).toEqual({});
  expect(passing.received).toHaveLength(2);
});

test('role names whose pages go in a circle are a failure in the end', async () => {
  const identity = newIdentity();
  const nextLink = 'https://management.azure.com/again?api-version=2022-04-01';
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [], nextLink } }));
  const deadline = toldDeadline();
  const session = await sessionAt(server.url, identity, deadline);

  const failure = await failureOf(session.listRoleNames(randomUUID()));

  expect(failure.code).toBe('EndlessListing');
  expect(deadline.waitsMs).toEqual([]);
});

test('the groups of the principal, nested ones too, with a token for Graph', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  const [inner, outer] = [randomUUID(), randomUUID()];
  cloud.world.groups.push(
    { groupId: inner, displayName: 'Inner', memberOf: [outer] },
    { groupId: outer, displayName: 'Outer', memberOf: [] },
  );
  cloud.world.principals[0]?.groups.push(inner);
  cloud.world.graphGranted = true;
  const session = await sessionAt(cloud.url, identity);

  const groups = await session.listGroups();

  expect(groups).toEqual(new Set([inner, outer]));
  expect(session.calls()).toEqual({ 'servicePrincipals.getMemberGroups': 1 });
});

test('the question to Graph is for security groups and others, of this principal', async () => {
  const identity = newIdentity();
  const group = randomUUID();
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [group.toUpperCase()] } }));
  const session = await sessionAt(server.url, identity);

  const groups = await session.listGroups();

  expect(groups).toEqual(new Set([group]));
  expect(server.received).toMatchObject([
    {
      method: 'POST',
      host: 'graph.microsoft.com',
      path: `/v1.0/servicePrincipals/${identity.principalId}/getMemberGroups`,
      body: '{"securityEnabledOnly":false}',
    },
  ]);
  expect(server.received[0]?.headers['content-type']).toMatch(/^application\/json/);
  expect(new URLSearchParams(server.tokens[1]?.body).get('scope')).toContain(
    'https://graph.microsoft.com/.default',
  );
});

test('Graph without the permission is a failure with Graph’s code', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  const session = await sessionAt(cloud.url, identity);

  const failure = await failureOf(session.listGroups());

  expect(failure).toMatchObject({ status: 403, code: 'Authorization_RequestDenied', retryable: false });
  expect(cloud.calls()['graph.getMemberGroups']).toBe(1);
});

test('a list of groups that is none is a failure', async () => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: null } }));
  const session = await sessionAt(server.url, identity);

  const failure = await failureOf(session.listGroups());

  expect(failure.code).toBe('UnexpectedAnswer');
});

test('an Entra that gives no token for Graph is asked four times in all, and Graph never', async () => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    (_, before) => (before === 0 ? tokenReply(unsignedToken(claimsOf(identity))) : { status: 500 }),
  );
  const session = await sessionAt(server.url, identity);

  const failure = await failureOf(session.listGroups());

  expect(failure.code).toBe('NoToken');
  expect(server.tokens).toHaveLength(1 + 4);
  expect(server.received).toEqual([]);
});
