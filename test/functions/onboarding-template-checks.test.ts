// POST /api/onboarding-template-checks over HTTP (contract §7.4).
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import type { Served } from '../harness/host.ts';
import { postChunked } from '../harness/chunked.ts';
import {
  CHECKS,
  DELETE_ROLE,
  OWNER,
  READER,
  SUPPORT,
  TEAM,
  serveTemplates,
  type TemplatesServed,
} from '../harness/template-served.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let served: Served;
let principalId: string;
let check: TemplatesServed['check'];

beforeAll(async () => {
  ({ served, principalId, check } = await serveTemplates(file));
});

const counting = () => [{ principalId, roleDefinitionId: SUPPORT }];

function sample(authorizations: unknown) {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-08-01/subscriptionDeploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { authorizations: { type: 'array' } },
    resources: [
      {
        type: 'Microsoft.ManagedServices/registrationDefinitions',
        apiVersion: '2022-10-01',
        name: "[guid('Managed')]",
        properties: { managedByTenantId: DEMO_IDENTITY.tenantId, authorizations },
      },
      {
        type: 'Microsoft.ManagedServices/registrationAssignments',
        apiVersion: '2022-10-01',
        name: "[guid('Managed')]",
        properties: {
          registrationDefinitionId:
            "[resourceId('Microsoft.ManagedServices/registrationDefinitions', guid('Managed'))]",
        },
      },
    ],
  };
}

const ASKING = "[parameters('authorizations')]";

describe('the check', () => {
  test('takes a template with parameters, in a file or not', async () => {
    const values = { authorizations: { value: counting() } };
    const $schema =
      'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentParameters.json#';

    const words = await Promise.all(
      [values, { $schema, contentVersion: '1.0.0.0', parameters: values }, { parameters: values }].map(
        async (parameters) => (await check({ template: sample(ASKING), parameters })).recognition,
      ),
    );

    expect(words).toEqual(['pec', 'pec', 'pec']);
  });

  test('takes a bare template and a list', async () => {
    const bare = await check(sample(counting()));
    const list = await check({ authorizations: counting(), managedByTenantId: DEMO_IDENTITY.tenantId });

    expect([bare.recognition, list.recognition]).toEqual(['pec', 'pec']);
    expect(bare.missing.map((each) => 'roleDefinitionId' in each && each.roleDefinitionId)).toEqual([
      READER,
      DELETE_ROLE,
    ]);
    expect((await check(list.mended)).missing).toEqual([]);
  });

  test('says what Lighthouse refuses, where and why, and gives it mended', async () => {
    const checked = await check({
      template: sample([...counting(), { principalId: TEAM, roleDefinitionId: OWNER }]),
    });

    expect(checked).toMatchObject({ recognition: 'none', carriedBy: null });
    expect(checked.refused.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/template/resources/0/properties/authorizations/1/roleDefinitionId', 'role-owner'],
    ]);
    expect(await check(checked.mended)).toMatchObject({ recognition: 'pec', refused: [] });
  });

  test('is unknown with the place where a value is not known, or lies in a key vault', async () => {
    const reference = { keyVault: { id: 'x' }, secretName: 'y' };

    const [without, secret] = await Promise.all([
      check({ template: sample(ASKING) }),
      check({ template: sample(ASKING), parameters: { authorizations: { reference } } }),
    ]);

    for (const checked of [without, secret]) {
      expect(checked.recognition).toBe('unknown');
      expect(checked.unresolved.map(({ pointer }) => pointer)).toEqual([
        '/template/resources/0/properties/authorizations',
      ]);
    }
    expect(secret.unresolved[0]?.message).toContain('key vault');
  });

  test('takes up to 1 MiB and is not to be kept', async () => {
    const padded = { ...sample(counting()), metadata: { text: 'x'.repeat(1_000_000) } };

    const taken = await served.post(CHECKS, padded);
    const tooLarge = await served.post(CHECKS, { ...padded, more: 'x'.repeat(50_000) });

    expect(taken.status).toBe(200);
    expect(taken.headers.get('cache-control')).toBe('no-store');
    expect(expectProblem(tooLarge, 413, 'body-too-large').detail).toContain('1048576');
  });

  test('bears templates that unfold without end', async () => {
    const variables = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `v${n}`,
        `[concat(variables('v${n - 1}'), variables('v${n - 1}'))]`,
      ]),
    );
    const template = { ...sample("[variables('v59')]"), variables: { ...variables, v0: counting() } };

    const checked = await check({ template });

    expect(checked.recognition).toBe('unknown');
  });

  test('says that a chunked body did not arrive, and no way through the query', async () => {
    const answer = await postChunked(`${served.host.url}${CHECKS}`, ['{}']);

    const { detail } = expectProblem(answer, 400, 'body-not-received');
    expect(detail).toContain('Content-Length');
    expect(detail).not.toContain('query');
  });

  test.each([
    [{ resources: [] }],
    [{ template: {} }],
    [{ template: { resources: [{ type: 'Microsoft.Storage/storageAccounts' }] } }],
  ])('%j has no Lighthouse resource', async (body) => {
    expectProblem(await served.post(CHECKS, body), 400, 'template-not-lighthouse');
  });

  test.each([
    ['[]', ['']],
    ['5', ['']],
    ['', ['/template']],
    ['{}', ['/template']],
    ['{', ['']],
    [`{"template":${'['.repeat(200)}${']'.repeat(200)}}`, ['']],
    [`${'['.repeat(300_000)}${']'.repeat(300_000)}`, ['']],
    ['{"template":5}', ['/template']],
    ['{"template":{},"parameters":5,"x/y":1}', ['/x~1y', '/parameters']],
    ['{"template":{},"parameters":{"a":5,"b":{}}}', ['/parameters/a', '/parameters/b']],
    ['{"template":{},"parameters":{"parameters":{"a":5}}}', ['/parameters/parameters/a']],
    ['{"template":{},"authorizations":[]}', ['/authorizations']],
    ['{"authorizations":{}}', ['/authorizations']],
    [
      '{"authorizations":[],"eligibleAuthorizations":5,"managedByTenantId":"x","y":1}',
      ['/y', '/eligibleAuthorizations', '/managedByTenantId'],
    ],
  ])('a bad body is named: %#', async (body, names) => {
    const answer = await served.call(CHECKS, { method: 'POST', body });

    const problem = expectProblem(answer, 400, 'invalid-request');
    expect(namesOf(problem)).toEqual(names);
    for (const each of problem.errors ?? []) expect('pointer' in each).toBe(true);
  });

  test.each([
    ['identity=nobody', ['identity']],
    ['dryRun=true', ['dryRun']],
  ])('a bad query is named: %s', async (query, names) => {
    const answer = await served.post(`${CHECKS}?${query}`, { authorizations: [] });

    expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(names);
  });
});
