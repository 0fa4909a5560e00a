// close(): the port at once, requests under way to their end, nothing for ever.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { beforeEach, expect, test } from 'vitest';
import { closeGate, openGate, whenEntered } from './fixtures/gate.ts';
import { startFixtures } from './harness.ts';

beforeEach(closeGate);

test('the port closes at once, and a request under way still gets its whole answer', async () => {
  const host = await startFixtures(['levels']);
  const slow = fetch(`${host.url}/api/slow`);
  await whenEntered();

  const closing = host.close();
  const refused = await fetch(`${host.url}/api/open`).then(
    () => 'answered',
    () => 'refused',
  );
  openGate();

  expect(refused).toBe('refused');
  expect(await (await slow).text()).toBe('slow but whole');
  await closing;
});

test('a connection kept alive does not hold it up', async () => {
  const host = await startFixtures(['levels']);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const status = await new Promise((resolve, reject) => {
    get(`${host.url}/api/open`, { agent }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    }).on('error', reject);
  });
  expect(Object.keys(agent.freeSockets)).toHaveLength(1);

  await host.close();

  expect(status).toBe(200);
  agent.destroy();
});

test.each([
  ['that never asked for anything', ''],
  ['with half a request', 'GET /api/op'],
])('a connection %s, as browsers open ahead, does not hold it up', async (_name, sent) => {
  const host = await startFixtures(['levels']);
  const socket = connect(host.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(sent);
  // Another answer on another connection: the host has seen the first one by then.
  await (await fetch(`${host.url}/api/open`)).text();
  const ended = once(socket, 'close');

  await host.close();
  await ended;

  expect(socket.destroyed).toBe(true);
});

test('a port that is taken is named', async () => {
  const host = await startFixtures(['levels']);

  await expect(startFixtures(['levels'], { port: host.port })).rejects.toThrow(`127.0.0.1:${host.port}`);
});

test('a request that does not end is cut off after the limit', async () => {
  const host = await startFixtures(['levels'], { shutdownTimeoutMs: 20 });
  const slow = fetch(`${host.url}/api/slow`).then(
    () => 'answered',
    () => 'cut off',
  );
  await whenEntered();

  await host.close();

  expect(await slow).toBe('cut off');
  openGate();
});

test('closing twice is closing once', async () => {
  const host = await startFixtures(['levels']);

  await Promise.all([host.close(), host.close()]);

  await expect(fetch(`${host.url}/api/open`)).rejects.toThrow('fetch failed');
});
