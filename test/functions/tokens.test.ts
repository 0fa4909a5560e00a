// Tokens that open: versions, roles, the two headers, and the very second at which one begins and ends.
import { beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../harness/expect-problem.ts';
import { SECOND } from '../harness/test-clock.ts';
import { AUDIENCE, CALLER_ID, serveTokens, TENANT, type TokenServed } from '../harness/tokens.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const OTHER_AUDIENCE = '7c11e47a-2d58-4e0f-9b36-51a8d4f0cabc';
const DRY = '/api/reconciliations?dryRun=true';

let served: TokenServed;
beforeAll(async () => {
  const settings = { AUTH_AUDIENCE: `${OTHER_AUDIENCE.toUpperCase()}, ${AUDIENCE}` };
  served = await serveTokens(file, { settings });
});

const version1 = {
  iss: `https://sts.windows.net/${TENANT}/`,
  ver: '1.0',
  azp: undefined,
  azpacr: undefined,
  appid: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c0aa',
  appidacr: '1',
};

test.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
  ['version 2', {}],
  ['version 2 for the client id', { aud: OTHER_AUDIENCE }],
  ['version 1', version1],
  ['version 1 for the client id', { ...version1, aud: OTHER_AUDIENCE }],
  ['of a person', { scp: 'user_impersonation', preferred_username: 'a@b.example', sub: 'pairwise' }],
  ['for us among others', { aud: ['x', AUDIENCE] }],
  ['without nbf', { nbf: undefined }],
  ['with ids in capitals', { tid: TENANT.toUpperCase(), oid: CALLER_ID.toUpperCase() }],
  ['with further roles', { roles: ['Other', 'Keeper.Operate'] }],
  [
    'with very many roles',
    { roles: [...Array.from({ length: 500 }, (_, n) => `Role.${n}`), 'Keeper.Operate'] },
  ],
  ['with a thumbprint and without a type', {}, { x5t: 'x', typ: undefined }],
])('a good token %s may read and operate', async (_, changes, header) => {
  const token = await served.token(changes, header);

  expect((await served.callWith(token)).status).toBe(200);
  expect((await served.callWith(token, DRY, { method: 'POST' })).status).toBe(200);
});

describe('roles', () => {
  test.each<[unknown, read: number, operate: number]>([
    [['Keeper.Read'], 200, 403],
    [['Keeper.Operate'], 200, 200],
    [['Keeper.Read', 'Keeper.Operate'], 200, 200],
    [[], 403, 403],
    [undefined, 403, 403],
    [['keeper.operate', 'Keeper.Write', 'Keeper.Read '], 403, 403],
    ['Keeper.Operate', 403, 403],
    ['Keeper.Read Keeper.Operate', 403, 403],
    [{ 0: 'Keeper.Operate' }, 403, 403],
    [[['Keeper.Operate']], 403, 403],
    [[1, 'Keeper.Operate'], 403, 403],
    [null, 403, 403],
  ])('%j: reads %i, POST %i', async (roles, read, operate) => {
    const token = await served.token({ roles });

    const answers = [
      await served.callWith(token),
      await served.callWith(token, '/api/subscriptions?format=csv'),
      await served.callWith(token, DRY, { method: 'POST' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([read, read, operate]);
    for (const answer of answers.filter(({ status }) => status === 403)) {
      expectProblem(answer, 403, 'forbidden');
      expect(answer.json).not.toHaveProperty('errors');
      expect(answer.text).not.toMatch(/role|Keeper\./i);
      expect(answer.headers.get('www-authenticate')).toBeNull();
    }
  });

  test('scopes of a person are no roles', async () => {
    const token = await served.token({ roles: undefined, scp: 'Keeper.Read Keeper.Operate', wids: ['x'] });

    expectProblem(await served.callWith(token), 403, 'forbidden');
  });

  test('who is forbidden stands in the log, and no body is looked at', async () => {
    served.logs.length = 0;
    const token = await served.token({ roles: ['Keeper.Read'] });

    const init = { method: 'POST', body: 'no JSON' };
    const answer = await served.callWith(token, '/api/reconciliations?surprise=1', init);

    expectProblem(answer, 403, 'forbidden');
    expect(served.logs).toEqual([
      {
        level: 'info',
        message: 'CallerForbidden',
        fields: { caller: `entra:${CALLER_ID}`, needs: 'operate' },
      },
    ]);
  });
});

describe('clocks may differ by 60 s', () => {
  test.each([
    ['its end, 59 s ago', { exp: -59 }, 200],
    ['its end, 60 s ago', { exp: -60 }, 401],
    ['its end, 61 s ago', { exp: -61 }, 401],
    ['its start, in 60 s', { nbf: 60 }, 200],
    ['its start, in 61 s', { nbf: 61 }, 401],
    ['its start in 60 s and its end in 61', { nbf: 60, exp: 61 }, 200],
  ])('%s', async (_, given, status) => {
    const now = served.clock.now().getTime() / 1000;
    const changes = Object.fromEntries(Object.entries(given).map(([name, s]) => [name, now + s]));

    expect((await served.callWith(await served.token(changes))).status).toBe(status);
  });

  test('a token opens until the very second', async () => {
    const token = await served.token();

    served.clock.advance((3599 + 60) * SECOND - 1);
    const last = await served.callWith(token);
    served.clock.advance(1);
    const after = await served.callWith(token);

    expect([last.status, after.status]).toEqual([200, 401]);
  });
});

describe('headers', () => {
  test.each([
    ['Bearer GOOD', undefined, 200],
    ['bearer GOOD', undefined, 200],
    ['BEARER   GOOD', undefined, 200],
    ['Bearer BAD', undefined, 401],
    [undefined, 'GOOD', 200],
    [undefined, 'BAD', 401],
    [undefined, '', 401],
    [undefined, 'GOOD, GOOD', 401],
    ['Bearer GOOD', 'BAD', 200],
    ['Bearer BAD', 'GOOD', 401],
    ['Basic GOOD', 'GOOD', 401],
    ['', 'GOOD', 401],
  ])('Authorization %j with x-ms-token-aad-access-token %j: %i', async (authorization, platform, status) => {
    const good = await served.token();
    const bad = await served.token({ aud: 'other' });
    const filled = (text: string) => text.replaceAll('GOOD', good).replaceAll('BAD', bad);
    const headers = {
      ...(authorization !== undefined && { authorization: filled(authorization) }),
      ...(platform !== undefined && { 'x-ms-token-aad-access-token': filled(platform) }),
    };

    expect((await served.call('/api/status', { headers })).status).toBe(status);
  });

  test('the platform’s token needs the role as well', async () => {
    const token = await served.token({ roles: ['Keeper.Read'] });
    const headers = { 'x-ms-token-aad-access-token': token };

    const read = await served.call('/api/status', { headers });
    const operate = await served.call(DRY, { headers, method: 'POST' });

    expect([read.status, operate.status]).toEqual([200, 403]);
  });
});

test('with AUTH_TENANT_ID the tokens of that tenant count, and those of the provider no more', async (t) => {
  const other = 'fa7e0b52-3c16-4d9a-9e80-b45d1c6f2001';
  const there = await serveTokens(t, { settings: { AUTH_TENANT_ID: other } });
  const iss = `https://login.microsoftonline.com/${other}/v2.0`;

  const answers = [
    await there.callWith(await there.token({ tid: other, iss })),
    await there.callWith(await there.token({ tid: TENANT, iss })),
    await there.callWith(await there.token({ tid: other })),
    await there.callWith(await there.token()),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401]);
});
