// What host.json and the function index decide: prefix, headers of one's own, throttle, functions taken out.
import { expect, test } from 'vitest';
import { closeGate, openGate, whenEntered } from './fixtures/gate.ts';
import { start, startFixtures, tempFolder } from './harness.ts';
import { startHost } from '../../local/host/host.ts';

const http = (settings: object) => ({ version: '2.0', extensions: { http: settings } });

test.each([
  ['v1/inner', '/v1/inner/open'],
  ['/v2/', '/v2/open'],
  ['', '/open'],
])('routePrefix %j serves %s and not /api', async (routePrefix, path) => {
  const host = await startFixtures(['levels'], { hostJson: http({ routePrefix }) });

  expect((await fetch(host.url + path)).status).toBe(200);
  expect((await fetch(`${host.url}/api/open`)).status).toBe(404);
  expect(host.functions.find(({ name }) => name === 'open')?.route).toBe(path.slice(1));
});

test('customHeaders stand on answers and on errors', async () => {
  const host = await startFixtures(['levels'], {
    hostJson: http({ customHeaders: { 'X-Frame-Options': 'DENY' } }),
  });

  const answers = [await fetch(`${host.url}/api/open`), await fetch(`${host.url}/api/nothing`)];

  expect(answers.map(({ headers }) => headers.get('x-frame-options'))).toEqual(['DENY', 'DENY']);
});

test('one request more than maxOutstandingRequests answers 429, and the place is free again afterwards', async () => {
  closeGate();
  const host = await startFixtures(['levels'], { hostJson: http({ maxOutstandingRequests: 1 }) });
  const slow = fetch(`${host.url}/api/slow`);
  await whenEntered();

  const refused = await fetch(`${host.url}/api/open`);
  openGate();
  await slow;
  const served = await fetch(`${host.url}/api/open`);

  expect([refused.status, (await slow).status, served.status]).toEqual([429, 200, 200]);
});

test('a bad route takes out its function alone, with a reason', async () => {
  const host = await startFixtures(['disabled-routes']);

  const reasons = new Map(host.functions.map(({ name, disabled }) => [name, disabled]));
  expect(reasons.get('reserved')).toContain('conflicts with one or more built in routes');
  expect(reasons.get('conflicting')).toContain("'first'");
  expect(reasons.get('misspelt')).toContain('"integer"');
  expect(reasons.get('9lives')).toContain('not a valid function name');
  expect(reasons.get('first')).toBeUndefined();
  expect(host.logs.some(({ functionName, level }) => functionName === 'reserved' && level === 'error')).toBe(
    true,
  );
  const statuses = await Promise.all(
    ['admin/mine', 'api/admin/mine', 'api/same', 'api/nine', 'api/healthy'].map(
      async (path) => (await fetch(`${host.url}/${path}`)).status,
    ),
  );
  expect(statuses).toEqual([404, 404, 200, 404, 200]);
});

test('a host.json with a setting of the wrong kind is refused by name', async () => {
  const started = start({ files: [], hostJson: http({ maxOutstandingRequests: 'many' }) });

  await expect(started).rejects.toThrow('maxOutstandingRequests');
});

test('a folder without host.json is refused', async () => {
  const appFolder = await tempFolder();

  await expect(startHost({ appFolder, files: [], port: 0, settings: {} })).rejects.toThrow('host.json');
});
