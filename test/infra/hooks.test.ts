// The hooks of azd: the app registration without a secret, made once, found again, and what they say where a right is
// lacking. In bash and, where it is installed, in PowerShell.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CLOUDS } from '../../src/azure/clouds.ts';
import { hasShell, layHooks, PROVIDER, runLine, type Shell } from './hooks.ts';

const root = resolve(import.meta.dirname, '../..');

const IDENTITY = '11111111-0000-4000-8000-000000000b1d';
const ANOTHER = '11111111-0000-4000-8000-000000000b1e';
const OUTPUTS = {
  MANAGED_IDENTITY_PRINCIPAL_ID: IDENTITY,
  SERVICE_API_HOST: 'func-example.azurewebsites.net',
  SERVICE_API_NAME: 'func-example',
  AZURE_RESOURCE_GROUP: 'rg-keeper-test',
  AZURE_PORTAL_URL: 'https://portal.azure.com',
};
const NAME = 'Lighthouse Keeper (keeper-test)';
const CREDENTIAL = {
  name: 'lighthouse-keeper-keeper-test',
  issuer: `https://login.microsoftonline.com/${PROVIDER}/v2.0`,
  subject: IDENTITY,
  audiences: ['api://AzureADTokenExchange'],
};
const writes = (calls: readonly string[]) => calls.filter((call) => / (?:create|update)$/.test(call));

const SHELLS: Shell[] = ['sh', 'pwsh'];

describe.each(SHELLS.filter(hasShell))('the hooks in %s', (shell) => {
  test('make the app registration, its principal and its federated credential', async (t) => {
    const hooks = await layHooks(t, shell);

    const before = await hooks.run('preprovision');
    const after = await hooks.run('postprovision', OUTPUTS);

    const { apps, env } = await hooks.state();
    expect([before.code, after.code]).toEqual([0, 0]);
    expect(apps).toMatchObject([{ displayName: NAME, audience: 'AzureADMyOrg', credentials: [CREDENTIAL] }]);
    expect(env).toEqual({
      CLIENT_ID: apps[0]?.appId,
      PRINCIPAL_ID: apps[0]?.principal,
      PROVIDER_TENANT_ID: PROVIDER,
    });
    expect(after.said).toContain('no secret is needed anywhere');
  });

  test.for(Object.values(CLOUDS))(
    'give the credential the audience that the product asks a token for: $federationAudience',
    async ({ authorityHost, federationAudience }, t) => {
      const hooks = await layHooks(t, shell);
      await hooks.change((state) => (state.authority = authorityHost));
      await hooks.run('preprovision');

      await hooks.run('postprovision', OUTPUTS);

      const { apps } = await hooks.state();
      const issuer = `${authorityHost}/${PROVIDER}/v2.0`;
      expect(apps[0]?.credentials).toEqual([
        expect.objectContaining({ issuer, audiences: [federationAudience] }),
      ]);
    },
  );

  test('change nothing when they run again', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.run('preprovision');
    await hooks.run('postprovision', OUTPUTS);
    const first = await hooks.state();
    await hooks.change((state) => (state.calls = []));

    const before = await hooks.run('preprovision');
    const after = await hooks.run('postprovision', OUTPUTS);

    const second = await hooks.state();
    expect([before.code, after.code]).toEqual([0, 0]);
    expect(second.apps).toEqual(first.apps);
    expect(second.env).toEqual(first.env);
    expect(writes(second.calls)).toEqual([]);
  });

  test('find the registration again where the azd environment was lost', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.run('preprovision');
    const first = await hooks.state();
    await hooks.change((state) => (state.env = {}));

    await hooks.run('preprovision');

    expect(await hooks.state()).toMatchObject({ apps: first.apps, env: first.env });
  });

  test('set the federated credential to a managed identity that was made anew', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.run('preprovision');
    await hooks.run('postprovision', OUTPUTS);

    const { code } = await hooks.run('postprovision', {
      ...OUTPUTS,
      MANAGED_IDENTITY_PRINCIPAL_ID: ANOTHER,
    });

    const { apps } = await hooks.state();
    expect(code).toBe(0);
    expect(apps[0]?.credentials).toMatchObject([{ ...CREDENTIAL, subject: ANOTHER }]);
  });

  test.for([
    ['ad app create', 'Making the app registration was refused', 'az ad app create --display-name'],
    [
      'ad sp create',
      'Making the service principal of the app registration was refused',
      'az ad sp create --id',
    ],
  ] as const)(
    'stop where %s is refused, and say which role it takes and how',
    async ([call, what, command], t) => {
      const hooks = await layHooks(t, shell);
      await hooks.change((state) => state.refused.push(call));

      const { code, said } = await hooks.run('preprovision');

      expect(code).toBe(1);
      expect(said).toContain('Insufficient privileges');
      expect(said).toContain(what);
      expect(said).toContain('Application Developer');
      expect(said).toContain(command);
      expect((await hooks.state()).env).toEqual({});
    },
  );

  test.for(['list', 'create'])(
    'go on where federated-credential %s is refused, with the step that is left',
    async (call, t) => {
      const hooks = await layHooks(t, shell);
      await hooks.run('preprovision');
      await hooks.change((state) => state.refused.push(`ad app federated-credential ${call}`));

      const { code, said } = await hooks.run('postprovision', OUTPUTS);

      const { env } = await hooks.state();
      const command = /az ad app federated-credential create --id (\S+) --parameters '(.+)'/.exec(said);
      expect(code).toBe(0);
      expect(said).toContain('ONE STEP IS LEFT');
      expect(said).toContain('Cloud Application Administrator');
      expect(command?.[1]).toBe(env['CLIENT_ID']);
      expect(JSON.parse(command?.[2] ?? '')).toMatchObject(CREDENTIAL);
    },
  );

  test('make nothing in another tenant than that of the subscription, which no managed identity would vouch for', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.change((state) => (state.subscriptionTenant = ANOTHER));

    const { code, said } = await hooks.run('preprovision', { AZURE_SUBSCRIPTION_ID: IDENTITY });

    const { apps, env } = await hooks.state();
    expect([code, apps, env]).toEqual([1, [], {}]);
    expect(said).toContain(`subscription ${IDENTITY} of tenant ${ANOTHER}`);
    expect(said).toContain(`az account set --subscription ${IDENTITY}`);
  });

  test.for([
    ['is in the same tenant', PROVIDER, 'federated'],
    ['is not known to the Azure CLI', undefined, 'federated'],
    ['is elsewhere, and no managed identity vouches', ANOTHER, 'secret'],
  ] as const)('go on where the subscription %s', async ([, tenant, credential], t) => {
    const hooks = await layHooks(t, shell);
    await hooks.change((state) => Object.assign(state, { subscriptionTenant: tenant }));
    const environment = { AZURE_SUBSCRIPTION_ID: IDENTITY, CREDENTIAL: credential };

    expect((await hooks.run('preprovision', environment)).code).toBe(0);
  });

  test('take a client id that was given, and make only what is missing', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.change((state) => {
      state.apps.push({ appId: 'given', displayName: 'Ours', credentials: [] });
      state.env['CLIENT_ID'] = 'given';
    });

    const { code } = await hooks.run('preprovision');

    const { apps, env, calls } = await hooks.state();
    expect(code).toBe(0);
    expect(env).toMatchObject({ CLIENT_ID: 'given', PRINCIPAL_ID: apps[0]?.principal });
    expect(writes(calls)).toEqual(['az ad sp create']);
  });

  test('take none of two registrations with the same name', async (t) => {
    const hooks = await layHooks(t, shell);
    await hooks.change((state) => {
      for (const appId of ['one', 'two']) state.apps.push({ appId, displayName: NAME, credentials: [] });
    });

    const { code, said } = await hooks.run('preprovision');

    expect(code).toBe(1);
    expect(said).toContain('azd env set CLIENT_ID');
  });

  test.for([{ CREDENTIAL: 'managed-identity' }, { APP_REGISTRATION: 'none' }] as Record<string, string>[])(
    'touch nothing with %o',
    async (environment, t) => {
      const hooks = await layHooks(t, shell);

      const before = await hooks.run('preprovision', environment);
      const after = await hooks.run('postprovision', { ...OUTPUTS, ...environment });

      expect([before.code, after.code]).toEqual([0, 0]);
      expect((await hooks.state()).calls).toEqual([]);
    },
  );

  test('stop where nobody is signed in, or in another tenant', async (t) => {
    const hooks = await layHooks(t, shell);

    const elsewhere = await hooks.run('preprovision', { PROVIDER_TENANT_ID: ANOTHER });
    await hooks.change((state) => delete state.tenant);
    const nobody = await hooks.run('preprovision');

    expect([elsewhere.code, nobody.code]).toEqual([1, 1]);
    expect(elsewhere.said).toContain(`az login --tenant ${ANOTHER}`);
    expect(nobody.said).toContain('az login');
  });

  test('print at the end what customers authorize, the template, and the first check', async (t) => {
    const hooks = await layHooks(t, shell);
    const principal = '5b0f2d6e-8f44-4c1a-9e0d-2a7b6c3d4001';

    const keys = await hooks.run('postdeploy', { ...OUTPUTS, AUTHORIZED_PRINCIPAL_ID: principal });
    const entra = await hooks.run('postdeploy', { ...OUTPUTS, AUTH_MODE: 'entra' });

    expect([keys.code, entra.code]).toEqual([0, 0]);
    expect(keys.said).toContain(principal);
    expect(keys.said).toContain('https://func-example.azurewebsites.net/api/onboarding-template');
    expect(keys.said).toContain('--function-name onboarding-template');
    expect(keys.said).toContain('/api/health/ready');
    expect(entra.said).not.toContain('keys list');
    expect(entra.said).toContain('docs/customers.md');
  });

  test('print the commands of a link into the portal, which is what they say, and never a key', async (t) => {
    const hooks = await layHooks(t, shell);

    const { said } = await hooks.run('postdeploy', OUTPUTS);

    const template = 'https://func-example.azurewebsites.net/api/onboarding-template?code=a+key==';
    const [line = ''] = said.split('\n').filter((each) => each.includes('#create/Microsoft.Template'));
    expect(runLine(shell, line, { key: 'a+key==' }).trim()).toBe(
      `https://portal.azure.com/#create/Microsoft.Template/uri/${encodeURIComponent(template)}`,
    );
    expect((await hooks.state()).calls).toEqual([]);
  });
});

describe.each(SHELLS.filter((each) => !hasShell(each)))('the hooks in %s', (shell) => {
  test.runIf(hasShell(shell))(`(left out: no ${shell} here)`, () => expect.unreachable());
});

test('azd runs every hook that there is, in both shells, and leaves what they print to be read', () => {
  const { hooks } = parse(readFileSync(join(root, 'azure.yaml'), 'utf8')) as { hooks: object };

  expect(hooks).toEqual(
    Object.fromEntries(
      ['preprovision', 'postprovision', 'postdeploy'].map((hook) => [
        hook,
        {
          posix: { shell: 'sh', run: `infra/hooks/${hook}.sh`, interactive: true },
          windows: { shell: 'pwsh', run: `infra/hooks/${hook}.ps1`, interactive: true },
        },
      ]),
    ),
  );
});
