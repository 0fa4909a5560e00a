// What a handler gives back, and how it looks on the wire.
import { expect, test } from 'vitest';
import { rawGet, startFixtures } from './harness.ts';

test.each(['throws', 'throws-nothing', 'string'])('%s answers 500 with an empty body', async (name) => {
  const host = await startFixtures(['answers']);

  const answer = await rawGet(host, `/api/${name}`);

  expect(answer.status).toBe(500);
  expect(answer.header('content-length')).toBe('0');
  expect(answer.body).toBe('');
});

test('what a handler throws stands in the log, with function and invocation', async () => {
  const host = await startFixtures(['answers']);

  await rawGet(host, '/api/throws');

  const entry = host.logs.find(({ level }) => level === 'error');
  expect(entry?.message).toContain('the reason is for the log only');
  expect(entry).toMatchObject({ category: 'host', functionName: 'throws' });
  expect(entry?.invocationId).toMatch(/^[0-9a-f-]{36}$/);
});

test.each(['undefined', 'null', 'no-content'])('%s answers 204', async (name) => {
  const host = await startFixtures(['answers']);

  const answer = await rawGet(host, `/api/${name}`);

  expect(answer.status).toBe(204);
  expect(answer.header('transfer-encoding')).toBeUndefined();
  expect(answer.body).toBe('');
});

test('a handler’s answer is chunked, without a length, its header names in lower case, from Kestrel', async () => {
  const host = await startFixtures(['answers']);

  const answer = await rawGet(host, '/api/teapot');

  expect(answer.status).toBe(418);
  expect(answer.headerLines).toContain('x-mixed-case: Value');
  expect(answer.headerLines).toContain('Server: Kestrel');
  expect(answer.header('transfer-encoding')).toBe('chunked');
  expect(answer.header('content-length')).toBeUndefined();
  expect(answer.header('keep-alive')).toBeUndefined();
});

test('an answer without a body is 200 and chunked too', async () => {
  const host = await startFixtures(['answers']);

  const answer = await rawGet(host, '/api/empty');

  expect(answer.status).toBe(200);
  expect(answer.header('transfer-encoding')).toBe('chunked');
  expect(answer.body).toBe('0\r\n\r\n');
});

test('a JSON body says so', async () => {
  const host = await startFixtures(['answers']);

  const answer = await fetch(`${host.url}/api/json`);

  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({ a: 1 });
});

test('a binary body arrives byte for byte', async () => {
  const host = await startFixtures(['answers']);

  const answer = await fetch(`${host.url}/api/binary`);

  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 128, 13, 10]);
});

test('cookies take the form of ASP.NET Core', async () => {
  const host = await startFixtures(['answers']);

  const answer = await fetch(`${host.url}/api/cookies`);

  expect(answer.headers.getSetCookie()).toEqual([
    'plain=a%20b%3Bc; path=/',
    'full=v; expires=Wed, 02 Jan 2030 03:04:05 GMT; max-age=60; domain=example.org; path=/api; secure; samesite=strict; httponly',
    'cross=v; path=/; samesite=none',
  ]);
});
