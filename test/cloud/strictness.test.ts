// What is not simulated is refused loudly, so that no test passes on an answer that Azure never gave.
import { expect, test } from 'vitest';
import { startCloud } from '../../local/cloud/cloud.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { ARM, cloudForTest, send, tokenOf } from './client.ts';

const LIST = '/subscriptions?api-version=2022-12-01';

test.each([
  ['no x-forwarded-host', '', 'GET', LIST, 'x-forwarded-host is missing'],
  ['an unknown host', 'example.org', 'GET', LIST, 'the host is not simulated'],
  ['an unknown route', ARM, 'GET', '/tenants?api-version=2022-12-01', 'the route is not simulated'],
  ['another method', ARM, 'POST', LIST, 'the route is not simulated'],
  [
    'another api-version',
    ARM,
    'GET',
    '/subscriptions?api-version=2016-06-01',
    "'2016-06-01' is not simulated (2020-01-01",
  ],
  ['no api-version', ARM, 'GET', '/subscriptions', "the api-version '' is not simulated"],
  [
    'another Graph version',
    'graph.microsoft.com',
    'POST',
    '/beta/servicePrincipals/x/getMemberGroups',
    'the route is not',
  ],
])('%s is 501 and says so', async (_, host, method, path, why) => {
  const cloud = await cloudForTest();

  const answer = await send(cloud, path, { host, method });

  expect(answer.status).toBe(501);
  expect(answer.json['error']).toMatchObject({
    code: 'NotSimulated',
    method,
    host,
    path: path.split('?')[0],
  });
  expect(answer.json['error']?.['message']).toContain(why);
  expect(cloud.calls()).toEqual({ 'not-simulated': 1 });
});

test.each([
  ['a doubled slash', `//subscriptions/${demoSubscriptionId(1)}`],
  ['capitals', `/SubScriptions/${demoSubscriptionId(1)}`],
  ['a slash at the end', `/subscriptions/${demoSubscriptionId(1)}/`],
])('%s in the path is the same resource', async (_, path) => {
  const cloud = await cloudForTest();

  const answer = await send(cloud, `${path}?api-version=2022-12-01`, { token: await tokenOf(cloud) });

  expect(answer.status).toBe(200);
});

test('a port in x-forwarded-host is not part of the host', async () => {
  const cloud = await cloudForTest();

  const answer = await send(cloud, LIST, { host: `${ARM}:443`, token: await tokenOf(cloud) });

  expect(answer.status).toBe(200);
});

test('a mistake in the world is a 500 that tells it, not an answer of Azure', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  Object.assign(cloud.world.customers[0]?.subscriptions[0] ?? {}, { offers: undefined });

  const answer = await send(cloud, LIST, { token });

  expect([answer.status, answer.json['error']?.['code']]).toEqual([500, 'SimulatorFailed']);
});

test('latency is added to every answer', async () => {
  const cloud = await cloudForTest({ latencyMs: 40 });
  const start = performance.now();

  await send(cloud, LIST);

  expect(performance.now() - start).toBeGreaterThanOrEqual(38);
});

test('a port that is taken is an error at the start', async () => {
  const cloud = await cloudForTest();

  await expect(startCloud({ world: demoWorld(), port: Number(new URL(cloud.url).port) })).rejects.toThrow(
    'EADDRINUSE',
  );
});

test('close ends kept connections and can be called twice', async () => {
  const cloud = await cloudForTest();
  await send(cloud, LIST, { headers: { connection: 'keep-alive' } });

  await cloud.close();
  await cloud.close();

  await expect(send(cloud, LIST)).rejects.toThrow('fetch failed');
});
