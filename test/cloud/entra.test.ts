// Tokens: what they say, who refuses them, and Entra's errors.
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoTenantId } from '../../local/cloud/worlds/demo-ids.ts';
import { ENTRA, cloudForTest, send, tokenOf, textOf } from './client.ts';

const { tenantId, clientId, objectId } = DEMO_IDENTITY;
const NOW = new Date('2026-05-01T12:00:00Z');
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

test('a token for ARM is of version 1.0 and names the tenant, the principal and the app', async () => {
  const cloud = await cloudForTest({ now: () => NOW });

  const answer = await ask(cloud, {});

  expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
  const seconds = NOW.getTime() / 1000;
  expect(decodeJwt(textOf(answer.json['access_token']))).toMatchObject({
    aud: 'https://management.azure.com',
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3599,
    tid: tenantId,
    oid: objectId,
    appid: clientId,
    idtyp: 'app',
    ver: '1.0',
  });
});

test('a token for an api of our own is of version 2.0, with its app roles, and verifies with the published keys', async () => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.principals[0] ?? {}, { appRoles: ['Keeper.Read'] });

  const answer = await ask(cloud, { scope: 'api://keeper/.default' });
  const metadata = await get(cloud, `/${tenantId}/v2.0/.well-known/openid-configuration`);
  const keys = await get(cloud, new URL(textOf(metadata.json['jwks_uri'])).pathname);

  const keySet = createLocalJWKSet(keys.json as unknown as JSONWebKeySet);
  const { payload } = await jwtVerify(textOf(answer.json['access_token']), keySet, {
    issuer: textOf(metadata.json['issuer']),
    audience: 'api://keeper',
  });
  expect(payload).toMatchObject({ ver: '2.0', azp: clientId, roles: ['Keeper.Read'] });
});

test('the metadata of version 1 names the issuer of ARM tokens', async () => {
  const cloud = await cloudForTest();

  const metadata = await get(cloud, `/${tenantId}/.well-known/openid-configuration`);

  expect(metadata.json['issuer']).toBe(decodeJwt(await tokenOf(cloud)).iss);
  expect(metadata.json).toHaveProperty('token_endpoint');
});

interface Refusal {
  name: string;
  tenant?: string;
  form: Record<string, string>;
  status: number;
  error: string;
  number: number;
}

test.each<Refusal>([
  {
    name: 'unknown tenant',
    tenant: demoTenantId(99),
    form: {},
    status: 400,
    error: 'invalid_request',
    number: 90002,
  },
  {
    name: 'app of another tenant',
    tenant: demoTenantId(1),
    form: {},
    status: 400,
    error: 'unauthorized_client',
    number: 700016,
  },
  {
    name: 'unknown app',
    form: { client_id: objectId },
    status: 400,
    error: 'unauthorized_client',
    number: 700016,
  },
  {
    name: 'wrong secret',
    form: { client_secret: 'wrong' },
    status: 401,
    error: 'invalid_client',
    number: 7000215,
  },
  {
    name: 'other grant',
    form: { grant_type: 'password' },
    status: 400,
    error: 'unsupported_grant_type',
    number: 70003,
  },
  {
    name: 'scope without .default',
    form: { scope: 'https://management.azure.com' },
    status: 400,
    error: 'invalid_scope',
    number: 1002012,
  },
  {
    name: 'malformed assertion',
    form: { client_secret: '', client_assertion: 'x', client_assertion_type: assertionType },
    status: 401,
    error: 'invalid_client',
    number: 50027,
  },
  { name: 'no secret', form: { client_secret: '' }, status: 401, error: 'invalid_client', number: 7000218 },
])('$name is refused with AADSTS$number', async ({ tenant, form, status, error, number }) => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.principals[0] ?? {}, { secret: 'right' });

  const answer = await ask(cloud, { client_secret: 'right', ...form }, tenant);

  expect([answer.status, answer.json['error']]).toEqual([status, error]);
  expect(answer.json['error_codes']).toEqual([number]);
  expect(textOf(answer.json['error_description'])).toMatch(
    new RegExp(`^AADSTS${number}: .* Trace ID: \\S+ Correlation ID: \\S+ Timestamp: \\S+ \\S+Z$`),
  );
});

test('the statuses of three errors are assumptions', async () => {
  const cloud = await cloudForTest({
    assumptions: { unknownAppStatus: 401, wrongSecretStatus: 400, unknownTenantStatus: 404 },
  });
  Object.assign(cloud.world.principals[0] ?? {}, { secret: 'right' });

  const app = await ask(cloud, { client_id: objectId });
  const secret = await ask(cloud, { client_secret: 'wrong' });
  const tenant = await ask(cloud, {}, demoTenantId(99));

  expect([app.status, secret.status, tenant.status]).toEqual([401, 400, 404]);
});

test('an assertion is as good as a secret until it expires', async () => {
  const cloud = await cloudForTest({ now: () => NOW });
  const seconds = NOW.getTime() / 1000;
  const good = await cloud.issueToken({ iss: clientId, sub: clientId, exp: seconds + 600 });
  const old = await cloud.issueToken({ iss: clientId, sub: clientId, exp: seconds - 1 });
  const form = { client_secret: '', client_assertion_type: assertionType };

  const accepted = await ask(cloud, { ...form, client_assertion: good });
  const refused = await ask(cloud, { ...form, client_assertion: old });

  expect(accepted.status).toBe(200);
  expect(refused.json['error_codes']).toEqual([700024]);
});

test('ARM refuses a missing, expired, foreign, altered or retired token', async () => {
  let now = NOW;
  const cloud = await cloudForTest({ now: () => now });
  const good = await tokenOf(cloud);
  const claims = decodeJwt(good);
  const graph = await tokenOf(cloud, 'https://graph.microsoft.com');
  const otherTenant = await cloud.issueToken({ ...claims, tid: demoTenantId(1) });
  const noPrincipal = await cloud.issueToken({ ...claims, oid: undefined });
  const altered = `${good.slice(0, -10)}${good.at(-10) === 'A' ? 'B' : 'A'}${good.slice(-9)}`;
  const arm = (token?: string) =>
    send(cloud, '/subscriptions?api-version=2022-12-01', token === undefined ? {} : { token });

  expect((await arm(good)).status).toBe(200);
  for (const token of [undefined, graph, otherTenant, noPrincipal, altered, 'nonsense']) {
    const answer = await arm(token);
    expect([answer.status, answer.json['error']?.['code']]).toEqual([401, 'AuthenticationFailed']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  }
  now = new Date(NOW.getTime() + 3_600_000);
  expect((await arm(good)).status).toBe(401);
  now = NOW;
  await cloud.rotateKey();
  expect((await arm(good)).status).toBe(401);
  expect((await arm(await tokenOf(cloud))).status).toBe(200);
});

test('unauthenticated is an assumption', async () => {
  const unauthenticated = { status: 403, code: 'Other', message: 'other' };
  const cloud = await cloudForTest({ assumptions: { unauthenticated } });

  const answer = await send(cloud, '/subscriptions?api-version=2022-12-01');

  expect([answer.status, answer.json['error']?.['code']]).toEqual([403, 'Other']);
});

test('the managed identity endpoint gives a token for its resource', async () => {
  const cloud = await cloudForTest({ now: () => NOW });
  const query = '?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com';
  const secret = { 'x-identity-header': 'any' };

  const answer = await send(cloud, `/msi/token${query}`, { host: '', headers: secret });
  const mine = await send(cloud, `/msi/token${query}&client_id=${clientId}`, { host: '', headers: secret });
  const unknown = await send(cloud, `/msi/token${query}&client_id=${tenantId}`, {
    host: '',
    headers: secret,
  });
  const bare = await send(cloud, `/msi/token${query}`, { host: '' });

  expect(answer.json).toMatchObject({
    expires_on: String(NOW.getTime() / 1000 + 3599),
    resource: 'https://management.azure.com',
    token_type: 'Bearer',
    client_id: clientId,
  });
  expect(decodeJwt(textOf(answer.json['access_token']))).toMatchObject({ oid: objectId, idtyp: 'app' });
  expect([mine.status, unknown.status, bare.status]).toEqual([200, 400, 401]);
});

async function ask(cloud: Cloud, form: Record<string, string>, tenant: string = tenantId) {
  const all = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'any',
    scope: 'https://management.azure.com/.default',
    ...form,
  };
  // An empty value leaves the field out.
  const body = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
  return send(cloud, `/${tenant}/oauth2/v2.0/token`, { host: ENTRA, method: 'POST', body: body.toString() });
}

async function get(cloud: Cloud, path: string) {
  return send(cloud, path, { host: ENTRA });
}
