// Who gets in: keys as the host asks for them, and FUNCTION_KEY_ACCESS, which the app asks.
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const GUARDED: [functionName: string, method: string, path: string][] = [
  ['status', 'GET', 'status'],
  ['subscriptions-list', 'GET', 'subscriptions'],
  ['subscriptions-get', 'GET', 'subscriptions/00000000-0000-4000-8000-000000000000'],
  ['subscriptions-events', 'GET', 'subscriptions/00000000-0000-4000-8000-000000000000/events'],
  ['subscriptions-diagnosis', 'GET', 'subscriptions/00000000-0000-4000-8000-000000000000/diagnosis'],
  ['events-list', 'GET', 'events'],
  ['expected-subscriptions-list', 'GET', 'expected-subscriptions'],
  ['expected-subscriptions-get', 'GET', 'expected-subscriptions/00000000-0000-4000-8000-000000000000'],
  // What it would change is refused only when the key has been let in.
  ['expected-subscriptions-put', 'PUT', 'expected-subscriptions/x'],
  ['expected-subscriptions-delete', 'DELETE', 'expected-subscriptions/x'],
  ['partner-link-get', 'GET', 'partner-link'],
  ['partner-link-put', 'PUT', 'partner-link'],
  ['partner-link-delete', 'DELETE', 'partner-link'],
  ['dashboard', 'GET', 'dashboard'],
  ['evidence', 'GET', 'evidence?month=2024-03'],
  ['reconciliations-list', 'GET', 'reconciliations'],
  ['reconciliations-get', 'GET', 'reconciliations/x'],
  ['reconciliations-post', 'POST', 'reconciliations'],
  ['notifications-resend', 'POST', 'notifications/x/resend'],
  ['onboarding-template', 'GET', 'onboarding-template'],
  ['onboarding-template-checks', 'POST', 'onboarding-template-checks'],
  ['onboarding-checks', 'POST', 'onboarding-checks'],
];

describe('with keys', () => {
  let served: Served;
  beforeAll(async () => {
    const settings = { PRINCIPAL_ID: DEMO_IDENTITY.objectId };
    served = await serveKeeper(file, { enableAuth: true, settings });
  });

  test.each(GUARDED)(
    '%s is 401 with nothing in it to who has none, or a wrong one',
    async (_, method, path) => {
      for (const headers of [{}, { 'x-functions-key': 'wrong' }, { 'x-ms-client-principal': 'e30=' }]) {
        const answer = await served.call(`/api/${path}`, { method, headers });
        expect(answer).toMatchObject({ status: 401, text: '' });
      }
    },
  );

  test.each(GUARDED)(
    '%s opens to its own key and the host key, as header or ?code=',
    async (name, method, path) => {
      const { functions, host } = served.host.keys;
      const other = Object.entries(functions).find(([each]) => each !== name)?.[1] ?? '';
      const withCode = (key: string) => `/api/${path}${path.includes('?') ? '&' : '?'}code=${key}`;

      for (const key of [functions[name] ?? '', host]) {
        const byHeader = await served.call(`/api/${path}`, { method, headers: { 'x-functions-key': key } });
        const byQuery = await served.call(withCode(key), { method });
        // 400: let in, and asked for the body that is needed.
        expect([200, 400, 404]).toContain(byHeader.status);
        expect(byQuery.status).toBe(byHeader.status);
      }
      expect((await served.call(withCode(other), { method })).status).toBe(401);
    },
  );

  test('both health checks and the OpenAPI document are anonymous', async () => {
    expect((await served.call('/api/openapi.json')).status).toBe(200);
    expect((await served.call('/api/health')).status).toBe(200);
    expect((await served.call('/api/health/ready')).status).toBe(200);
  });
});

test('the functions that are keyed are all but the health checks and the OpenAPI document', async (t) => {
  const { host } = await serveKeeper(t);

  const keyed = host.functions.filter(({ authLevel }) => authLevel === 'function').map(({ name }) => name);
  const anonymous = host.functions.filter(({ authLevel }) => authLevel === 'anonymous');

  expect(keyed.toSorted()).toEqual(GUARDED.map(([name]) => name).toSorted());
  expect(anonymous.map(({ route = '' }) => route).toSorted()).toEqual([
    'api/health',
    'api/health/ready',
    'api/openapi.json',
  ]);
});

test('routes are disjoint: no function could answer in place of another', async (t) => {
  const { host } = await serveKeeper(t);

  const routes = host.functions.flatMap(({ type, route, methods = [] }) =>
    type === 'http' ? methods.map((method) => `${method} ${route?.replaceAll(/\{[^}]*\}/g, '*')}`) : [],
  );

  expect(new Set(routes).size).toBe(routes.length);
  const open = routes.filter((route) => route.includes('*'));
  for (const route of open) {
    const pattern = new RegExp(`^${route.replaceAll('*', '[^/]+')}$`);
    expect(routes.filter((each) => each !== route && pattern.test(each))).toEqual([]);
  }
});

test('where a key may only read, writes are forbidden before they are looked at, and reads go on', async (t) => {
  const served = await serveKeeper(t, { settings: { FUNCTION_KEY_ACCESS: 'read' } });

  for (const [path, body] of [
    ['/api/reconciliations', undefined],
    ['/api/reconciliations?dryRun=true', undefined],
    ['/api/reconciliations', { surprise: 1 }],
    ['/api/notifications/x/resend', { surprise: 1 }],
  ] as const)
    expectProblem(await served.post(path, body), 403, 'forbidden');
  const expected = '/api/expected-subscriptions/x?surprise=1';
  for (const init of [{ method: 'PUT', body: '{"surprise": 1}' }, { method: 'DELETE' }])
    expectProblem(await served.call(expected, init), 403, 'forbidden');
  const read = await served.call('/api/status');

  expect(read.status).toBe(200);
  expect(served.cloud.calls()).toEqual({});
});
