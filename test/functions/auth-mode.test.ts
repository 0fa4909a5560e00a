// Who asks the caller: under AUTH_MODE=entra the app for a token and the host for nothing, else the host for a key.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEMO_OPERATOR, DEMO_PORTAL, DEMO_STRANGER } from '../../local/cloud/worlds/demo-callers.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { FunctionInfo } from '../../local/host/host-options.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { callUrl, serveKeeper, type Served } from '../harness/host.ts';
import { AUDIENCE, ENTRA_SETTINGS, serveTokens, TENANT } from '../harness/tokens.ts';

/** Open to everybody, by the contract (§7). */
const OPEN = ['api/health', 'api/health/ready', 'api/openapi.json'];
/** Changes nothing, though it is a POST (§7.7). */
const READING_POST = 'api/onboarding-template-checks';

test('every route but health asks for a token, reads for Keeper.Read and the rest for Keeper.Operate', async (t) => {
  const { host, call, callWith, token } = await serveTokens(t, { enableAuth: true });
  const tokens = {
    none: await token({ roles: [] }),
    read: await token({ roles: ['Keeper.Read'] }),
    operate: await token(),
  };
  const guarded = callsOf(host.functions);
  expect(guarded.length).toBeGreaterThan(7);

  for (const { name, method, path, operates } of guarded) {
    const without = await call(path, { method });
    const statuses = [
      (await callWith(tokens.none, path, { method })).status,
      (await callWith(tokens.read, path, { method })).status,
      (await callWith(tokens.operate, path, { method })).status,
    ];

    expectProblem(without, 401, 'unauthenticated');
    const [stranger, reader, operator] = statuses.map((status) => [401, 403].includes(status));
    expect([name, stranger, reader, operator]).toEqual([name, true, operates, false]);
    expect(statuses[0]).toBe(403);
  }
});

test('under AUTH_MODE=entra the host asks for nothing, and a key opens nothing', async (t) => {
  const { host, call } = await serveKeeper(t, { enableAuth: true, settings: ENTRA_SETTINGS });

  const levels = host.functions.flatMap(({ authLevel }) => authLevel ?? []);
  const byKey = [
    await call('/api/status', { headers: { 'x-functions-key': host.keys.master } }),
    await call(`/api/status?code=${host.keys.host}`),
  ];

  expect(new Set(levels)).toEqual(new Set(['anonymous']));
  for (const answer of byKey) expectProblem(answer, 401, 'unauthenticated');
});

test('under AUTH_MODE=function-key a token opens nothing and closes nothing', async (t) => {
  const settings = { AUTH_MODE: 'function-key' };
  const { host, call, callWith, token, keyCalls } = await serveTokens(t, { enableAuth: true, settings });
  const withKey = (headers: Record<string, string>) =>
    call('/api/status', { headers: { 'x-functions-key': host.keys.host, ...headers } });

  const withToken = await callWith(await token());
  const withBoth = await withKey({ authorization: `Bearer ${await token({ exp: 1 })}` });
  const garbled = await withKey({ authorization: 'Bearer x' });
  const platform = await withKey({ 'x-ms-token-aad-access-token': 'x' });

  expect(withToken).toMatchObject({ status: 401, text: '' });
  expect([withBoth.status, garbled.status, platform.status]).toEqual([200, 200, 200]);
  expect(keyCalls()).toBe(0);
});

test('FUNCTION_KEY_ACCESS says nothing of tokens', async (t) => {
  const { callWith, token } = await serveTokens(t, { settings: { FUNCTION_KEY_ACCESS: 'read' } });

  const answer = await callWith(await token(), '/api/reconciliations?dryRun=true', { method: 'POST' });

  expect(answer.status).toBe(200);
});

test('both health checks are open, and say nothing of who asks', async (t) => {
  const { call, callWith } = await serveTokens(t);

  for (const path of ['/api/health', '/api/health/ready']) {
    const open = await call(path);
    const garbled = await callWith('x', path);
    expect([open.status, garbled.status]).toEqual([200, 200]);
    expect(garbled.text).toBe(open.text);
  }
});

test('with settings that are not valid the host’s keys stand guard, and only names are told', async (t) => {
  const settings = { AUTH_MODE: 'entra', AUTH_AUDIENCE: undefined };
  const { call, host } = await serveKeeper(t, { enableAuth: true, settings });

  const without = await call('/api/status');
  const withKey = await call('/api/status', { headers: { 'x-functions-key': host.keys.host } });
  const ready = await call('/api/health/ready');

  expect(without).toMatchObject({ status: 401, text: '' });
  for (const answer of [withKey, ready])
    expect(namesOf(expectProblem(answer, 503, 'settings-invalid'))).toEqual(['AUTH_AUDIENCE']);
});

test('with a schedule that is not valid nobody is let in, with or without a token', async (t) => {
  const { call, callWith, token } = await serveTokens(t, { settings: { RECONCILE_SCHEDULE: 'noon' } });

  for (const answer of [await call('/api/status'), await callWith(await token())])
    expect(namesOf(expectProblem(answer, 503, 'settings-invalid'))).toEqual(['RECONCILE_SCHEDULE']);
});

test('apps get their tokens from Entra and are let in by their roles; a rotated key is followed', async (t) => {
  const { cloud, call, post } = await serveDemo(t);
  await post('/api/reconciliations');
  const calls = async () => {
    const tokens = await Promise.all(
      [DEMO_OPERATOR, DEMO_PORTAL, DEMO_STRANGER].map((app) => tokenOf(cloud, app)),
    );
    const reads = await Promise.all(tokens.map((token) => call('/api/subscriptions', bearer(token))));
    return reads.map(({ status }) => status);
  };

  const before = await calls();
  const old = await tokenOf(cloud, DEMO_OPERATOR);
  await cloud.rotateKey();
  const after = await calls();

  expect(before).toEqual([200, 200, 403]);
  expect(after).toEqual([200, 200, 403]);
  expectProblem(await call('/api/subscriptions', bearer(old)), 401, 'unauthenticated');
});

test.for([
  ['public', 'login.microsoftonline.com'],
  ['usgovernment', 'login.microsoftonline.us'],
  ['china', 'login.chinacloudapi.cn'],
] as const)('in the cloud %s tokens are those of %s', async ([name, host], t) => {
  const { cloud, call } = await serveDemo(t, { AZURE_CLOUD: name });

  const own = await call('/api/status', bearer(await tokenOf(cloud, DEMO_PORTAL, host)));
  const others = ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn'];
  const foreign = await Promise.all(
    others
      .filter((other) => other !== host)
      .map(async (other) => call('/api/status', bearer(await tokenOf(cloud, DEMO_PORTAL, other)))),
  );

  expect(own.status).toBe(200);
  expect(foreign.map(({ status }) => status)).toEqual([401, 401]);
});

/** With callers that the simulated Entra knows. */
function serveDemo(test: Parameters<typeof serveKeeper>[0], settings = {}): Promise<Served> {
  const world = demoWorld();
  world.principals.push(DEMO_OPERATOR, DEMO_PORTAL, DEMO_STRANGER);
  return serveKeeper(test, { cloud: { world }, settings: { ...ENTRA_SETTINGS, ...settings } });
}

async function tokenOf(cloud: Cloud, app: { clientId: string }, host = 'login.microsoftonline.com') {
  const form = {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: 'any',
    scope: `${AUDIENCE}/.default`,
  };
  const answer = await callUrl(`${cloud.url}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'x-forwarded-host': host },
    body: new URLSearchParams(form),
  });
  return (answer.json as { access_token: string }).access_token;
}

function bearer(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** One call of each method of each guarded function, with an id where its route has one. */
function callsOf(functions: readonly FunctionInfo[]) {
  return functions
    .filter(({ type, route = '' }) => type === 'http' && !OPEN.includes(route))
    .flatMap(({ name, methods = [], route = '' }) =>
      methods.map((method) => ({
        name,
        method,
        path: `/${route.replaceAll(/\{[^}]*\}/g, () => randomUUID())}`,
        operates: method !== 'GET' && route !== READING_POST,
      })),
    );
}
