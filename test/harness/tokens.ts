// A keeper under AUTH_MODE=entra, and an Entra whose signing key is the test's own: so it can sign anything.
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { DEMO_AUDIENCE } from '../../local/cloud/worlds/demo-callers.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { serveKeeper, type Answer, type Served, type ServeOptions } from './host.ts';
import { settingsOver, type Cleanup } from './keeper.ts';
import { testClock, type TestClock } from './test-clock.ts';

export const TENANT = DEMO_IDENTITY.tenantId;
export const AUDIENCE = DEMO_AUDIENCE;
export const CALLER_ID = '5a1dbe0e-0c1f-4a55-9a3c-9d1f6c1e7a01';
export const ENTRA_SETTINGS = { AUTH_MODE: 'entra', AUTH_AUDIENCE: AUDIENCE };

export interface KeyPair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** Public, with its kid. */
  jwk: JWK & { kid: string };
}

export async function newKey(kid: string, alg = 'RS256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

export interface TokenServed extends Served {
  clock: TestClock;
  key: KeyPair;
  /** From now on Entra publishes these keys and no other. */
  publish: (...keys: KeyPair[]) => void;
  /** Of a good token of version 2 that may operate, but for the changes; undefined takes a claim away. */
  claims: (changes?: Record<string, unknown>) => JWTPayload;
  /** A good token but for the changes. */
  token: (changes?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
  /** GET /api/status, or another path, with that token. */
  callWith: (token: string, path?: string, init?: Omit<RequestInit, 'headers'>) => Promise<Answer>;
  /** How often the keys were asked for. */
  keyCalls: () => number;
}

export async function serveTokens(
  test: Cleanup,
  options: Omit<ServeOptions, 'clock'> = {},
): Promise<TokenServed> {
  const clock = testClock();
  const served = await serveKeeper(test, {
    ...options,
    clock,
    settings: settingsOver(ENTRA_SETTINGS, options.settings),
  });
  const { cloud, call } = served;
  const publish = (...keys: KeyPair[]) => {
    cloud.clearFaults();
    cloud.addFault({
      kind: 'body',
      operation: 'entra.keys',
      body: { keys: keys.map(({ jwk }) => jwk) },
    });
  };
  const key = await newKey('entra-1');
  publish(key);
  const claims = (changes: Record<string, unknown> = {}) => goodClaims(clock.now(), changes);
  return {
    ...served,
    clock,
    key,
    publish,
    claims,
    token: (changes, header) => sign(claims(changes), key, header),
    callWith: (token, path = '/api/status', init = {}) =>
      call(path, { ...init, headers: { authorization: `Bearer ${token}` } }),
    keyCalls: () => cloud.calls()['entra.keys'] ?? 0,
  };
}

function goodClaims(now: Date, changes: Record<string, unknown>): JWTPayload {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    aud: AUDIENCE,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3599,
    azp: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c0aa',
    azpacr: '1',
    oid: CALLER_ID,
    roles: ['Keeper.Operate'],
    sub: CALLER_ID,
    tid: TENANT,
    uti: 'x',
    ver: '2.0',
    ...changes,
  };
}

export function sign(
  claims: JWTPayload,
  { privateKey, jwk }: KeyPair,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: jwk.kid, ...header })
    .sign(privateKey);
}
