// Which keys are taken from Entra's answer, where it is asked for them, and what is no answer.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CloudName } from '../../src/azure/clouds.ts';
import { signingKeysOf } from '../../src/azure/fetch-signing-keys.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { newKey, type KeyPair } from '../harness/tokens.ts';
import { failureOf } from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

const tenantId = randomUUID();
const nobody = { tid: '', oid: '' };

let rsa: KeyPair;
let ec: KeyPair;
beforeAll(async () => {
  rsa = await newKey('rsa');
  ec = await newKey('ec', 'ES256');
});

async function fetchAt(reply: (before: number) => Reply | 'reset', cloud: CloudName = 'public') {
  const server = await serverForTest(nobody, (_, before) => reply(before));
  const fetchKeys = signingKeysOf({ tenantId, cloud, simulatorUrl: server.url, clock: systemClock });
  return { fetchKeys, server };
}

test.for<[CloudName, string]>([
  ['public', 'login.microsoftonline.com'],
  ['usgovernment', 'login.microsoftonline.us'],
  ['china', 'login.chinacloudapi.cn'],
])('in the cloud %s they are asked for at %s, without a token', async ([cloud, host]) => {
  const { fetchKeys, server } = await fetchAt(() => ({ json: { keys: [rsa.jwk] } }), cloud);

  const keys = await fetchKeys();

  expect([...keys.keys()]).toEqual(['rsa']);
  expect(server.received).toMatchObject([{ method: 'GET', host, path: `/${tenantId}/discovery/v2.0/keys` }]);
  expect(server.received[0]?.headers.authorization).toBeUndefined();
});

describe('of the keys in the answer', () => {
  test.each<[string, (key: KeyPair['jwk']) => unknown, taken: boolean]>([
    ['one as Entra gives it', (key) => ({ ...key, x5t: 'x', x5c: ['x'], cloud_instance_name: 'x' }), true],
    ['one without use', (key) => ({ ...key, use: undefined }), true],
    ['one that names its algorithm', (key) => ({ ...key, alg: 'RS256' }), true],
    ['one for any tenant', (key) => ({ ...key, issuer: 'https://login.example/{tenantid}/v2.0' }), true],
    ['one for this tenant', (key) => ({ ...key, issuer: `https://login.example/${tenantId}/v2.0` }), true],
    [
      'one for another tenant',
      (key) => ({ ...key, issuer: `https://login.example/${randomUUID()}/v2.0` }),
      false,
    ],
    ['one for encryption', (key) => ({ ...key, use: 'enc' }), false],
    ['one for another algorithm', (key) => ({ ...key, alg: 'PS256' }), false],
    ['one of another kind', () => ec.jwk, false],
    ['a secret', (key) => ({ kty: 'oct', kid: key.kid, k: 'AAAA' }), false],
    ['one without kid', (key) => ({ ...key, kid: undefined }), false],
    ['one with an empty kid', (key) => ({ ...key, kid: '' }), false],
    ['one without modulus', (key) => ({ ...key, n: undefined }), false],
    ['one whose modulus is no base64url', (key) => ({ ...key, n: `$${key.n?.slice(1)}` }), false],
    ['one of less than 2048 bits', (key) => ({ ...key, n: key.n?.slice(0, 171) }), false],
    ['no object', () => 'x', false],
  ])('%s: taken %s', async (_, change, taken) => {
    const good = { ...rsa.jwk, kid: 'good' };
    const { fetchKeys } = await fetchAt(() => ({ json: { keys: [change(rsa.jwk), good] } }));

    expect([...(await fetchKeys()).keys()]).toEqual(taken ? ['rsa', 'good'] : ['good']);
  });
});

describe('what is no answer', () => {
  test.each<[string, Reply]>([
    ['no key at all', { json: { keys: [] } }],
    ['keys that check nothing', { json: { keys: [{ kty: 'RSA', kid: 'x', n: '$', e: 'AQAB' }] } }],
    ['JSON of another shape', { json: { value: [] } }],
    ['a refusal', { status: 400, json: { error: 'invalid_tenant' } }],
    ['a redirect to elsewhere', { status: 302, headers: { location: 'https://evil.example/keys' } }],
  ])('%s fails, and is not asked for again', async (_, reply) => {
    const { fetchKeys, server } = await fetchAt(() => reply);

    const failure = await failureOf(fetchKeys());

    expect(failure.retryable && failure.status !== 302).toBe(false);
    expect(new Set(server.received.map(({ host }) => host))).toEqual(new Set(['login.microsoftonline.com']));
  });

  test('one that is lost is asked for again', async () => {
    const { fetchKeys, server } = await fetchAt((before) =>
      before === 0 ? 'reset' : { json: { keys: [rsa.jwk] } },
    );

    expect((await fetchKeys()).size).toBe(1);
    expect(server.received).toHaveLength(2);
  });
});
