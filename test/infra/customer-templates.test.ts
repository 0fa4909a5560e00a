// What customers deploy, through the real Bicep: ARM and Bicep predict the same resources, whether from infra/lighthouse or
// from GET /api/onboarding-template, and the policy deploys delegate-subscription.json.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { HAS_BICEP, NO_BICEP, startBicep, SUBSCRIPTION, type Bicep, type Prediction } from './bicep.ts';
import { ofType, theOne } from './predicted.ts';

const file = wholeFile();
const root = resolve(import.meta.dirname, '../..');
const lighthouse = join(root, 'infra/lighthouse');

const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const SUPPORT_REQUEST_CONTRIBUTOR = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
const DELETE_ROLE = '91c1777a-f3dc-4fae-b103-61d183457e46';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

interface Authorization {
  principalId: string;
  roleDefinitionId: string;
}

function authorizationsOf(prediction: Prediction): Authorization[] {
  const { properties } = theOne(prediction, 'Microsoft.ManagedServices/registrationDefinitions');
  return properties?.['authorizations'] as Authorization[];
}

/** Where it is assigned. */
function scopeOf(prediction: Prediction): string {
  const { id } = theOne(prediction, 'Microsoft.ManagedServices/registrationAssignments');
  return id.slice(0, id.indexOf('/providers/'));
}

const SCOPES = {
  subscription: `/subscriptions/${SUBSCRIPTION}`,
  resourceGroup: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-erp`,
} as const;

describe.runIf(HAS_BICEP)(`the delegations${NO_BICEP}`, () => {
  let bicep: Bicep;
  let served: Served;
  let folder: string;

  beforeAll(async () => {
    bicep = startBicep(file);
    served = await serveKeeper(file, { settings: { PRINCIPAL_ID: DEMO_IDENTITY.objectId } });
    folder = await temporaryFolder(file);
    // The linter finds its rules beside the files.
    copyFileSync(join(root, 'infra/bicepconfig.json'), join(folder, 'bicepconfig.json'));
  });

  const predictFile = (name: string, format: string) =>
    bicep.predict(`test/infra/params/customers/${name}-${format}.bicepparam`);

  test.each([
    ['subscription', SCOPES.subscription],
    ['resource-group', SCOPES.resourceGroup],
  ])(
    'infra/lighthouse/delegate-%s predicts the same as ARM and as Bicep: three roles, one assignment',
    async (name, scope) => {
      const arm = await predictFile(name, 'json');

      expect(await predictFile(name, 'bicep')).toEqual(arm);
      expect(arm.diagnostics).toEqual([]);
      expect(arm.predictedResources).toHaveLength(2);
      expect(scopeOf(arm)).toBe(scope);
      expect(authorizationsOf(arm).map(({ roleDefinitionId }) => roleDefinitionId)).toEqual([
        READER,
        SUPPORT_REQUEST_CONTRIBUTOR,
        DELETE_ROLE,
      ]);
    },
  );

  const GROUP = '11111111-0000-4000-8000-0000000000aa';
  const EXTRAS: [name: string, authorizations: unknown[]][] = [
    ['none', []],
    [
      'a group, by a name that is full of signs',
      [
        {
          principalId: GROUP,
          principalIdDisplayName: "[concat('a')] it's ${x} \\ \n 𝕊 {}",
          roleDefinitionId: READER,
        },
      ],
    ],
    [
      'delegated roles and just-in-time access',
      [
        {
          principalId: GROUP,
          roleDefinitionId: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
          delegatedRoleDefinitionIds: ['b24988ac-6180-42a0-ab88-20f7382dd24c'],
        },
        {
          principalId: GROUP,
          roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
          justInTimeAccessPolicy: {
            multiFactorAuthProvider: 'Azure',
            maximumActivationDuration: 'PT4H',
            managedByTenantApprovers: [{ principalId: GROUP, principalIdDisplayName: '[Lead]' }],
          },
        },
      ],
    ],
  ];
  const CASES = (['subscription', 'resourceGroup'] as const).flatMap((scope) =>
    EXTRAS.map(([name, extras]) => ({ scope, name, extras })),
  );

  test.each(CASES)(
    'GET /api/onboarding-template for a $scope with $name predicts the same as ARM and as Bicep',
    async ({ scope, name, extras }) => {
      const query = new URLSearchParams({ scope, authorizations: JSON.stringify(extras) });
      const predicted = async (format: string, extension: string) => {
        const { status, text } = await served.call(
          `/api/onboarding-template?${query.toString()}&format=${format}`,
        );
        expect(status).toBe(200);
        const path = join(folder, `${scope}-${name.replaceAll(/\W/g, '')}`);
        const template = `${path}.${extension}`;
        writeFileSync(template, text);
        const group = scope === 'resourceGroup' ? "param rgName = 'rg-erp'\n" : '';
        writeFileSync(`${template}.bicepparam`, `using '${template.slice(folder.length + 1)}'\n${group}`);
        return bicep.predict(`${template}.bicepparam`);
      };

      const arm = await predicted('arm', 'json');

      expect(await predicted('bicep', 'bicep')).toEqual(arm);
      expect(arm.diagnostics).toEqual([]);
      expect(scopeOf(arm)).toBe(SCOPES[scope]);
      const own = authorizationsOf(arm).slice(0, 3);
      expect(own.every(({ principalId }) => principalId === DEMO_IDENTITY.objectId)).toBe(true);
      const { properties } = theOne(arm, 'Microsoft.ManagedServices/registrationDefinitions');
      const eligible = (properties?.['eligibleAuthorizations'] ?? []) as unknown[];
      expect([...authorizationsOf(arm).slice(3), ...eligible]).toEqual(extras);
      const warnings = await bicep.diagnose(join(folder, `${scope}-${name.replaceAll(/\W/g, '')}.bicep`));
      expect(warnings.filter(({ level }) => level !== 'Info')).toEqual([]);
    },
  );

  describe('the policy for a management group', () => {
    let prediction: Prediction;
    beforeAll(async () => {
      prediction = await bicep.predict(
        'test/infra/params/customers/management-group-bicep.bicepparam',
        'mg-customers',
      );
    });

    test('is one definition, one assignment, and Owner for the identity of the assignment alone', () => {
      const { properties } = theOne(prediction, 'Microsoft.Authorization/roleAssignments');

      expect(prediction.predictedResources.map(({ type }) => type.split('/')[1])).toEqual([
        'policyDefinitions',
        'policyAssignments',
        'roleAssignments',
      ]);
      expect(String(properties?.['roleDefinitionId']).split('/').at(-1)).toBe(OWNER);
      expect(properties?.['principalId']).toMatch(/policyAssignments\/.*identity\.principalId/);
    });

    test('deploys delegate-subscription.json with the parameters of the assignment, under the name that it looks for', async () => {
      const rule = theOne(prediction, 'Microsoft.Authorization/policyDefinitions').properties?.[
        'policyRule'
      ] as { then: { details: Details } };
      const { details } = rule.then;
      const assigned = theOne(prediction, 'Microsoft.Authorization/policyAssignments').properties?.[
        'parameters'
      ] as Record<string, { value: string }>;
      const delegation = theOne(
        await predictFile('subscription', 'json'),
        'Microsoft.ManagedServices/registrationDefinitions',
      );

      expect(details.deployment.properties.template).toEqual(
        JSON.parse(readFileSync(join(lighthouse, 'delegate-subscription.json'), 'utf8')),
      );
      expect(details.name).toBe("[parameters('definitionName')]");
      expect(assigned['definitionName']?.value).toBe(delegation.name);
      for (const [name, { value }] of Object.entries(details.deployment.properties.parameters))
        expect({ [name]: value }).toEqual({ [name]: `[parameters('${name}')]` });
      expect(Object.keys(assigned)).toEqual(
        expect.arrayContaining(Object.keys(details.deployment.properties.parameters)),
      );
    });

    test('tells the docs the id of its assignment: az looks for a name in the current subscription alone', () => {
      const docs = readFileSync(join(root, 'docs/customers.md'), 'utf8');
      const [, output] = /properties\.outputs\.(\w+)\.value/.exec(docs) ?? [];
      const { outputs } = JSON.parse(
        readFileSync(join(lighthouse, 'delegate-management-group.json'), 'utf8'),
      ) as { outputs: Record<string, { value: string }> };

      expect(Object.keys(outputs)).toEqual([output]);
      expect(outputs[output ?? '']?.value).toMatch(
        /^\[extensionResourceId\(managementGroup\(\)\.id, 'Microsoft\.Authorization\/policyAssignments', /,
      );
    });

    test('is the same as ARM (npm run templates)', async () => {
      const compiled = await bicep.template('infra/lighthouse/delegate-management-group.bicep');

      expect(JSON.parse(readFileSync(join(lighthouse, 'delegate-management-group.json'), 'utf8'))).toEqual(
        compiled,
      );
    });
  });

  test('nothing but the policy gives anybody a role of Azure RBAC', async () => {
    for (const name of ['subscription', 'resource-group'])
      expect(ofType(await predictFile(name, 'json'), 'Microsoft.Authorization/roleAssignments')).toEqual([]);
  });
});

interface Details {
  name: string;
  deployment: { properties: { template: unknown; parameters: Record<string, { value: string }> } };
}
