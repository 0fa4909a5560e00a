// Request bodies: what reaches a handler, and the two kinds that never do.
import { expect, test } from 'vitest';
import { raw, startFixtures } from './harness.ts';

async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } });
}

test('a chunked body arrives empty, and its header is still there to tell it', async () => {
  const host = await startFixtures(['echo']);

  const answer = await raw(
    host,
    'POST /api/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlost\r\n0\r\n\r\n',
  );

  expect(answer.status).toBe(200);
  expect(answer.body).toContain('"body":""');
  expect(answer.body).toContain('"transfer-encoding":"chunked"');
  expect(answer.body).not.toContain('content-length');
});

test('a connection stays usable after a chunked body that nobody read', async () => {
  const host = await startFixtures(['echo']);
  const one =
    'POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlost\r\n0\r\n\r\n';

  const answer = await raw(host, `${one}GET /api/nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);

  expect(answer.body).toContain('HTTP/1.1 404');
});

test('malformed JSON is the handler’s own affair: request.json() throws', async () => {
  const host = await startFixtures(['answers']);

  const answer = await post(`${host.url}/api/parse`, '{"half":', 'application/json');

  expect(answer.status).toBe(500);
  expect(host.logs.some(({ message }) => message.includes('SyntaxError'))).toBe(true);
});

test('JSON sent as text/plain parses', async () => {
  const host = await startFixtures(['answers']);

  const answer = await post(`${host.url}/api/parse`, '{"a":1}', 'text/plain');

  expect(await answer.json()).toEqual({ parsed: { a: 1 } });
});

test('a body of 5 MB arrives whole, byte for byte', async () => {
  const host = await startFixtures(['answers']);
  const body = new Uint8Array(5_000_000).fill(0xfe);

  const answer = await post(`${host.url}/api/size`, body, 'application/octet-stream');

  expect(await answer.json()).toEqual({ length: 5_000_000, hex: 'fefefefefefefefe' });
});

test('a body over 104,857,600 bytes answers 500, empty, and the connection is closed', async () => {
  const host = await startFixtures(['answers']);

  // No Connection: close here: the host ends it by itself, else this would wait for ever.
  const answer = await raw(host, 'POST /api/size HTTP/1.1\r\nHost: a\r\nContent-Length: 104857601\r\n\r\n');

  expect(answer.status).toBe(500);
  expect(answer.header('content-length')).toBe('0');
  expect(answer.body).toBe('');
});

test('routing comes before the size of a body', async () => {
  const host = await startFixtures(['answers']);

  const answer = await raw(
    host,
    'POST /api/nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 104857601\r\n\r\n',
  );

  expect(answer.status).toBe(404);
});
