// The settings of a local run: the environment over local.settings.json, both over what the demo needs.
import { cp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import {
  readLocalSettings,
  unknownToDemo,
  wantsOwnCloud,
  withDemo,
  withLocalStore,
} from '../../local/local-settings.ts';
import { parseSettings } from '../../src/settings.ts';
import { startChild } from '../harness/child.ts';
import { callUrl, REPOSITORY } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';

describe('local.settings.json', () => {
  test('its Values are the settings', async () => {
    const values = { LINK_POLICY: 'heal', AzureWebJobsStorage: '' };

    expect(await read(JSON.stringify({ IsEncrypted: false, Values: values, Host: { CORS: '*' } }))).toEqual(
      values,
    );
  });

  test('a byte order mark, as Windows editors write it, is no harm', async () => {
    expect(await read('\uFEFF{"Values": {"A": "b"}}')).toEqual({ A: 'b' });
  });

  test('one that is not there is empty', async () => {
    const folder = await temporaryFolder({ onTestFinished });

    expect(await readLocalSettings(join(folder, 'local.settings.json'))).toEqual({});
  });

  test.each([
    ['{', 'no JSON'],
    ['[]', 'the file must be a JSON object, as local.settings.sample.json is.'],
    ['{"IsEncrypted": true, "Values": {}}', 'IsEncrypted'],
    ['{"Values": {"PORT": 7072}}', 'Values.PORT'],
    ['{"Values": []}', 'Values'],
  ])('%s is refused and says %s', async (text, said) => {
    await expect(read(text)).rejects.toThrow(said);
  });
});

describe('the demo', () => {
  test('needs nothing', () => {
    const { problems, settings } = parseSettings(withDemo({}, 'http://127.0.0.1:9', 'folder'));

    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      store: { kind: 'file', path: 'folder' },
      simulatorUrl: 'http://127.0.0.1:9',
    });
  });

  test('what is given goes before it, and what is given empty is missing', () => {
    const given = { PARTNER_ID: '7', LINK_POLICY: 'observe', STORE_PATH: 'mine', CLIENT_ID: '' };

    const environment = withDemo(given, 'http://127.0.0.1:9', 'folder');

    expect(environment).toMatchObject({ ...given, PROVIDER_TENANT_ID: DEMO_IDENTITY.tenantId });
    expect(parseSettings(environment).problems).toEqual([{ name: 'CLIENT_ID', detail: 'is missing' }]);
  });

  test.each([
    [{}, true],
    [{ CREDENTIAL: 'simulator' }, true],
    [{ CREDENTIAL: '', SIMULATOR_URL: '' }, true],
    [{ CREDENTIAL: 'secret' }, false],
    [{ SIMULATOR_URL: 'http://127.0.0.1:9' }, false],
    [{ IDENTITIES: '[{"credential": "simulator"}, {}]', CREDENTIAL: 'secret' }, true],
    [{ IDENTITIES: '[{"credential": "simulator"}, {"credential": "secret"}]' }, false],
    [{ IDENTITIES: '[{"credential": "simulator"}]', SIMULATOR_URL: 'http://127.0.0.1:9' }, false],
    [{ IDENTITIES: '[7, null, {"credential": 7}]' }, true],
    [{ IDENTITIES: 'no JSON' }, true],
    [{ IDENTITIES: '', CREDENTIAL: 'secret' }, false],
  ])('with %o an own Azure is simulated: %s', (given, wanted) => {
    expect(wantsOwnCloud(given)).toBe(wanted);
  });

  test.each([
    [{}, undefined],
    [{ PARTNER_ID: '7', PROVIDER_TENANT_ID: '', CLIENT_ID: DEMO_IDENTITY.clientId }, undefined],
    [{ PROVIDER_TENANT_ID: 'mine', CLIENT_ID: 'mine' }, 'PROVIDER_TENANT_ID and CLIENT_ID'],
    [{ CLIENT_ID: 'mine', CREDENTIAL: '' }, 'CLIENT_ID'],
    [{ CLIENT_ID: 'mine', CREDENTIAL: 'simulator' }, undefined],
    [{ CLIENT_ID: 'mine', SIMULATOR_URL: 'http://127.0.0.1:9' }, undefined],
    [{ CLIENT_ID: 'mine', IDENTITIES: '[{"credential": "simulator"}]' }, undefined],
  ])('of %o it says that it does not know %o', (given, names) => {
    const said = names === undefined ? undefined : `The simulated Azure does not know your ${names}.`;

    expect(unknownToDemo(given)?.slice(0, said?.length)).toBe(said);
  });

  test('a real credential is never mixed with it', () => {
    const { problems } = parseSettings(withLocalStore({ CREDENTIAL: 'secret' }));

    expect(problems.map(({ name }) => name)).toEqual([
      'PROVIDER_TENANT_ID',
      'CLIENT_ID',
      'PARTNER_ID',
      'CLIENT_SECRET',
    ]);
  });

  test('elsewhere only the file store is put in', () => {
    expect(withLocalStore({ CREDENTIAL: 'secret' })).toEqual({ STORE: 'file', CREDENTIAL: 'secret' });
    expect(withLocalStore({ STORE: 'tables' })).toEqual({ STORE: 'tables' });
  });
});

test('npm start lays the environment over the file', async (t) => {
  const folder = await copyOfTheRepository();
  const Values = { PARTNER_ID: '777', LINK_POLICY: 'heal' };
  await writeFile(join(folder, 'local.settings.json'), JSON.stringify({ Values }));

  const product = startChild(t, [join(folder, 'local/run.mjs'), 'local/start.ts'], {
    PORT: '0',
    LINK_POLICY: 'observe',
  });
  const [, url = ''] = await product.until(/^Serving (http:\/\/127\.0\.0\.1:\d+)\/api/m);
  const status = await callUrl(`${url}/api/status`);
  const runs = await callUrl(`${url}/api/reconciliations`);

  expect(status.json).toMatchObject({ identities: [{ link: { state: 'none', wantedPartnerId: '777' } }] });
  expect(runs.json).toMatchObject({ value: [{ link: { action: 'held' } }] });
});

async function copyOfTheRepository(): Promise<string> {
  const folder = await temporaryFolder({ onTestFinished });
  for (const name of ['src', 'functions', 'local', 'host.json', 'package.json'])
    await cp(join(REPOSITORY, name), join(folder, name), { recursive: true });
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

async function read(text: string) {
  const folder = await temporaryFolder({ onTestFinished });
  await writeFile(join(folder, 'local.settings.json'), text);
  return readLocalSettings(join(folder, 'local.settings.json'));
}
