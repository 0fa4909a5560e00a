// Routing over HTTP: each line of the observed table that speaks of routes, methods and what a handler sees of them.
import { describe, expect, test } from 'vitest';
import { raw, rawGet, startFixtures } from './harness.ts';

interface Seen {
  url: string;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
}

function chunkedJson(body: string): Seen {
  return JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as Seen;
}

describe('a path or method that no function has', () => {
  test.each([
    ['an unknown route', 'GET', '/api/nothing'],
    ['the prefix alone', 'GET', '/api'],
    ['a route without the prefix', 'GET', '/hello'],
    ['a method that is not listed', 'POST', '/api/hello'],
    ['OPTIONS', 'OPTIONS', '/api/hello'],
    ['HEAD on a GET function', 'HEAD', '/api/hello'],
    ['a path that is longer', 'GET', '/api/hello/more'],
    ['two slashes', 'GET', '/api//hello'],
  ])('%s answers 404 with an empty body and no Allow', async (_name, method, path) => {
    const host = await startFixtures(['echo']);

    const answer = await fetch(host.url + path, { method });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-length')).toBe('0');
    expect(answer.headers.get('allow')).toBeNull();
  });
});

test('GET / is the home page of the host', async () => {
  const host = await startFixtures(['echo']);

  const answer = await fetch(host.url);

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html');
});

test('HEAD answers without a body where it is listed', async () => {
  const host = await startFixtures(['echo']);

  const answer = await fetch(`${host.url}/api/heads`, { method: 'HEAD' });

  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('');
});

test('two functions share a route by their methods', async () => {
  const host = await startFixtures(['echo']);

  const answers = await Promise.all(
    ['GET', 'POST'].map(async (method) => fetch(`${host.url}/api/shared`, { method })),
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test.each(['/api/HELLO', '/api/hello/', '/API/Hello', '/api/%68ello'])('%s matches hello', async (path) => {
  const host = await startFixtures(['echo']);

  expect((await fetch(host.url + path)).status).toBe(200);
});

test.each([
  ['one/plain', { x: 'plain' }],
  ['one/a%20b', { x: 'a b' }],
  ['one/%C3%A9', { x: 'é' }],
  ['one/%E9', { x: '%E9' }],
  ['one/a%2Fb', { x: 'a%2Fb' }],
  ['one/a%252Fb', { x: 'a%2Fb' }],
  ['one/a%2520b', { x: 'a%20b' }],
  ['one/42', { x: '42' }],
  ['maybe', {}],
  ['maybe/x', { x: 'x' }],
  ['int/-7', { x: '-7' }],
  ['int/2147483647', { x: '2147483647' }],
  ['long/2147483648', { x: '2147483648' }],
  ['guid/3f2504e0-4f89-11d3-9a0c-0305e82c3301', { x: '3f2504e0-4f89-11d3-9a0c-0305e82c3301' }],
  ['bool/True', { x: 'True' }],
  ['alpha/abcXYZ', { x: 'abcXYZ' }],
  ['minlength/abc', { x: 'abc' }],
  ['rest', {}],
  ['rest/', {}],
  ['rest/a/b%20c/d', { rest: 'a/b c/d' }],
  ['page', { page: '1' }],
  ['page/3', { page: '3' }],
  ['file/a.b.csv', { name: 'a.b', ext: 'csv' }],
])('/api/%s gives the route values %j', async (path, params) => {
  const host = await startFixtures(['echo']);

  const answer = await rawGet(host, `/api/${path}`);

  expect(answer.status).toBe(200);
  expect(chunkedJson(answer.body).params).toEqual(params);
});

test.each([
  'one',
  'maybe/x/y',
  'int/abc',
  'int/1.5',
  'int/2147483648',
  'int/-2147483649',
  'long/9223372036854775808',
  'guid/not-a-guid',
  'bool/1',
  'alpha/a1',
  'minlength/ab',
  'page/x',
  'file/name',
])('/api/%s does not meet its route and answers 404', async (path) => {
  const host = await startFixtures(['echo']);

  expect((await fetch(`${host.url}/api/${path}`)).status).toBe(404);
});

test('where two routes match, the function whose name comes first in the alphabet answers', async () => {
  const host = await startFixtures(['echo']);

  const parameterFirst = (await (await fetch(`${host.url}/api/ov/lit`)).json()) as Seen;
  const literalFirst = (await (await fetch(`${host.url}/api/vo/lit`)).json()) as Seen;

  expect(parameterFirst.params).toEqual({ x: 'lit' });
  expect(literalFirst.params).toEqual({});
});

test('a repeated query name and a repeated header arrive joined by commas', async () => {
  const host = await startFixtures(['echo']);

  const answer = await rawGet(host, '/api/echo?a=1&a=2&b=&c', ['X-Many: 1', 'X-Many: 2']);

  const seen = chunkedJson(answer.body);
  expect(seen.query).toEqual({ a: '1,2', b: '', c: '' });
  expect(seen.headers['x-many']).toBe('1,2');
});

test('request.url comes from the Host header, whatever X-Forwarded-* says', async () => {
  const host = await startFixtures(['echo']);

  const answer = await rawGet(host, '/api/echo?a=1', [
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
  ]);

  expect(chunkedJson(answer.body).url).toBe('http://app.example/api/echo?a=1');
});

test('a request target in absolute form is routed by its path', async () => {
  const host = await startFixtures(['echo']);

  const answer = await raw(
    host,
    'GET http://app.example/api/echo?a=1 HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n',
  );

  expect(chunkedJson(answer.body).query).toEqual({ a: '1' });
});
