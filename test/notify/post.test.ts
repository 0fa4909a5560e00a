// One try over real sockets: what counts as delivered, what is never followed, and what never leaks.
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, test, type TestContext } from 'vitest';
import { post } from '../../src/notify/post.ts';
import { resolveByName, type Resolve } from '../../src/notify/target.ts';
import { makeCertificate } from '../azure/certificate.ts';

const NOW = new Date('2026-01-02T00:00:00.000Z');
const POST = { headers: { 'content-type': 'application/json', 'webhook-id': 'x' }, body: '{"é":1}' };

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, unknown>;
  body: string;
}

async function serve(t: TestContext, answer: RequestListener): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

function send(address: string, options: { resolve?: Resolve; limitMs?: number; simulated?: boolean } = {}) {
  const { resolve = resolveByName, limitMs = 5000, simulated = true } = options;
  return post({ url: new URL(address), simulated }, POST, { resolve, limitMs, now: () => NOW });
}

it('sends the body as it is, with its headers and its length, to path and query', async (t) => {
  const { port, seen } = await serve(t, (_, response) => response.writeHead(202).end());

  const outcome = await send(`http://127.0.0.1:${port}/hook/a?sig=s3cret`);

  expect(outcome).toEqual({ kind: 'delivered' });
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/hook/a?sig=s3cret',
      body: POST.body,
      headers: { ...POST.headers, 'content-length': '8', host: `127.0.0.1:${port}` },
    },
  ]);
});

test.for<[status: number, headers: Record<string, string>, outcome: object]>([
  [200, {}, { kind: 'delivered' }],
  [204, {}, { kind: 'delivered' }],
  [299, {}, { kind: 'delivered' }],
  [301, { location: '/elsewhere' }, { kind: 'failed', status: 301 }],
  [302, { location: '/elsewhere' }, { kind: 'failed', status: 302 }],
  [304, {}, { kind: 'failed', status: 304 }],
  [307, { location: '/elsewhere' }, { kind: 'failed', status: 307 }],
  [308, { location: 'http://127.0.0.1:1/' }, { kind: 'failed', status: 308 }],
  [400, {}, { kind: 'failed', status: 400 }],
  [404, {}, { kind: 'failed', status: 404 }],
  [410, { 'retry-after': '5' }, { kind: 'gone' }],
  [429, { 'retry-after': '120' }, { kind: 'failed', status: 429, retryAfterMs: 120_000 }],
  [429, {}, { kind: 'failed', status: 429, retryAfterMs: undefined }],
  [
    503,
    { 'retry-after': 'Fri, 02 Jan 2026 00:01:00 GMT' },
    { kind: 'failed', status: 503, retryAfterMs: 60_000 },
  ],
])('an answer of %d with %j is %j', async ([status, headers, outcome], t) => {
  const { port, seen } = await serve(t, (_, response) => response.writeHead(status, headers).end('text'));

  expect(await send(`http://127.0.0.1:${port}/hook`)).toMatchObject(outcome);
  // Whatever it says: one request and no second one.
  expect(seen.map(({ url }) => url)).toEqual(['/hook']);
});

describe('what goes wrong on the way is a failure, told by a code without any address', () => {
  it('a connection that is cut', async (t) => {
    const { port } = await serve(t, (request) => request.socket.destroy());

    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'failed', cause: 'ECONNRESET' });
  });

  it('nobody there', async () => {
    expect(await send('http://127.0.0.1:1/')).toEqual({ kind: 'failed', cause: 'ECONNREFUSED' });
  });

  it('no answer in time', async (t) => {
    const { port, seen } = await serve(t, () => undefined);

    expect(await send(`http://127.0.0.1:${port}/`, { limitMs: 300 })).toEqual({
      kind: 'failed',
      cause: 'timeout',
    });
    expect(seen).toHaveLength(1);
  });

  it('a name that nobody knows', async () => {
    const resolve = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND s3cret'), { code: 'ENOTFOUND' }));

    expect(await send('https://s3cret.example/', { resolve })).toEqual({
      kind: 'failed',
      cause: 'ENOTFOUND',
    });
  });

  it('a name service that hangs', async () => {
    const never = () => new Promise<never>(() => undefined);

    expect(await send('https://example.com/', { resolve: never, limitMs: 100 })).toEqual({
      kind: 'failed',
      cause: 'timeout',
    });
  });

  it('something that is no HTTP', async (t) => {
    const { port } = await serve(t, (request) => void request.socket.end('SSH-2.0-x\r\n'));

    const outcome = await send(`http://127.0.0.1:${port}/`);

    expect(outcome).toMatchObject({ kind: 'failed', cause: expect.stringMatching(/^[A-Z_]+$/) as string });
  });

  it('a certificate that nobody vouches for', async (t) => {
    const { pem } = makeCertificate('127.0.0.1');
    const server = createTlsServer({ key: pem, cert: pem }, (_, response) => response.end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    t.onTestFinished(() => void server.close());

    const outcome = await send(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);

    expect(outcome).toEqual({ kind: 'failed', cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});

it('does not wait for a body that never ends', async (t) => {
  const { port } = await serve(t, (_, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('x'.repeat(1000)), 5);
    response.on('close', () => clearInterval(more));
  });

  expect(await send(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'delivered' });
});

describe('the name', () => {
  it('is asked for once, and the connection goes to the address that was checked', async (t) => {
    const { port, seen } = await serve(t, (_, response) => response.end());
    const asked: string[] = [];
    const resolve: Resolve = async (name) => {
      asked.push(name);
      // Another answer at the second time, as a name service does that rebinds.
      return asked.length === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    };

    const outcome = await send(`http://keeper.localhost:${port}/`, { resolve });

    expect(outcome).toEqual({ kind: 'delivered' });
    expect(asked).toEqual(['keeper.localhost']);
    expect(seen[0]?.headers['host']).toBe(`keeper.localhost:${port}`);
  });

  it('that leads inside is refused, and nothing is sent', async (t) => {
    const { port, seen } = await serve(t, (_, response) => response.end());
    const resolve: Resolve = async () => ['127.0.0.1'];

    const outcomes = [
      await send(`https://example.com:${port}/`, { resolve, simulated: false }),
      await send(`https://example.com:${port}/`, { resolve: async () => ['93.184.215.14', '10.0.0.1'] }),
    ];

    expect(outcomes).toEqual([
      { kind: 'refused', cause: 'address-not-allowed' },
      { kind: 'refused', cause: 'address-not-allowed' },
    ]);
    expect(seen).toEqual([]);
  });
});
