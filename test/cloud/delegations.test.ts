// Registration assignments and definitions: recorded shapes, mixed scopes, filters, pages, and who may read them.
import { expect, test } from 'vitest';
import type { Assumptions } from '../../local/cloud/assumptions.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_FOREIGN_TENANT, DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoAssignmentId, demoDefinitionId, demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { cloudForTest, send, tokenOf, values, textOf } from './client.ts';
import type { WireAnswer } from './client.ts';

const PROVIDER = 'providers/Microsoft.ManagedServices';

test('an unexpanded assignment has the recorded shape', async () => {
  const cloud = await cloudForTest();

  const answer = await list(cloud, 1, '');

  const scope = `/subscriptions/${demoSubscriptionId(1)}/${PROVIDER}`;
  expect(answer.text).toBe(
    JSON.stringify({
      value: [
        {
          properties: {
            registrationDefinitionId: `${scope}/registrationDefinitions/${demoDefinitionId(1)}`,
            provisioningState: 'Succeeded',
          },
          id: `${scope}/registrationAssignments/${demoAssignmentId(1)}`,
          type: 'Microsoft.ManagedServices/registrationAssignments',
          name: demoAssignmentId(1),
        },
      ],
    }),
  );
});

test.each(['$expandRegistrationDefinition=true', '%24expandRegistrationDefinition=true'])(
  'the definition is expanded with %s',
  async (query) => {
    const cloud = await cloudForTest();

    const answer = await list(cloud, 8, query);

    const definition = values(answer)[0]?.['properties']?.['registrationDefinition'];
    expect(Object.keys(definition ?? {})).toEqual(['properties', 'id', 'type', 'name']);
    expect(definition?.['properties']).toMatchObject({
      registrationDefinitionName: 'Nordlicht managed Azure',
      manageeTenantName: 'Moorbach Logistics',
      managedByTenantId: DEMO_IDENTITY.tenantId,
      managedByTenantName: 'Nordlicht IT',
      eligibleAuthorizations: [
        {
          principalId: DEMO_IDENTITY.objectId,
          justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT8H' },
        },
      ],
    });
  },
);

test('an explicit false does not expand', async () => {
  const cloud = await cloudForTest();

  const answer = await list(cloud, 1, '$expandRegistrationDefinition=false');

  expect(values(answer)[0]?.['properties']).not.toHaveProperty('registrationDefinition');
});

test('spellings are echoed: capitals, whole role ids, no leading slash, a foreign provider with its plan', async () => {
  const cloud = await cloudForTest();

  const answer = await list(cloud, 2, '$expandRegistrationDefinition=true');

  const [ours, foreign] = values(answer).map((each) => each['properties']);
  expect(textOf(ours?.['registrationDefinitionId'])).toMatch(/^subscriptions\//);
  const authorizations = ours?.['registrationDefinition']?.['properties']?.['authorizations'];
  const roles = (authorizations as unknown as { roleDefinitionId: string }[]).map((a) => a.roleDefinitionId);
  expect(roles[0]).toBe('ACDD72A7-3385-48EF-BD42-F606FBA81AE7');
  expect(roles[1]).toMatch(/^\/subscriptions\/.*\/roleDefinitions\/B24988AC-/);
  expect(foreign?.['registrationDefinition']).toMatchObject({
    properties: { managedByTenantId: DEMO_FOREIGN_TENANT, managedByTenantName: 'Polarstern Networks' },
    plan: { publisher: 'polarstern', version: '1.0.2' },
  });
});

test("a subscription's list mixes its own scope with those of its groups; a group's list has only its own", async () => {
  const cloud = await cloudForTest();
  const group = `/subscriptions/${demoSubscriptionId(4)}/resourcegroups/RG-DOCK`;

  const whole = await list(cloud, 4, '');
  const one = await read(cloud, `${group}/${PROVIDER}/registrationAssignments`);

  expect(values(whole).map((each) => textOf(each['id']).split('/providers/')[0])).toEqual([
    `/subscriptions/${demoSubscriptionId(4)}`,
    `/subscriptions/${demoSubscriptionId(4)}/resourceGroups/rg-dock`,
  ]);
  expect(values(one).map((each) => each['name'])).toEqual([demoAssignmentId(4, 2)]);
});

test('groupListInherits adds the assignments of the whole subscription to a group', async () => {
  const cloud = await cloudForTest({ assumptions: { groupListInherits: true } });
  const group = `/subscriptions/${demoSubscriptionId(4)}/resourceGroups/rg-dock`;

  const answer = await read(cloud, `${group}/${PROVIDER}/registrationAssignments`);

  expect(values(answer)).toHaveLength(2);
});

test('an empty list is twelve bytes', async () => {
  const cloud = await cloudForTest();

  expect((await list(cloud, 15, '')).text).toBe('{"value":[]}');
});

test('one assignment and one definition are read by id, and an unknown one is 404', async () => {
  const cloud = await cloudForTest();
  const scope = `/subscriptions/${demoSubscriptionId(1)}/${PROVIDER}`;

  const assignment = await read(cloud, `${scope}/registrationAssignments/${demoAssignmentId(1)}`);
  const definition = await read(cloud, `${scope}/registrationDefinitions/${demoDefinitionId(1)}`);
  const definitions = await read(cloud, `${scope}/registrationDefinitions`);
  const unknown = await read(cloud, `${scope}/registrationAssignments/${demoAssignmentId(2)}`);

  expect(assignment.json['name']).toBe(demoAssignmentId(1));
  expect(definition.json['properties']).not.toHaveProperty('manageeTenantId');
  expect(values(definitions)).toEqual([definition.json]);
  expect(unknown.status).toBe(404);
});

test('definitionNamesManagee names the customer in a definition read directly', async () => {
  const cloud = await cloudForTest({ assumptions: { definitionNamesManagee: true } });
  const scope = `/subscriptions/${demoSubscriptionId(1)}/${PROVIDER}`;

  const answer = await read(cloud, `${scope}/registrationDefinitions/${demoDefinitionId(1)}`);

  expect(answer.json['properties']).toMatchObject({ manageeTenantName: 'Birkenhof Dairy' });
});

test.each([
  [`managedByTenantId eq '${DEMO_IDENTITY.tenantId}'`, 1],
  [`managedByTenantId eq '${DEMO_FOREIGN_TENANT.toUpperCase()}'`, 1],
  [`managedByTenantId in ('${DEMO_FOREIGN_TENANT}', '${DEMO_IDENTITY.tenantId}')`, 2],
  [`managedByTenantId eq '${demoSubscriptionId(1)}'`, 0],
])('the filter %s leaves %i', async (filter, count) => {
  const cloud = await cloudForTest();

  const answer = await list(cloud, 2, `$filter=${encodeURIComponent(filter)}`);

  expect(values(answer)).toHaveLength(count);
});

test('delegationFilter ignored leaves all; a filter that is not simulated is 501', async () => {
  const cloud = await cloudForTest();
  const other = await list(cloud, 2, `$filter=${encodeURIComponent("name eq 'x'")}`);
  cloud.assumptions.delegationFilter = 'ignored';

  const answer = await list(cloud, 2, `$filter=managedByTenantId%20eq%20'${demoSubscriptionId(1)}'`);

  expect(other.status).toBe(501);
  expect(values(answer)).toHaveLength(2);
});

test('foreignDelegationsShown false hides other providers', async () => {
  const cloud = await cloudForTest({ assumptions: { foreignDelegationsShown: false } });

  expect(values(await list(cloud, 2, ''))).toHaveLength(1);
});

test('delegationPageSize pages with absolute links that keep the query', async () => {
  const cloud = await cloudForTest({ assumptions: { delegationPageSize: 1 } });

  const first = await list(cloud, 3, '$expandRegistrationDefinition=true');
  const url = new URL(textOf(first.json['nextLink']));
  const second = await send(cloud, `${url.pathname}${url.search}`, { token: await tokenOf(cloud) });

  expect(url.host).toBe('management.azure.com');
  expect([...values(first), ...values(second)].map((each) => each['name'])).toEqual([
    demoAssignmentId(3),
    demoAssignmentId(3, 2),
  ]);
  expect(values(second)[0]?.['properties']).toHaveProperty('registrationDefinition');
  expect(second.json).not.toHaveProperty('nextLink');
});

test('a caller whose only role lacks registrationAssignments/read gets 403', async () => {
  const cloud = await cloudForTest();

  const answer = await list(cloud, 14, '');

  expect(answer.status).toBe(403);
  expect(answer.json['error']).toMatchObject({ code: 'AuthorizationFailed' });
  expect(textOf(answer.json['error']?.['message'])).toContain(
    "action 'Microsoft.ManagedServices/registrationAssignments/read'",
  );
});

test.each<[Partial<Assumptions>, number, number, unknown]>([
  [{ delegationsNeedRead: false }, 14, 200, undefined],
  [{ delegationsForbiddenCode: 'Nope' }, 14, 403, 'Nope'],
  [{}, 3, 200, undefined],
  [{ groupOnlyMayListDelegations: false }, 3, 403, 'AuthorizationFailed'],
])('with %o the list of subscription %i is %i', async (assumptions, n, status, code) => {
  const cloud = await cloudForTest({ assumptions });

  const answer = await list(cloud, n, '');

  expect([answer.status, answer.json['error']?.['code']]).toEqual([status, code]);
});

test('readable goes before the roles, and a hidden subscription hides its delegations', async () => {
  const cloud = await cloudForTest();
  const [first, second] = cloud.world.customers.flatMap((customer) => customer.subscriptions);
  Object.assign(first ?? {}, { readable: false });
  Object.assign(second ?? {}, { visible: false });

  expect((await list(cloud, 1, '')).status).toBe(403);
  expect((await list(cloud, 2, '')).json['error']).toMatchObject({
    code: 'InvalidAuthenticationTokenTenant',
  });
});

test('a role counts for the reading only once its delegation has succeeded', async () => {
  const cloud = await cloudForTest({ assumptions: { pendingDelegationListed: true } });
  const pending = cloud.world.customers.flatMap((customer) => customer.subscriptions)[12];
  delete pending?.visible;

  expect((await list(cloud, 13, '')).status).toBe(403);
});

test('a role at one resource group does not read the delegations of another', async () => {
  const cloud = await cloudForTest();
  const group = (name: string) =>
    `/subscriptions/${demoSubscriptionId(3)}/resourceGroups/${name}/${PROVIDER}/registrationAssignments`;

  expect((await read(cloud, group('RG-ERP'))).status).toBe(200);
  expect((await read(cloud, group('rg-other'))).status).toBe(403);
});

test('a role of the world reads delegations if an action of it covers them', async () => {
  const cloud = await cloudForTest();
  const role = { roleDefinitionId: demoDefinitionId(99), roleName: 'X', type: 'CustomRole' as const };
  cloud.world.extraRoles.push({ ...role, actions: ['microsoft.managedservices/*/read'] });
  const offer = cloud.world.customers.flatMap((customer) => customer.subscriptions)[13]?.offers[0];
  const grants = [{ principalId: DEMO_IDENTITY.objectId, roleDefinitionId: role.roleDefinitionId }];
  Object.assign(offer ?? {}, { authorizations: grants });

  const covered = await list(cloud, 14, '');
  cloud.world.extraRoles.pop();
  const gone = await list(cloud, 14, '');

  expect([covered.status, gone.status]).toEqual([200, 403]);
});

async function list(cloud: Cloud, n: number, query: string): Promise<WireAnswer> {
  const path = `/subscriptions/${demoSubscriptionId(n)}/${PROVIDER}/registrationAssignments`;
  return read(cloud, path, query);
}

async function read(cloud: Cloud, path: string, query = ''): Promise<WireAnswer> {
  const rest = query === '' ? '' : `&${query}`;
  return send(cloud, `${path}?api-version=2022-10-01${rest}`, { token: await tokenOf(cloud) });
}
