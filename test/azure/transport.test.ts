// The last layer before the network: where a request may go, what it looks like when it goes to a simulator instead,
// and that the SDKs get back the very request that they sent.
import { createHttpHeaders, createPipelineRequest, type PipelineRequest } from '@azure/core-rest-pipeline';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTransport } from '../../src/azure/transport.ts';
import { claimsOf, failureOf, newIdentity, sessionAt } from './harness.ts';
import { serverForTest } from './server.ts';

const ARM = 'https://management.azure.com';
const nobody = { tid: randomUUID(), oid: randomUUID() };

function requestTo(url: string, headers: Record<string, string> = {}): PipelineRequest {
  return createPipelineRequest({ url, method: 'GET', headers: createHttpHeaders(headers) });
}

test('a rerouted request keeps method, path, query, headers and body, and names its host', async () => {
  const server = await serverForTest(nobody, () => ({ json: {} }));
  const transport = createTransport({ allowedOrigins: [ARM], simulatorUrl: server.url });
  const path = '/subscriptions/a%2Fb/x%20y?api-version=1&%24skiptoken=a%3D%3D&%24filter=type%20eq%20%27B%27';

  await transport.sendRequest(
    createPipelineRequest({
      url: ARM + path,
      method: 'PUT',
      headers: createHttpHeaders({ 'X-Of-Mine': 'kept' }),
      body: '{"a":1}',
    }),
  );

  expect(server.received).toMatchObject([
    { method: 'PUT', path, host: 'management.azure.com', body: '{"a":1}' },
  ]);
  expect(server.received[0]?.headers['x-of-mine']).toBe('kept');
});

test('the request that the SDK sent is not changed, and is the one of the answer', async () => {
  const server = await serverForTest(nobody, () => ({ json: {} }));
  const transport = createTransport({ allowedOrigins: [ARM], simulatorUrl: server.url });
  const request = requestTo(`${ARM}/subscriptions?api-version=1`, { accept: 'application/json' });

  const answer = await transport.sendRequest(request);

  expect(answer.request).toBe(request);
  expect(request.url).toBe(`${ARM}/subscriptions?api-version=1`);
  expect(request.headers.toJSON()).toEqual({ accept: 'application/json' });
  expect(request.allowInsecureConnection).toBe(false);
});

test.for(['//evil.example/subscriptions', '///evil.example', '/\\evil.example/x', '/../..//evil.example'])(
  'a path such as %s never names another host',
  async (path) => {
    const server = await serverForTest(nobody, () => ({ json: {} }));
    const transport = createTransport({ allowedOrigins: [ARM], simulatorUrl: server.url });

    const answer = await transport.sendRequest(requestTo(ARM + path));

    expect(answer.status).toBe(200);
    expect(server.received).toMatchObject([{ host: 'management.azure.com' }]);
  },
);

test.for([
  'https://evil.example/subscriptions',
  'https://management.azure.com.evil.example/subscriptions',
  'https://management.azure.com@evil.example/subscriptions',
  'https://management.azure.com:8443/subscriptions',
  'http://management.azure.com/subscriptions',
  'https://login.microsoftonline.com/subscriptions',
])('a request meant for %s is refused, with a simulator and without', async (url) => {
  const server = await serverForTest(nobody, () => ({ json: {} }));
  const sent: string[] = [];
  const onSend = (method: string) => sent.push(method);
  const simulated = createTransport({ allowedOrigins: [ARM], simulatorUrl: server.url, onSend });
  const real = createTransport({ allowedOrigins: [ARM], onSend });

  const first = await failureOf(simulated.sendRequest(requestTo(url)));
  const second = await failureOf(real.sendRequest(requestTo(url)));

  expect([first.code, second.code]).toEqual(['ForeignHost', 'ForeignHost']);
  expect([first.retryable, second.retryable]).toEqual([false, false]);
  expect(server.received).toEqual([]);
  expect(sent).toEqual([]);
});

test('without a simulator the request goes to the host that it names', async () => {
  const server = await serverForTest(nobody, () => ({ json: { here: true } }));
  const transport = createTransport({ allowedOrigins: [server.url] });
  const request = requestTo(`${server.url}/subscriptions?x=1`);
  request.allowInsecureConnection = true;

  const answer = await transport.sendRequest(request);

  expect(answer.bodyAsText).toBe('{"here":true}');
  expect(server.received).toMatchObject([{ path: '/subscriptions?x=1', host: '' }]);
});

test('a redirect is followed only within the same host', async () => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), ({ path }, before) => {
    if (path.startsWith('/moved')) return { json: { value: [] } };
    const location = before === 0 ? `${ARM}/moved?api-version=1` : 'https://evil.example/moved';
    return { status: 307, headers: { location } };
  });
  const session = await sessionAt(server.url, identity);

  const listed = await session.listSubscriptions();
  const failure = await failureOf(session.listSubscriptions());

  expect(listed).toEqual([]);
  expect(failure.status).toBe(307);
  expect(server.received.map(({ host }) => host)).toEqual(
    Array.from({ length: 3 }, () => 'management.azure.com'),
  );
});

test('a proxy of the environment does not come between us and the simulator', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
  vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [] } }));

  const session = await sessionAt(server.url, identity);
  const listed = await session.listSubscriptions();

  expect(listed).toEqual([]);
});
