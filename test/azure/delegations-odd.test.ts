// Delegations as Azure may write them one day, or a broken server does: taken where they can be understood, and a
// failure, never an empty list, where they cannot.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { claimsOf, failureOf, newIdentity, sessionAt, type TestIdentity } from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

test('the request names the subscription and asks for the expanded definition', async () => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [] } }));
  const session = await sessionAt(server.url, identity);
  const subscriptionId = randomUUID();

  const delegations = await session.listDelegations(subscriptionId);

  const [request] = server.received;
  const url = new URL(request?.path ?? '/', server.url);
  expect(delegations).toEqual([]);
  expect(url.pathname).toBe(
    `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationAssignments`,
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    'api-version': '2022-10-01',
    $expandRegistrationDefinition: 'true',
  });
});

test('lists that are null or missing are empty, and unknown fields no matter', async () => {
  const identity = newIdentity();

  const delegations = await listing(identity, [
    assignment(identity, { authorizations: null, eligibleAuthorizations: null }),
    assignment(identity, { authorizations: undefined, eligibleAuthorizations: undefined, colour: 'red' }),
  ]);

  expect(delegations.map((each) => [each.authorizations, each.eligibleAuthorizations])).toEqual([
    [[], []],
    [[], []],
  ]);
});

test('a definition without a name is called by its id', async () => {
  const identity = newIdentity();
  const one = assignment(identity, { registrationDefinitionName: null });

  const [delegation] = await listing(identity, [one]);

  expect(delegation?.definitionName).toBe(one.properties.registrationDefinitionId.split('/').at(-1));
});

test('what another provider manages costs us nothing, however odd it looks', async () => {
  const identity = newIdentity();
  const foreign = assignment(identity, {
    managedByTenantId: randomUUID(),
    authorizations: 'none of your business',
  });

  const delegations = await listing(identity, [foreign, assignment(identity, {})]);

  expect(delegations).toHaveLength(1);
});

test('the customer’s name is taken where the definition tells it', async () => {
  const identity = newIdentity();

  const delegations = await listing(identity, [
    assignment(identity, { manageeTenantName: 'Contoso' }),
    assignment(identity, { manageeTenantName: null }),
  ]);

  expect(delegations.map((each) => each.manageeTenantName)).toEqual(['Contoso', undefined]);
});

test.for<[assigned: string | null | undefined, defined: string | null | undefined, said: string]>([
  ['Succeeded', 'Succeeded', 'Succeeded'],
  ['Succeeded', 'Failed', 'Failed'],
  ['Succeeded', 'Updating', 'Updating'],
  ['Succeeded', undefined, 'Succeeded'],
  ['Succeeded', null, 'Succeeded'],
  ['succeeded', 'Deleted', 'Deleted'],
  ['Failed', 'Succeeded', 'Failed'],
  ['Creating', 'Failed', 'Creating'],
  [undefined, 'Succeeded', 'NotSpecified'],
  [null, undefined, 'NotSpecified'],
])('an assignment that is %s of a definition that is %s is %s', async ([assigned, defined, said]) => {
  const identity = newIdentity();
  const one = assignment(identity, { provisioningState: defined });
  one.properties.provisioningState = assigned;

  const [delegation] = await listing(identity, [one]);

  expect(delegation?.provisioningState).toBe(said);
});

test('the scope is found in an id in any case, and without its leading slash', async () => {
  const identity = newIdentity();
  const subscriptionId = randomUUID();
  const ids = [
    `subscriptions/${subscriptionId}/providers/microsoft.managedservices/registrationassignments/1`,
    `/SUBSCRIPTIONS/${subscriptionId.toUpperCase()}/RESOURCEGROUPS/Rg/PROVIDERS/MICROSOFT.MANAGEDSERVICES/REGISTRATIONASSIGNMENTS/1`,
  ];

  const delegations = await listing(
    identity,
    ids.map((id) => ({ ...assignment(identity), id })),
  );

  expect(delegations.map(({ scope }) => scope)).toEqual([
    { id: `/subscriptions/${subscriptionId}`, kind: 'subscription', subscriptionId },
    { id: `/subscriptions/${subscriptionId}/resourceGroups/Rg`, kind: 'resourceGroup', subscriptionId },
  ]);
});

const identity = newIdentity();
test.for<[name: string, reply: Reply]>([
  ['no list', { json: {} }],
  ['null', { json: null }],
  [
    'an assignment without its definition',
    { json: { value: [{ ...assignment(identity), properties: {} }] } },
  ],
  [
    'a definition without its managing tenant',
    { json: { value: [assignment(identity, { managedByTenantId: null })] } },
  ],
  [
    'a definition whose managing tenant is empty',
    { json: { value: [assignment(identity, { managedByTenantId: '' })] } },
  ],
  ['an authorization without a role', { json: { value: [assignment(identity, { authorizations: [{}] })] } }],
  ['an id of a management group', { json: { value: [{ ...assignment(identity), id: '/providers/x/y' }] } }],
  ['HTML with 200', { text: '<html>', headers: { 'content-type': 'text/html' } }],
  ['torn JSON', { text: '{"value":[{"prop', headers: { 'content-type': 'application/json' } }],
  ['a 403', { status: 403, json: { error: { code: 'AuthorizationFailed', message: 'No.' } } }],
  ['a 404', { status: 404 }],
])('%s is a failure and never an empty list', async ([, reply]) => {
  const server = await serverForTest(claimsOf(identity), () => reply);
  const session = await sessionAt(server.url, identity);

  const failure = await failureOf(session.listDelegations(randomUUID()));

  expect(failure.message).toMatch(/\S\.$/);
});

function assignment(of: TestIdentity, definition: object = {}) {
  const scope = `/subscriptions/${randomUUID()}/providers/Microsoft.ManagedServices`;
  const registrationDefinitionId = `${scope}/registrationDefinitions/${randomUUID()}`;
  const properties: {
    registrationDefinitionId: string;
    provisioningState: string | null | undefined;
    registrationDefinition: object;
  } = {
    registrationDefinitionId,
    provisioningState: 'Succeeded',
    registrationDefinition: {
      id: registrationDefinitionId,
      properties: { managedByTenantId: of.tenantId, authorizations: [], ...definition },
    },
  };
  return { id: `${scope}/registrationAssignments/${randomUUID()}`, properties };
}

async function listing(of: TestIdentity, value: object[]) {
  const server = await serverForTest(claimsOf(of), () => ({ json: { value } }));
  const session = await sessionAt(server.url, of);
  return session.listDelegations(randomUUID());
}
