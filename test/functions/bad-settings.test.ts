// A bad setting: the ready check names exactly it, the other routes are 503, health lives on, and no value is told.
import { describe, expect, test } from 'vitest';
import { BAD_SETTINGS } from '../harness/bad-settings.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { settingsFor, type Environment } from '../harness/keeper.ts';
import { createApp, shareApp } from '../../src/app.ts';
import { createLogger } from '../../src/console-logger.ts';
import { DEFAULT_SCHEDULE } from '../../src/schedule.ts';
import { parseSettings } from '../../src/settings.ts';

test('each bad setting is named by the ready check, alone, and its value is told nowhere', async (t) => {
  const { call, post, host, hostLogs, environment: good } = await serveKeeper(t);
  for (const [names, settings] of BAD_SETTINGS) {
    const lines: string[] = [];
    const environment = { ...good, ...settings };
    shareApp(createApp(parseSettings(environment), { logger: createLogger((line) => lines.push(line)) }));

    const ready = await call('/api/health/ready');
    const others = [await call('/api/status'), await post('/api/reconciliations', { bad: 1 })];
    await host.invokeTimer('reconcile');
    const health = await call('/api/health');

    const why = JSON.stringify(settings);
    const told = namesOf(expectProblem(ready, 503, 'settings-invalid'));
    expect(told.toSorted(), why).toEqual(names.toSorted());
    for (const answer of others) {
      const problem = expectProblem(answer, 503, 'settings-invalid');
      expect(namesOf(problem).toSorted(), why).toEqual(names.toSorted());
    }
    expect(health.status).toBe(200);
    const words = [ready, ...others].map(({ text }) => text).concat(lines, hostLogs.splice(0).map(toText));
    for (const value of telltalesOf(settings))
      expect(
        words.filter((each) => each.includes(value)),
        why,
      ).toEqual([]);
    expect(lines.join(), why).toContain('SettingsInvalid');
  }
}, 60_000);

describe('what is no problem', () => {
  test.each<[string, Environment]>([
    [
      'optional settings that are empty',
      { PRINCIPAL_ID: '', LINK_POLICY: '', ROLE_OVERRIDES: '', STORE_PATH: '' },
    ],
    ['GUIDs in capitals', { PROVIDER_TENANT_ID: '0E6D1C17-9A40-4B1E-8C52-3F7A90D2B001' }],
    ['localhost', { SIMULATOR_URL: 'http://localhost:80' }],
    ['IPv6 loopback', { SIMULATOR_URL: 'http://[::1]:80/' }],
    ['another 127 address', { SIMULATOR_URL: 'http://127.9.9.9:80' }],
    ['the site name empty', { WEBSITE_SITE_NAME: '' }],
    ['a secret', { CREDENTIAL: 'secret', CLIENT_SECRET: 'x', SIMULATOR_URL: undefined }],
    ['a certificate', { CREDENTIAL: 'certificate', CLIENT_CERTIFICATE_PATH: '/x', SIMULATOR_URL: '' }],
    ['a system-assigned identity', { CREDENTIAL: 'managed-identity', SIMULATOR_URL: '' }],
    ['federation', { CREDENTIAL: 'federated', SIMULATOR_URL: '', WEBSITE_SITE_NAME: 'app' }],
    ['Tables in Azure', tables('https://x.table.core.windows.net')],
    ['Tables with the slash that Azure names it with', tables('https://x.table.core.windows.net/')],
    ['Tables in a DNS zone', tables('https://x.z01.table.storage.azure.net')],
    [
      'Tables in another cloud',
      { ...tables('https://x.table.core.usgovcloudapi.net'), AZURE_CLOUD: 'usgovernment' },
    ],
    ['Azurite', tables('UseDevelopmentStorage=true')],
    [
      'Azurite on another port',
      tables(
        'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=eA==;TableEndpoint=http://127.0.0.1:9/a;',
      ),
    ],
    ['Entra tokens', { AUTH_MODE: 'entra', AUTH_AUDIENCE: ' api://keeper , KEEPER' }],
    ['an audience that nobody asks for', { AUTH_AUDIENCE: 'api://keeper' }],
    ['a table name', { STORE_TABLE_NAME: 'Keeper2' }],
    ['a schedule of names', { RECONCILE_SCHEDULE: '0 */5 8-18 * * Mon-Fri' }],
    ['the largest concurrency', { SCAN_CONCURRENCY: '256' }],
    ['several identities, of several kinds', several()],
    ['one of IDENTITIES, and the single settings not looked at', { ...several(1), ...UNUSED }],
    [
      'a secret in CLIENT_SECRET',
      { ...several(1, { clientSecretSetting: 'CLIENT_SECRET' }), CLIENT_SECRET: 'x' },
    ],
    ['simulated identities', simulated({ principalId: '0E6D1C17-9A40-4B1E-8C52-3F7A90D2B001' })],
    ['a name of its own setting that nothing asks for', simulated({ clientSecretSetting: 'NOT_THERE' })],
    [
      'simulated identities and Azurite on another port',
      {
        ...simulated(),
        ...tables(
          'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=eA==;TableEndpoint=http://127.0.0.1:9/a;',
        ),
      },
    ],
    ['IDENTITIES that is empty', { IDENTITIES: '' }],
    ['settings of the host', { FUNCTIONS_WORKER_RUNTIME: 'node', AzureWebJobsStorage: 'x' }],
  ])('%s', (_, settings) => {
    expect(parseSettings({ ...settingsFor('http://127.0.0.1:9', 'x'), ...settings }).problems).toEqual([]);
  });
});

test('a bad schedule registers the default one, and the timer works on', async (t) => {
  const served = await serveKeeper(t, { settings: { RECONCILE_SCHEDULE: 'at noon' } });

  await served.host.invokeTimer('reconcile');

  expect(served.host.functions.find(({ name }) => name === 'reconcile')).toMatchObject({
    schedule: DEFAULT_SCHEDULE,
  });
  expect(served.host.errors).toEqual([]);
  const { items } = await served.store.listRuns({ limit: 10 });
  expect(items).toMatchObject([{ trigger: 'timer', state: 'partial' }]);
});

test('a good schedule is registered as it is, a literal', async (t) => {
  const { host } = await serveKeeper(t, { settings: { RECONCILE_SCHEDULE: '0 5 1 * * *' } });

  expect(host.functions.find(({ name }) => name === 'reconcile')).toMatchObject({ schedule: '0 5 1 * * *' });
});

test('bad settings leave every function registered', async (t) => {
  const good = await serveKeeper(t);
  const bad = await serveKeeper(t, { settings: { CREDENTIAL: undefined } });

  const names = good.host.functions.map(({ name }) => name);
  expect(bad.host.functions.map(({ name }) => name)).toEqual(names);
  expect(bad.host.functions.filter(({ disabled }) => disabled !== undefined)).toEqual([]);
});

const ID = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b00';
/** Beside IDENTITIES: whatever they say. */
const UNUSED = {
  PROVIDER_TENANT_ID: 'x',
  CLIENT_ID: '',
  PARTNER_ID: 'x',
  CREDENTIAL: 'x',
  PRINCIPAL_ID: 'x',
};

/** The first ones of one identity of each kind. */
function several(count = 5, first: Record<string, string> = {}): Environment {
  const entries = [
    { credential: 'secret', clientSecretSetting: 'A.SECRET_1', ...first },
    { credential: 'certificate', clientCertificatePath: '/x' },
    { credential: 'federated', managedIdentityClientId: `${ID}8` },
    { credential: 'managed-identity', managedIdentityClientId: `${ID}9` },
    { credential: 'managed-identity' },
  ].map((each, index) => ({
    name: `${index}-x`,
    tenantId: `${ID}1`,
    clientId: `${ID}${index}`,
    partnerId: '1',
    ...each,
  }));
  const IDENTITIES = JSON.stringify(entries.slice(0, count));
  return { IDENTITIES, SIMULATOR_URL: undefined, 'A.SECRET_1': 'x' };
}

function simulated(fields: Record<string, string> = {}): Environment {
  const one = { name: 'a', tenantId: `${ID}1`, clientId: `${ID}2`, partnerId: '1', credential: 'simulator' };
  // The same client id in another tenant is another principal.
  const two = { ...one, name: '-', tenantId: `${ID}3` };
  return { IDENTITIES: JSON.stringify([{ ...one, ...fields }, two]) };
}

function tables(url: string): Environment {
  return { STORE: 'tables', STORE_TABLES_URL: url };
}

function toText({ message }: { message: string }): string {
  return message;
}

/** What could not stand in an answer or a log by chance: such values, and what is planted in one. */
function telltalesOf(settings: Environment): string[] {
  return Object.values(settings).flatMap((value = '') => [
    ...(/:\/\/|\d{8}/.test(value) ? [value] : []),
    ...(value.includes('s3cret') ? ['s3cret'] : []),
  ]);
}
