// Role definitions by name and id, and role assignments, where Lighthouse's do not show.
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_EXTRA_ROLE, DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { READER, TAG_CONTRIBUTOR } from '../../local/cloud/worlds/role-ids.ts';
import { cloudForTest, send, tokenOf, values } from './client.ts';
import type { WireAnswer } from './client.ts';

const SCOPE = `/subscriptions/${demoSubscriptionId(1)}`;

test.each([
  ["roleName eq 'Reader'", 'Reader', READER],
  ["roleName eq 'tag contributor'", 'Tag Contributor', TAG_CONTRIBUTOR],
  ["roleName eq 'Fleet Telemetry Operator (Preview)'", 'Fleet Telemetry Operator (Preview)', DEMO_EXTRA_ROLE],
])('%s finds one role', async (filter, roleName, id) => {
  const cloud = await cloudForTest();

  const answer = await read(cloud, `${SCOPE}/${PATH}`, `$filter=${encodeURIComponent(filter)}`);

  expect(values(answer)).toMatchObject([
    {
      properties: { roleName, type: 'BuiltInRole', assignableScopes: ['/'] },
      id: `${SCOPE}/${PATH}/${id}`,
      type: 'Microsoft.Authorization/roleDefinitions',
      name: id,
    },
  ]);
});

test('all built-in roles come in one page; a custom one is not among them', async () => {
  const cloud = await cloudForTest();
  const custom = { roleDefinitionId: demoSubscriptionId(90), roleName: 'Own', type: 'CustomRole' as const };
  cloud.world.extraRoles.push({ ...custom, actions: ['*'] });

  const builtIn = await read(cloud, `${SCOPE}/${PATH}`, "$filter=type%20eq%20'BuiltInRole'");
  const all = await read(cloud, `${SCOPE}/${PATH}`);

  expect(values(builtIn)).toHaveLength(122 + 806 + 1);
  expect(values(all)).toHaveLength(122 + 806 + 2);
});

test('a role that only the world knows is read by id, at a subscription and without one', async () => {
  const cloud = await cloudForTest();

  const scoped = await read(cloud, `${SCOPE}/${PATH}/${DEMO_EXTRA_ROLE.toUpperCase()}`);
  const bare = await read(cloud, `/${PATH}/${DEMO_EXTRA_ROLE}`);
  const unknown = await read(cloud, `/${PATH}/${demoSubscriptionId(1)}`);

  expect(scoped.json['properties']).toMatchObject({ roleName: 'Fleet Telemetry Operator (Preview)' });
  expect(bare.json['id']).toBe(`/${PATH}/${DEMO_EXTRA_ROLE}`);
  expect([unknown.status, unknown.json['error']?.['code']]).toEqual([404, 'RoleDefinitionDoesNotExist']);
});

test('a filter that is not simulated is 501, a hidden subscription shows nothing', async () => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.customers[1]?.subscriptions[0] ?? {}, { visible: false });

  const filter = await read(cloud, `${SCOPE}/${PATH}`, '$filter=atScopeAndBelow()');
  const hidden = await read(cloud, `/subscriptions/${demoSubscriptionId(2)}/${PATH}`);

  expect([filter.status, hidden.status]).toEqual([501, 401]);
});

test('role assignments are empty, unless roleAssignmentsByTenant shows those of the named tenant', async () => {
  const cloud = await cloudForTest();
  const path = `${SCOPE}/providers/Microsoft.Authorization/roleAssignments`;
  const query = `tenantId=${DEMO_IDENTITY.tenantId}`;

  const plain = await read(cloud, path);
  const named = await read(cloud, path, query);
  cloud.assumptions.roleAssignmentsByTenant = 'delegated';
  const unnamed = await read(cloud, path);
  const shown = await read(cloud, path, query);

  expect([plain, named, unnamed].map((answer) => answer.text)).toEqual(Array(3).fill('{"value":[]}'));
  expect(values(shown).map((each) => each['properties'])).toMatchObject([
    { principalId: DEMO_IDENTITY.objectId, scope: SCOPE },
    { principalId: DEMO_IDENTITY.objectId, scope: SCOPE },
  ]);
});

const PATH = 'providers/Microsoft.Authorization/roleDefinitions';

async function read(cloud: Cloud, path: string, query = ''): Promise<WireAnswer> {
  const rest = query === '' ? '' : `&${query}`;
  return send(cloud, `${path}?api-version=2022-04-01${rest}`, { token: await tokenOf(cloud) });
}
