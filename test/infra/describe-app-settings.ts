// The app settings that a deployment would make are the product's, all of them, and the product takes them.
import { describe, expect, test } from 'vitest';
import { parseSettings, SETTING_NAMES, type SettingName } from '../../src/settings.ts';
import { TENANT, type Prediction } from './bicep.ts';
import { appSettings, IDENTITY_CLIENT_ID, IDENTITY_PRINCIPAL_ID } from './predicted.ts';
import { VARIANTS, type Variant } from './variants.ts';

/** Refused by the product in Azure, where no simulated Azure can be: it has no business there, even empty. */
const NOT_IN_AZURE: readonly SettingName[] = ['SIMULATOR_URL'];

/** What the Functions host reads, and the exporter of telemetry. None that costs the warm start: languageWorkers__*. */
const OF_THE_RUNTIME = [
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__tableServiceUri',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
];

/** What Key Vault references turn into before the app sees them. */
const IN_THE_VAULT: Record<string, string> = {
  'client-secret': 'a made-up secret',
  'south-client-secret': 'another made-up secret',
  'notify-teams-url': 'https://example.com/teams',
  'notify-webhook-url': 'https://example.com/hook',
  'notify-webhook-secret': `whsec_${Buffer.from('made up for this test').toString('base64')}`,
};

export function describeAppSettings(prediction: (variant: Variant) => Prediction): void {
  describe('the app settings of a deployment', () => {
    const of = (variant: Variant) => appSettings(prediction(variant));

    /** As the platform gives them to the app. */
    const environmentOf = (variant: Variant): Record<string, string> => ({
      WEBSITE_SITE_NAME: 'func-example',
      WEBSITE_HOSTNAME: 'func-example.azurewebsites.net',
      ...Object.fromEntries(
        Object.entries(of(variant)).map(([name, value]) => {
          const secret = /^@Microsoft\.KeyVault\(VaultName=kv-[a-z\d]{13};SecretName=([a-z\d-]+)\)$/.exec(
            value,
          )?.[1];
          return [name, secret === undefined ? value : (IN_THE_VAULT[secret] ?? '')];
        }),
      ),
    });

    test.each(VARIANTS)('with %s are all that there are, and none that nobody reads', (variant) => {
      const wanted = [...SETTING_NAMES.filter((name) => !NOT_IN_AZURE.includes(name)), ...OF_THE_RUNTIME];
      // Named by an entry of IDENTITIES as the place of its secret.
      if (variant === 'several-identities') wanted.push('SOUTH_CLIENT_SECRET');

      expect(Object.keys(of(variant)).toSorted()).toEqual(wanted.toSorted());
    });

    test.each(VARIANTS)('with %s are taken by the product without a complaint', (variant) => {
      const { problems, settings } = parseSettings(environmentOf(variant));

      expect(problems).toEqual([]);
      expect(settings).toMatchObject({
        store: { kind: 'tables', tableName: 'lighthousekeeper' },
        linkPolicy: 'create',
        reconcileSchedule: '0 17 */6 * * *',
        cloud: variant === 'usgovernment' ? 'usgovernment' : 'public',
      });
    });

    test('by default let the managed identity vouch for the app registration', () => {
      expect(parseSettings(environmentOf('default')).settings?.identities).toEqual([
        {
          name: 'default',
          tenantId: TENANT,
          clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001',
          partnerId: '4242424',
          principalId: '5b0f2d6e-8f44-4c1a-9e0d-2a7b6c3d4001',
          credential: { kind: 'federated', managedIdentityClientId: IDENTITY_CLIENT_ID },
        },
      ]);
    });

    test('make the managed identity the principal itself where that is chosen', () => {
      expect(parseSettings(environmentOf('managed-identity')).settings?.identities).toMatchObject([
        {
          clientId: IDENTITY_CLIENT_ID,
          principalId: IDENTITY_PRINCIPAL_ID,
          credential: { kind: 'managed-identity', managedIdentityClientId: IDENTITY_CLIENT_ID },
        },
      ]);
    });

    test('name the managed identity in the entries of several identities that use it, and only there', () => {
      const { settings } = parseSettings(environmentOf('several-identities'));

      expect(settings?.identities.map(({ name, credential }) => ({ name, credential }))).toEqual([
        { name: 'north', credential: { kind: 'federated', managedIdentityClientId: IDENTITY_CLIENT_ID } },
        { name: 'south', credential: { kind: 'secret', clientSecret: 'another made-up secret' } },
      ]);
      expect(settings?.roleOverrides).toEqual({ 'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'no' });
    });

    test('carry what Entra needs to let callers in', () => {
      expect(parseSettings(environmentOf('entra')).settings?.auth).toEqual({
        mode: 'entra',
        audiences: ['0f1a5c3e-52d7-4a8a-9d1e-6b7c8d9e0001', 'api://0f1a5c3e-52d7-4a8a-9d1e-6b7c8d9e0001'],
        tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b009',
      });
    });

    test.each(VARIANTS)('with %s hold no secret, only references to them', (variant) => {
      const secrets = ['CLIENT_SECRET', 'NOTIFY_TEAMS_URL', 'NOTIFY_WEBHOOK_URL', 'NOTIFY_WEBHOOK_SECRET'];

      for (const name of secrets) expect(of(variant)[name]).toMatch(/^(?:@Microsoft\.KeyVault\(.*\))?$/);
    });

    test.each(VARIANTS)(
      'with %s let the host reach its storage as the identity, without a key',
      (variant) => {
        const settings = of(variant);

        expect(settings).toMatchObject({
          AzureWebJobsStorage__credential: 'managedidentity',
          AzureWebJobsStorage__clientId: IDENTITY_CLIENT_ID,
          APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${IDENTITY_CLIENT_ID};Authorization=AAD`,
        });
        expect(settings['AzureWebJobsStorage__tableServiceUri']).toBe(settings['STORE_TABLES_URL']);
      },
    );
  });
}
