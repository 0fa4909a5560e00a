// GET /api/onboarding-template over HTTP (contract §7.3).
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import type { Served } from '../harness/host.ts';
import {
  DELETE_ROLE,
  OWNER,
  READER,
  SUPPORT,
  TEAM,
  TEMPLATE,
  serveTemplates,
  type TemplatesServed,
} from '../harness/template-served.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const CUSTOM = '99999999-0000-4000-8000-000000000009';

let served: Served;
let principalId: string;
let check: TemplatesServed['check'];

beforeAll(async () => {
  ({ served, principalId, check } = await serveTemplates(file));
});

function ask(query: Record<string, string> = {}) {
  return served.call(`${TEMPLATE}?${new URLSearchParams(query).toString()}`);
}

function withExtras(extras: unknown) {
  return ask({ authorizations: JSON.stringify(extras) });
}

describe('the template', () => {
  test.each([
    ['arm', 'subscription', 'delegate-subscription.json', 'application/json'],
    ['arm', 'resourceGroup', 'delegate-resource-group.json', 'application/json'],
    ['bicep', 'subscription', 'delegate-subscription.bicep', 'text/plain; charset=utf-8'],
    ['bicep', 'resourceGroup', 'delegate-resource-group.bicep', 'text/plain; charset=utf-8'],
  ])('is a file: %s of a %s', async (format, scope, fileName, contentType) => {
    const answer = await ask({ format, scope });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(contentType);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${fileName}"`);
    for (const id of [principalId, DEMO_IDENTITY.tenantId, READER, SUPPORT, DELETE_ROLE])
      expect(answer.text).toContain(id);
  });

  test('is the ARM template of a subscription unless told otherwise', async () => {
    const [plain, told] = await Promise.all([ask(), ask({ format: 'arm', scope: 'subscription' })]);

    expect(plain.text).toBe(told.text);
  });

  test('earns by the own check, with extras', async () => {
    const extras = [
      { principalId: TEAM.toUpperCase(), roleDefinitionId: READER, principalIdDisplayName: '[Team]' },
      {
        principalId: TEAM,
        roleDefinitionId: SUPPORT,
        justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT1H' },
      },
    ];
    const { json } = await withExtras(extras);

    const checked = await check(json);

    expect(checked).toMatchObject({
      recognition: 'pec',
      refused: [],
      missing: [],
      findings: [],
      unresolved: [],
    });
    expect(checked.carriedBy).toEqual({
      principalId,
      roleDefinitionId: SUPPORT,
      roleName: 'Support Request Contributor',
    });
    expect(checked.mended).toEqual(json);
  });

  test.each(['arm', 'bicep'])('has a strong ETag and is 304 for who has it: %s', async (format) => {
    const first = await ask({ format });
    const etag = first.headers.get('etag') ?? '';

    const again = await served.call(`${TEMPLATE}?format=${format}`, { headers: { 'if-none-match': etag } });

    expect(etag).toMatch(/^"[^"]+"$/);
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  test('is refused with every reason that Lighthouse would have', async () => {
    const answer = await withExtras([
      { principalId: TEAM, roleDefinitionId: OWNER },
      { principalId: TEAM, roleDefinitionId: CUSTOM },
      { principalId: DEMO_IDENTITY.clientId, roleDefinitionId: READER },
      { principalId, roleDefinitionId: READER },
      {
        principalId,
        roleDefinitionId: SUPPORT,
        justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure' },
      },
    ]);

    const { errors = [] } = expectProblem(answer, 400, 'lighthouse-refuses');
    expect(namesOf({ errors } as never)).toEqual(errors.map(() => 'authorizations'));
    expect(errors.map(({ detail }) => detail.split(':')[0])).toEqual([
      '/0/roleDefinitionId role-owner',
      '/1/roleDefinitionId role-not-built-in',
      '/2/principalId principal-is-client-id',
      '/3 duplicate-authorization',
      '/4/principalId eligible-service-principal',
    ]);
  });

  test('is refused by the date of the roles where one is not known', async () => {
    const answer = await withExtras([{ principalId: TEAM, roleDefinitionId: CUSTOM }]);

    const { detail, errors } = expectProblem(answer, 400, 'role-not-built-in');
    expect(detail).toMatch(/\d{4}-\d\d-\d\d/);
    expect(errors?.[0]?.detail).toMatch(/\d{4}-\d\d-\d\d/);
  });

  test('takes what the host has in the query for itself', async () => {
    expect((await ask({ code: 'k', clientId: 'c' })).status).toBe(200);
  });

  test.each([
    ['format=xml', ['format']],
    ['format=', ['format']],
    ['scope=managementGroup', ['scope']],
    ['authorizations=', ['authorizations']],
    ['authorizations={}', ['authorizations']],
    ['authorizations=[', ['authorizations']],
    ['authorizations=[1]', ['authorizations']],
    ['authorizations=[{}]', ['authorizations', 'authorizations']],
    [
      `authorizations=[{"principalId":"${TEAM}","roleDefinitionId":"${READER}","role":1,"x":2}]`,
      ['authorizations', 'authorizations'],
    ],
    [`authorizations=${'x'.repeat(16_385)}`, ['authorizations']],
    ['identity=nobody', ['identity']],
    ['format=xml&scope=x&surprise=1', ['surprise', 'format', 'scope']],
  ])('a bad query is named: %s', async (query, names) => {
    const answer = await served.call(`${TEMPLATE}?${query}`);

    expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(names);
  });

  test('a wrong value in the list is named by its place, and not repeated', async () => {
    const answer = await withExtras([{ principalId: 's3cret', roleDefinitionId: READER }]);

    const { errors } = expectProblem(answer, 400, 'invalid-request');
    expect(errors?.[0]?.detail).toBe('/0/principalId must be a GUID');
    expect(answer.text).not.toContain('s3cret');
  });
});
