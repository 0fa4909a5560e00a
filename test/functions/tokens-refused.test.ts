// Tokens that must not open anything. Every refusal is the same 401, whatever the reason; the log has the reason.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { expectProblem } from '../harness/expect-problem.ts';
import { assemble, derOf, pemOf, replaced, signHs256, signRsa, signText } from '../harness/forged-tokens.ts';
import type { Answer } from '../harness/host.ts';
import { AUDIENCE, newKey, serveTokens, sign, TENANT, type TokenServed } from '../harness/tokens.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const OTHER_TENANT = 'fa7e0b52-3c16-4d9a-9e80-b45d1c6f2001';

let served: TokenServed;
/** What is answered without any token. */
let nothing: string;
beforeAll(async () => {
  served = await serveTokens(file);
  nothing = sayingsOf(await served.call('/api/status'));
});
beforeEach(() => {
  served.logs.length = 0;
});

test('no token at all: 401, the code, WWW-Authenticate: Bearer, and nothing more', async () => {
  const answer = await served.call('/api/status');

  expectProblem(answer, 401, 'unauthenticated');
  expect(answer.json).toEqual({
    type: 'urn:lighthouse-keeper:problem:unauthenticated',
    title: 'The caller is not known',
    status: 401,
    code: 'unauthenticated',
    detail: 'A valid bearer token is needed.',
  });
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(served.logs).toEqual([]);
});

const NOT_ALLOWED = 'ERR_JOSE_ALG_NOT_ALLOWED';
const NO_KEY = 'ERR_JWKS_NO_MATCHING_KEY';
const BAD_SIGNATURE = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';

type Case = [name: string, reason: string, make: () => Promise<string> | string];

const SIGNATURES: Case[] = [
  ['alg none', NOT_ALLOWED, () => assemble(header({ alg: 'none' }), claims(), 'AA')],
  ['alg None', NOT_ALLOWED, () => assemble(header({ alg: 'None' }), claims(), 'AA')],
  ['alg none under a good signature', NOT_ALLOWED, () => underHeader({ alg: 'none' })],
  ['no alg', 'ERR_JWS_INVALID', () => assemble(header({ alg: undefined }), claims(), 'AA')],
  ['HS256 with the public key as PEM', NOT_ALLOWED, async () => hs256(await pemOf(served.key))],
  ['HS256 with the public key as DER', NOT_ALLOWED, async () => hs256(await derOf(served.key))],
  ['HS256 with the modulus', NOT_ALLOWED, () => hs256(served.key.jwk.n ?? '')],
  ['HS256 with the JWK', NOT_ALLOWED, () => hs256(JSON.stringify(served.key.jwk))],
  ['HS256 with an empty secret', NOT_ALLOWED, () => hs256('')],
  ['PS256', NOT_ALLOWED, () => signRsa(header({ alg: 'PS256' }), claims(), served.key, 'PS256')],
  ['RS512', NOT_ALLOWED, () => signRsa(header({ alg: 'RS512' }), claims(), served.key, 'RS512')],
  ['RS512 said to be RS256', BAD_SIGNATURE, () => signRsa(header(), claims(), served.key, 'RS512')],
  ['HS256 said to be RS256', BAD_SIGNATURE, async () => replaced(hs256('x'), { header: header() })],
  ['another key under a kid of ours', BAD_SIGNATURE, () => foreign('entra-1')],
  ['another key in the header (jwk)', BAD_SIGNATURE, () => foreign('entra-1', 'jwk')],
  ['another key in the header under its own kid', NO_KEY, () => foreign('mine', 'jwk')],
  ['a kid that nobody has', NO_KEY, () => token({}, { kid: 'other' })],
  ['no kid', NO_KEY, () => token({}, { kid: undefined })],
  ['an empty kid', NO_KEY, () => token({}, { kid: '' })],
  ['a kid that is a path', NO_KEY, () => token({}, { kid: '../../entra-1' })],
  ['a kid that is a query', NO_KEY, () => token({}, { kid: "' OR '1'='1" })],
  ['a kid of the prototype', NO_KEY, () => token({}, { kid: '__proto__' })],
  ['a kid in capitals', NO_KEY, () => token({}, { kid: 'ENTRA-1' })],
  ['a kid that is a number', NO_KEY, () => underHeader({ kid: 1 })],
  ['a kid that is a list', NO_KEY, () => underHeader({ kid: ['entra-1'] })],
  ['an unknown crit', 'ERR_JOSE_NOT_SUPPORTED', () => underHeader({ crit: ['x'], x: 1 })],
  ['a payload that is not encoded', BAD_SIGNATURE, () => underHeader({ b64: false, crit: ['b64'] })],
  ['a changed header', BAD_SIGNATURE, () => underHeader({ typ: 'jwt' })],
  ['changed claims', BAD_SIGNATURE, async () => replaced(await token(), { claims: claims({ uti: 'y' }) })],
  ['a cut signature', BAD_SIGNATURE, async () => (await token()).slice(0, -8)],
  ['a header that is no JSON', 'ERR_JWS_INVALID', async () => `x${await token()}`],
  ['claims that are no JSON', 'ERR_JWT_INVALID', () => signText('{', served.key)],
  ['claims that are a list', 'ERR_JWT_INVALID', () => signText('[]', served.key)],
];

const CLAIMS: Case[] = [
  ['issuer of another tenant', 'claim iss', () => token({ iss: issuer(OTHER_TENANT) })],
  ['issuer 1 without its slash', 'claim iss', () => token({ iss: `https://sts.windows.net/${TENANT}` })],
  ['issuer 2 with a slash', 'claim iss', () => token({ iss: `${issuer(TENANT)}/` })],
  ['issuer as a template', 'claim iss', () => token({ iss: issuer('{tenantid}') })],
  ['issuer of all tenants', 'claim iss', () => token({ iss: issuer('common') })],
  ['issuer of another cloud', 'claim iss', () => token({ iss: issuer(TENANT).replace('.com', '.us') })],
  ['issuer over http', 'claim iss', () => token({ iss: issuer(TENANT).replace('https', 'http') })],
  ['issuer in a list', 'claim iss', () => token({ iss: [issuer(TENANT)] })],
  ['no issuer', 'claim iss', () => token({ iss: undefined })],
  ['audience of Graph', 'claim aud', () => token({ aud: 'https://graph.microsoft.com' })],
  ['audience longer than ours', 'claim aud', () => token({ aud: `${AUDIENCE}/` })],
  ['audience in capitals', 'claim aud', () => token({ aud: AUDIENCE.toUpperCase() })],
  ['two other audiences', 'claim aud', () => token({ aud: ['a', 'b'] })],
  ['no audience', 'claim aud', () => token({ aud: undefined })],
  ['an empty audience', 'claim aud', () => token({ aud: '' })],
  ['another tenant', 'claim tid', () => token({ tid: OTHER_TENANT })],
  ['no tenant', 'claim tid', () => token({ tid: undefined })],
  ['a tenant in a list', 'claim tid', () => token({ tid: [TENANT] })],
  ['all of another tenant', 'claim iss', () => token({ tid: OTHER_TENANT, iss: issuer(OTHER_TENANT) })],
  ['expired long ago', 'claim exp', () => token({ exp: 1 })],
  ['no expiry', 'claim exp', () => token({ exp: undefined })],
  ['expiry as text', 'claim exp', () => token({ exp: '99999999999' })],
  ['not yet valid', 'claim nbf', () => token({ nbf: 99_999_999_999 })],
  ['start as text', 'claim nbf', () => token({ nbf: '1' })],
  ['no object id', 'claim oid', () => token({ oid: undefined })],
  ['an object id that is none', 'claim oid', () => token({ oid: 'x' })],
  ['an ID token with a nonce', 'ID token (nonce)', () => token({ nonce: 'x' })],
  ['an ID token with the hash of a token', 'ID token (at_hash)', () => token({ at_hash: 'x' })],
  ['an ID token with the hash of a code', 'ID token (c_hash)', () => token({ c_hash: 'x' })],
];

test.each([...SIGNATURES, ...CLAIMS])('%s: 401, and only the log says %s', async (_, reason, make) => {
  const bad = await make();

  const answer = await served.callWith(bad);

  expect(sayingsOf(answer)).toBe(nothing);
  expect(served.logs).toEqual([{ level: 'info', message: 'TokenRefused', fields: { reason } }]);
});

test.each([
  '',
  'Bearer',
  'Bearer x',
  'Bearer a.b',
  'Bearer a.b.',
  'Bearer ..',
  'Bearer a.b.c.d.e',
  'Basic dXNlcjpwYXNz',
  'Bearer: TOKEN',
  'TOKEN',
  'Token TOKEN',
  'BearerTOKEN',
  'Bearer TOKEN TOKEN',
  'Bearer TOKEN, Bearer TOKEN',
  'Bearer TOKEN,',
  'Bearer "TOKEN"',
  'Bearer TOKEN=',
  'DPoP TOKEN',
])('Authorization: %j, where TOKEN is a good one, is 401', async (text) => {
  const authorization = text.replaceAll('TOKEN', await token());

  const answer = await served.call('/api/status', { headers: { authorization } });

  expect(sayingsOf(answer)).toBe(nothing);
});

test('a good token anywhere else is none', async () => {
  const good = await token();

  const headers: Record<string, string>[] = [
    { 'x-functions-key': good },
    { 'x-ms-token-aad-id-token': good },
    { 'x-ms-token-aad-access-token': `Bearer ${good}` },
    { 'proxy-authorization': `Bearer ${good}` },
    { 'x-authorization': `Bearer ${good}` },
    { cookie: `access_token=${good}` },
  ];

  const answers = [
    await served.call(`/api/status?access_token=${good}`),
    await served.call(`/api/status?code=${good}`),
    await served.call('/api/reconciliations', { method: 'POST', body: `access_token=${good}` }),
    ...(await Promise.all(headers.map((each) => served.call('/api/status', { headers: each })))),
  ];

  for (const answer of answers) expect(sayingsOf(answer)).toBe(nothing);
});

test('what the platform is said to say of who signed in is not taken', async () => {
  const principal = { auth_typ: 'aad', claims: [{ typ: 'roles', val: 'Keeper.Operate' }] };
  const headers = {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': '5a1dbe0e-0c1f-4a55-9a3c-9d1f6c1e7a01',
    'x-ms-client-principal-name': 'somebody',
    'x-ms-client-principal-idp': 'aad',
  };

  expect(sayingsOf(await served.call('/api/status', { headers }))).toBe(nothing);
});

test('nobody is asked for the keys that a header offers', async (t) => {
  const asked: (string | undefined)[] = [];
  const mine = await newKey('mine');
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ keys: [mine.jwk] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/keys`;

  for (const header of [
    { jku: url },
    { x5u: url },
    { jku: url, x5u: url, kid: 'entra-1' },
    { x5c: [(await derOf(mine)).toString('base64')], kid: 'entra-1' },
  ]) {
    const answer = await served.callWith(await sign(claims(), mine, header));
    expect(sayingsOf(answer)).toBe(nothing);
  }

  expect(asked).toEqual([]);
});

test('a huge one is refused as well', async () => {
  const huge = 'x'.repeat(20_000);

  for (const bad of [`${huge}.AA.AA`, `e30.${huge}.AA`, assemble(header(), claims({ huge }), 'AA')])
    expect(sayingsOf(await served.callWith(bad))).toBe(nothing);
});

test('nothing of a token stands in a log or an answer', async () => {
  const bad = await token({ aud: 'https://s3cret.example', oid: 's3cret' });
  const stranger = await token({ roles: ['s3cret'] });

  const answers = [await served.callWith(bad), await served.callWith(stranger)];

  const words = JSON.stringify([answers.map(({ text }) => text), served.logs, served.hostLogs]);
  for (const part of ['s3cret', ...bad.split('.'), ...stranger.split('.')]) expect(words).not.toContain(part);
});

test('neither body nor query is looked at before', async () => {
  const before = { ...served.cloud.calls(), 'entra.keys': 0 };

  const answers = [
    await served.call('/api/reconciliations', { method: 'POST', body: '{"dryRun": nonsense' }),
    await served.callWith(await token({ exp: 1 }), '/api/reconciliations?surprise=1', { method: 'POST' }),
    await served.callWith(await token({ tid: OTHER_TENANT }), '/api/reconciliations', {
      method: 'POST',
      body: 'x'.repeat(100_000),
    }),
    await served.call('/api/subscriptions?top=0'),
  ];

  for (const answer of answers) expect(sayingsOf(answer)).toBe(nothing);
  expect((await served.store.listRuns({ limit: 10 })).items).toEqual([]);
  expect({ ...served.cloud.calls(), 'entra.keys': 0 }).toEqual(before);
});

/** All that an answer tells, but for the time. */
function sayingsOf({ status, headers, text }: Answer): string {
  const told = [...headers].filter(([name]) => name !== 'date');
  return JSON.stringify({ status, told, text });
}

function token(changes?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string> {
  return served.token(changes, header);
}

function claims(changes?: Record<string, unknown>) {
  return served.claims(changes);
}

function header(changes: Record<string, unknown> = {}) {
  return { typ: 'JWT', alg: 'RS256', kid: 'entra-1', ...changes };
}

function issuer(tenant: string): string {
  return `https://login.microsoftonline.com/${tenant}/v2.0`;
}

function hs256(secret: string | Buffer): string {
  return signHs256(header(), claims(), secret);
}

/** The claims and the signature of a good token under a changed header. */
async function underHeader(changes: Record<string, unknown>): Promise<string> {
  return replaced(await token(), { header: header(changes) });
}

/** Signed by a key that Entra does not have. */
async function foreign(kid: string, inHeader?: 'jwk'): Promise<string> {
  const mine = await newKey(kid);
  return sign(claims(), mine, inHeader && { jwk: mine.jwk });
}
