// The receiver of webhooks beside the simulated Azure: it keeps what comes, and fails on demand.
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { callUrl } from '../harness/host.ts';
import { cloudForTest } from './client.ts';

const post = (cloud: Cloud, name: string, body = '{"a":1}') =>
  callUrl(`${cloud.url}/_sink/${name}`, {
    method: 'POST',
    body,
    headers: { 'x-one': 'two' },
    redirect: 'manual',
  });

test('what is posted is taken, kept with its headers, shown and forgotten', async () => {
  const cloud = await cloudForTest();

  const answer = await post(cloud, 'demo');
  const shown = await callUrl(`${cloud.url}/_cloud/sinks/demo`);
  const forgotten = await callUrl(`${cloud.url}/_cloud/sinks/demo`, { method: 'DELETE' });

  expect(answer).toMatchObject({ status: 202, text: '' });
  expect(shown.json).toMatchObject({
    value: [{ body: '{"a":1}', headers: { 'x-one': 'two' }, status: 202 }],
  });
  expect(forgotten.status).toBe(204);
  expect((await callUrl(`${cloud.url}/_cloud/sinks/demo`)).json).toEqual({ value: [] });
  expect(cloud.calls()).toEqual({ 'sink.demo': 1 });
});

test('sinks are apart, and faults are for one by its name', async () => {
  const cloud = await cloudForTest();
  cloud.addFault({ kind: 'status', status: 429, retryAfter: 7, operation: 'sink.one', times: 1 });
  cloud.addFault({ kind: 'status', status: 307, location: '/_sink/two', operation: 'sink.one', times: 1 });

  const answers = [
    await post(cloud, 'one'),
    await post(cloud, 'one'),
    await post(cloud, 'one'),
    await post(cloud, 'two'),
  ];

  expect(answers.map(({ status }) => status)).toEqual([429, 307, 202, 202]);
  expect(answers[0]?.headers.get('retry-after')).toBe('7');
  expect(answers[1]?.headers.get('location')).toBe('/_sink/two');
  expect(cloud.received('one').map(({ status }) => status)).toEqual([429, 307, 202]);
  expect(cloud.received('two')).toHaveLength(1);
});

test('a cut connection is kept without a status', async () => {
  const cloud = await cloudForTest();
  cloud.addFault({ kind: 'reset', operation: 'sink.' });

  await expect(post(cloud, 'demo')).rejects.toThrow('fetch failed');

  const [received] = cloud.received('demo');
  expect(received?.body).toBe('{"a":1}');
  expect(received).not.toHaveProperty('status');
});

test.each(['', 'a/b', 'a.b', 'x'.repeat(41)])('there is no sink %j', async (name) => {
  const cloud = await cloudForTest();

  expect((await post(cloud, name)).status).toBe(501);
});
