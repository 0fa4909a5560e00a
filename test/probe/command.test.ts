// `npm run probe` as a person or a program runs it: what it prints, masks and never prints, and how it ends.
import { expect, test, type TestContext } from 'vitest';
import * as z from 'zod';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { startChild } from '../harness/child.ts';
import { cloudFor, settingsFor, type Environment } from '../harness/keeper.ts';
import { eavesdrop } from '../telemetry/eavesdropper.ts';

const report = z.looseObject({
  azure: z.enum(['real', 'simulated']),
  identity: z.string(),
  tenantId: z.string(),
  totals: z.strictObject({ confirmed: z.number(), differs: z.number(), 'not-seen': z.number() }),
  assumptions: z.array(
    z.discriminatedUnion('verdict', [
      z.strictObject({
        assumption: z.string(),
        assumed: z.string(),
        verdict: z.enum(['confirmed', 'differs']),
        seen: z.string(),
      }),
      z.strictObject({
        assumption: z.string(),
        assumed: z.string(),
        verdict: z.literal('not-seen'),
        seen: z.string(),
        wouldShow: z.string(),
      }),
    ]),
  ),
});

async function probe(t: TestContext, environment: Environment, ...args: string[]) {
  const child = startChild(t, ['local/run.mjs', 'local/probe.ts', ...args], environment);
  const code = await child.ended;
  return { code, output: child.output(), errors: child.errors() };
}

test('people read what was seen, with ids masked, and no token or secret', async (t) => {
  const cloud = await cloudFor(t, { assumptions: { definitionNamesManagee: true } });
  const between = await eavesdrop(t, cloud.url);

  const { code, output, errors } = await probe(t, settingsFor(between.url, '.'), '--failed-sign-ins');

  expect(code).toBe(0);
  expect(errors).toBe('');
  expect(output).toContain('Differs (1)\n  ✗ definitionNamesManagee:');
  expect(output).toMatch(/^\d+ confirmed, 1 differs, \d+ could not be seen\.$/m);
  expect(output).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/i);
  expect(between.secrets.size).toBeGreaterThan(3);
  for (const secret of between.secrets) expect(output).not.toContain(secret);
});

test('programs read JSON, and ids whole where they are asked for', async (t) => {
  const cloud = await cloudFor(t);

  const { code, output } = await probe(t, settingsFor(cloud.url, '.'), '--json', '--show-ids');

  const parsed = report.parse(JSON.parse(output));
  expect(code).toBe(0);
  expect(parsed).toMatchObject({
    azure: 'simulated',
    tenantId: DEMO_IDENTITY.tenantId,
    totals: { differs: 0 },
  });
  expect(parsed.assumptions).toHaveLength(37);
});

test('without settings it shows itself on a simulated Azure of its own, and says that this proves nothing', async (t) => {
  const { code, output } = await probe(t, {});

  expect(code).toBe(0);
  expect(output).toContain('a simulated Azure, which proves nothing');
});

test('it asks as the identity that is named', async (t) => {
  const identities = ['first', 'second'].map((name, index) => ({
    name,
    tenantId: DEMO_IDENTITY.tenantId,
    clientId: index === 1 ? DEMO_IDENTITY.clientId : '7c11e47a-2d58-4e0f-9b36-51a8d4f0cfff',
    partnerId: '4242424',
    credential: 'simulator',
  }));
  const cloud = await cloudFor(t);
  const environment = { IDENTITIES: JSON.stringify(identities), SIMULATOR_URL: cloud.url };

  const { code, output } = await probe(t, environment, '--json', '--identity', 'second');

  expect(code).toBe(0);
  expect(report.parse(JSON.parse(output)).identity).toBe('second');
});

test.for<[what: string, environment: (url: string) => Environment, args: string[], said: RegExp]>([
  ['a wrong setting', (url) => ({ ...settingsFor(url, '.'), CLIENT_ID: 'abc' }), [], /^CLIENT_ID must be/m],
  [
    'no token',
    (url) => ({ ...settingsFor(url, '.'), CLIENT_ID: DEMO_IDENTITY.tenantId }),
    [],
    /not found in the directory/,
  ],
  [
    'a tenant of your own and no CREDENTIAL',
    () => ({ PROVIDER_TENANT_ID: '11111111-2222-4333-8444-555555555555' }),
    [],
    /does not know your PROVIDER_TENANT_ID\. For your own tenant set CREDENTIAL too/,
  ],
  [
    'an identity that is not there',
    (url) => settingsFor(url, '.'),
    ['--identity', 'north'],
    /no identity north/,
  ],
  ['an unknown option', (url) => settingsFor(url, '.'), ['--write'], /--write/],
  ['a known that is no GUID', (url) => settingsFor(url, '.'), ['--known', 'hidden=1'], /--known must be/],
  ['a limit of none', (url) => settingsFor(url, '.'), ['--limit', '0'], /--limit must be/],
])('with %s it cannot run: 2, and why', async ([, environment, args, said], t) => {
  const cloud = await cloudFor(t);

  const { code, output, errors } = await probe(t, environment(cloud.url), ...args);

  expect(code).toBe(2);
  expect(output).toBe('');
  expect(errors).toMatch(said);
});
