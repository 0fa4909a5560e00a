// What a deployment would make, predicted by the real Bicep offline: how it is locked, who may do what in it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Prediction } from './bicep.ts';
import { grantsOf, IDENTITY_CLIENT_ID, IDENTITY_PRINCIPAL_ID, ofType, theOne, worked } from './predicted.ts';
import { VARIANTS, type Variant } from './variants.ts';

const permissions = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/permissions.md'), 'utf8');

/** The table 'In Azure' of the docs: role, its id, the type of resource that it is on, who holds it. */
const documented = [
  ...permissions.matchAll(
    /^\| [^|]+\| `([\da-f-]{36})` *\| `([^`]+)` *\| (managed identity|service principal) +\|/gm,
  ),
].map(([, role, scope, who]) => ({ role, scope, who }));

const PRINCIPAL = '5b0f2d6e-8f44-4c1a-9e0d-2a7b6c3d4001';
const HOST_GRANTS = [
  '3913510d-42f4-4e42-8a64-420c390055eb managed identity microsoft.insights/components',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b managed identity Microsoft.Storage/storageAccounts',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 managed identity Microsoft.Storage/storageAccounts',
];
const VAULT_GRANT = '4633458b-17de-408a-b874-0445c86b69e6 managed identity Microsoft.KeyVault/vaults';
const STATE_GRANT =
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 service principal Microsoft.Storage/storageAccounts';

const GRANTS: Record<Variant, string[]> = {
  default: HOST_GRANTS,
  'private-network': [...HOST_GRANTS, VAULT_GRANT],
  secrets: [...HOST_GRANTS, STATE_GRANT, VAULT_GRANT],
  'managed-identity': HOST_GRANTS,
  entra: HOST_GRANTS,
  'several-identities': [...HOST_GRANTS, VAULT_GRANT],
  usgovernment: HOST_GRANTS,
};

/**
 * Each is one that Flex Consumption takes. It refuses, with error 51021: ftpsState, linuxFxVersion, netFrameworkVersion,
 * use32BitWorkerProcess, preWarmedInstanceCount, functionsRuntimeScaleMonitoringEnabled, functionAppScaleLimit.
 * https://github.com/Azure/azure-cli/issues/31414, https://github.com/Azure/terraform-azurerm-avm-res-web-site/issues/360
 */
const SITE_CONFIG = ['cors', 'http20Enabled', 'minTlsVersion', 'scmMinTlsVersion'];

const lower = (texts: readonly string[]) => texts.map((text) => text.toLowerCase()).toSorted();

export function describeDeployment(of: (variant: Variant) => Prediction): void {
  describe('a deployment', () => {
    describe.each(VARIANTS)('with the parameters of %s', (variant) => {
      test('is predicted without a complaint, in one resource group', () => {
        const prediction = of(variant);

        expect(prediction.diagnostics).toEqual([]);
        expect(ofType(prediction, 'Microsoft.Resources/resourceGroups')).toHaveLength(1);
      });

      test('no key opens storage, logs or the vault, nothing in storage is public', () => {
        const prediction = of(variant);

        expect(theOne(prediction, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
          allowSharedKeyAccess: false,
          allowBlobPublicAccess: false,
          allowCrossTenantReplication: false,
          isLocalUserEnabled: false,
          minimumTlsVersion: 'TLS1_2',
          supportsHttpsTrafficOnly: true,
        });
        expect(theOne(prediction, 'Microsoft.Insights/components').properties).toMatchObject({
          DisableLocalAuth: true,
          IngestionMode: 'LogAnalytics',
        });
        expect(theOne(prediction, 'Microsoft.OperationalInsights/workspaces').properties).toMatchObject({
          features: { disableLocalAuth: true },
        });
        for (const { properties } of ofType(
          prediction,
          'Microsoft.Storage/storageAccounts/blobServices/containers',
        ))
          expect(properties).toMatchObject({ publicAccess: 'None' });
        for (const { properties } of ofType(prediction, 'Microsoft.KeyVault/vaults'))
          expect(properties).toMatchObject({
            enableRbacAuthorization: true,
            enablePurgeProtection: true,
            enableSoftDelete: true,
          });
      });

      test('the app takes https of TLS 1.2 alone, and no publishing password', () => {
        const prediction = of(variant);
        const app = theOne(prediction, 'Microsoft.Web/sites');

        expect(app.properties).toMatchObject({
          httpsOnly: true,
          siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2' },
        });
        expect(
          ofType(prediction, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies').map((each) => [
            each.name.split('/').at(-1),
            each.properties,
          ]),
        ).toEqual([
          ['ftp', { allow: false }],
          ['scm', { allow: false }],
        ]);
      });

      test('the app says nothing that Flex Consumption refuses', () => {
        const site = theOne(of(variant), 'Microsoft.Web/sites');

        expect(Object.keys(site.properties?.['siteConfig'] ?? {})).toEqual(SITE_CONFIG);
      });

      test('it runs on Flex Consumption as the user-assigned identity, which also deploys it', () => {
        const prediction = of(variant);
        const identity = theOne(prediction, 'Microsoft.ManagedIdentity/userAssignedIdentities').id;

        expect(theOne(prediction, 'Microsoft.Web/serverfarms')).toMatchObject({ sku: { name: 'FC1' } });
        expect(theOne(prediction, 'Microsoft.Web/sites')).toMatchObject({
          tags: { 'azd-service-name': 'api' },
          identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
          properties: {
            keyVaultReferenceIdentity: identity,
            functionAppConfig: {
              runtime: { name: 'node', version: variant === 'entra' ? '24' : '22' },
              scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 },
              deployment: {
                storage: {
                  type: 'blobContainer',
                  authentication: {
                    type: 'UserAssignedIdentity',
                    userAssignedIdentityResourceId: identity,
                  },
                },
              },
            },
          },
        });
      });

      test('exactly these roles are given, each on one resource, all of them in the docs', () => {
        const who: Record<string, string> = {
          [IDENTITY_PRINCIPAL_ID]: 'managed identity',
          [PRINCIPAL]: 'service principal',
        };
        const grants = grantsOf(of(variant));
        const given = grants.map((each) => `${each.roleDefinitionId} ${who[each.principalId]} ${each.scope}`);

        expect(lower(given)).toEqual(lower(GRANTS[variant]));
        expect(grants.every(({ principalType }) => principalType === 'ServicePrincipal')).toBe(true);
      });

      test('the object id that customers authorize is an output', () => {
        const { outputs } = of(variant);
        const expected = { 'managed-identity': IDENTITY_PRINCIPAL_ID, 'several-identities': '' }[
          variant as string
        ];

        expect(worked(String(outputs['AUTHORIZED_PRINCIPAL_ID']))).toBe(expected ?? PRINCIPAL);
        expect(worked(String(outputs['MANAGED_IDENTITY_CLIENT_ID']))).toBe(IDENTITY_CLIENT_ID);
        expect(worked(String(outputs['MANAGED_IDENTITY_PRINCIPAL_ID']))).toBe(IDENTITY_PRINCIPAL_ID);
        expect(outputs['SERVICE_API_NAME']).toBe(theOne(of(variant), 'Microsoft.Web/sites').name);
      });
    });

    test('the docs list no role that none of these deployments gives', () => {
      const given = new Set(lower(Object.values(GRANTS).flat()));
      const listed = documented.map(({ role, scope, who }) => `${role} ${who} ${scope}`);

      expect(lower(listed)).toEqual([...given].toSorted());
    });

    test.each(['private-network', 'usgovernment'] as const)(
      '%s closes storage and vault to all but its network',
      (variant) => {
        const prediction = of(variant);
        const shut = {
          publicNetworkAccess: 'Disabled',
          networkAcls: { bypass: 'None', defaultAction: 'Deny' },
        };
        const network = theOne(prediction, 'Microsoft.Network/virtualNetworks');
        const targets = ofType(prediction, 'Microsoft.Network/privateEndpoints').flatMap(({ properties }) =>
          (
            properties as {
              privateLinkServiceConnections: {
                properties: { groupIds: string[]; privateLinkServiceId: string };
              }[];
            }
          ).privateLinkServiceConnections.map(
            ({ properties: { groupIds, privateLinkServiceId } }) =>
              `${groupIds.join()} ${privateLinkServiceId}`,
          ),
        );
        const storage = theOne(prediction, 'Microsoft.Storage/storageAccounts');
        const vaults = ofType(prediction, 'Microsoft.KeyVault/vaults');

        expect(storage.properties).toMatchObject(shut);
        for (const vault of vaults) expect(vault.properties).toMatchObject(shut);
        expect(targets).toEqual([
          `blob ${storage.id}`,
          `table ${storage.id}`,
          ...vaults.map(({ id }) => `vault ${id}`),
        ]);
        expect(theOne(prediction, 'Microsoft.Web/sites').properties).toMatchObject({
          virtualNetworkSubnetId: `${network.id}/subnets/app`,
        });
      },
    );

    test.each([
      [
        'private-network',
        [
          'privatelink.blob.core.windows.net',
          'privatelink.table.core.windows.net',
          'privatelink.vaultcore.azure.net',
        ],
      ],
      [
        'usgovernment',
        ['privatelink.blob.core.usgovcloudapi.net', 'privatelink.table.core.usgovcloudapi.net'],
      ],
    ] as const)('%s finds them under their own names', (variant, zones) => {
      const prediction = of(variant);

      expect(ofType(prediction, 'Microsoft.Network/privateDnsZones').map(({ name }) => name)).toEqual(zones);
      expect(ofType(prediction, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks')).toHaveLength(
        zones.length,
      );
      expect(ofType(prediction, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups')).toHaveLength(
        zones.length,
      );
    });

    test('without a private network there is none at all', () => {
      const types = of('default').predictedResources.map(({ type }) => type);

      expect(types.filter((type) => type.startsWith('Microsoft.Network/'))).toEqual([]);
      expect(theOne(of('default'), 'Microsoft.Web/sites').properties).toMatchObject({
        virtualNetworkSubnetId: null,
      });
    });

    test('there is a vault only where a setting is a secret, with one secret each, written only where a value is given', () => {
      const secrets = ofType(of('secrets'), 'Microsoft.KeyVault/vaults/secrets');

      expect(ofType(of('default'), 'Microsoft.KeyVault/vaults')).toEqual([]);
      expect(secrets.map(({ name }) => name.split('/').at(-1))).toEqual([
        'client-secret',
        'notify-teams-url',
        'notify-webhook-url',
        'notify-webhook-secret',
      ]);
      for (const { condition } of secrets)
        expect(condition).toMatch(
          /not\(empty\(coalesce\(tryGet\(parameters\('values'\), '[A-Z_]+'\), ''\)\)\)/,
        );
    });

    test.each([
      ['default', 'https://portal.azure.com'],
      ['usgovernment', 'https://portal.azure.us'],
    ] as const)(
      'in %s the portal, and no other page, may fetch the onboarding template',
      (variant, origin) => {
        expect(theOne(of(variant), 'Microsoft.Web/sites').properties).toMatchObject({
          siteConfig: { cors: { allowedOrigins: [origin], supportCredentials: false } },
        });
      },
    );
  });
}
