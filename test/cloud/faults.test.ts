// Each kind of fault does what it says, to the calls that it names, and the call is counted before.
import { expect, test } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { ARM, GRAPH, cloudForTest, send, tokenOf, values, textOf } from './client.ts';

const LIST = '/subscriptions?api-version=2022-12-01';
const PARTNER = `/providers/Microsoft.ManagementPartner/partners/${DEMO_IDENTITY.partnerId}?api-version=2018-02-01`;

test('status: an error envelope with a code and Retry-After', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'status', status: 429, retryAfter: 7, times: 1 });
  cloud.addFault({ kind: 'status', status: 503, code: 'Busy', times: 1 });

  const first = await send(cloud, LIST, { token });
  const second = await send(cloud, LIST, { token });
  const third = await send(cloud, LIST, { token });

  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
  expect([first, second].map((each) => each.json['error']?.['code'])).toEqual([
    'SubscriptionRequestsThrottled',
    'Busy',
  ]);
  expect([second.status, second.headers.get('retry-after'), third.status]).toEqual([503, null, 200]);
});

test.each<[Fault, number, string]>([
  [{ kind: 'status', status: 502, body: '<html>bad gateway</html>' }, 502, '<html>bad gateway</html>'],
  [{ kind: 'status', status: 500, body: { odd: true } }, 500, '{"odd":true}'],
  [{ kind: 'body', body: { value: 'no list' } }, 200, '{"value":"no list"}'],
  [{ kind: 'body', body: 'null', status: 201 }, 201, 'null'],
])('%o answers %i %s', async (fault, status, text) => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault(fault);

  const answer = await send(cloud, LIST, { token });

  expect([answer.status, answer.text]).toEqual([status, text]);
});

test('delay: the answer comes, later', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'delay', ms: 60 });
  const start = performance.now();

  const answer = await send(cloud, LIST, { token });

  expect(answer.status).toBe(200);
  // Timers may fire a millisecond early by this clock.
  expect(performance.now() - start).toBeGreaterThanOrEqual(58);
});

test('delay: a cloud that closes does not wait for it', async () => {
  const cloud = await cloudForTest();
  cloud.addFault({ kind: 'delay', ms: 3_600_000 });
  const pending = send(cloud, LIST).catch((error: unknown) => error);
  await expect.poll(() => cloud.calls()['subscriptions.list']).toBe(1);

  await cloud.close();

  expect(await pending).toBeInstanceOf(Error);
});

test('reset: the connection is cut and nothing was done', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'reset', operation: 'partner.create' });

  await expect(send(cloud, PARTNER, { method: 'PUT', token })).rejects.toThrow('fetch failed');

  expect(cloud.linkHistory().map((state) => state.partnerId)).toEqual([null]);
});

test('lost-answer: the connection is cut, but the work was done', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'lost-answer', operation: 'partner.create' });

  await expect(send(cloud, PARTNER, { method: 'PUT', token })).rejects.toThrow('fetch failed');

  expect(cloud.linkHistory().map((state) => state.partnerId)).toEqual([null, DEMO_IDENTITY.partnerId]);
});

test('truncate: half of the JSON in a whole answer', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  const whole = await send(cloud, LIST, { token });
  cloud.addFault({ kind: 'truncate' });

  const cut = await send(cloud, LIST, { token });

  expect(cut.status).toBe(200);
  expect(cut.text).toBe(whole.text.slice(0, Math.floor(whole.text.length / 2)));
});

test('empty-page: no rows, and a link to the real page, also without an end', async () => {
  const cloud = await cloudForTest({ pageSize: 10 });
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'empty-page', operation: 'subscriptions.list' });

  const sizes: number[] = [];
  let path: string | undefined = LIST;
  while (path !== undefined) {
    const answer = await send(cloud, path, { token });
    sizes.push(values(answer).length);
    const next = answer.json['nextLink'];
    const url: URL | undefined = next === undefined ? undefined : new URL(textOf(next));
    path = url === undefined ? undefined : `${url.pathname}${url.search}`;
  }

  expect(sizes).toEqual([0, 10, 0, 6]);
});

test('lose-page: the link to the next page is missing', async () => {
  const cloud = await cloudForTest({ pageSize: 10 });
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'lose-page' });

  const answer = await send(cloud, LIST, { token });

  expect(values(answer)).toHaveLength(10);
  expect(answer.json).not.toHaveProperty('nextLink');
});

test('bad-token: Entra gives a token that ARM refuses', async () => {
  const cloud = await cloudForTest();
  cloud.addFault({ kind: 'bad-token', operation: 'entra.token' });

  const answer = await send(cloud, LIST, { token: await tokenOf(cloud) });

  expect(answer.status).toBe(401);
});

test.each([
  [ARM, LIST, 'GET', 'AuthenticationFailed'],
  [GRAPH, '/v1.0/servicePrincipals/x/getMemberGroups', 'POST', 'InvalidAuthenticationToken'],
])('bad-token: %s answers as to a bad one', async (host, path, method, code) => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud, `https://${host}`);
  cloud.addFault({ kind: 'bad-token' });

  const answer = await send(cloud, path, { host, method, token });

  expect([answer.status, answer.json['error']?.['code']]).toEqual([401, code]);
});

test.each<[string, Omit<Fault, 'kind'>, number[]]>([
  ['an operation', { operation: 'subscriptions.list' }, [500, 404, 500]],
  ['the beginning of an operation', { operation: 'partner' }, [200, 500, 200]],
  ['another operation', { operation: 'entra' }, [200, 404, 200]],
  ['a part of the call', { match: 'get /SUBSCRIPTIONS?api' }, [500, 404, 500]],
  ['an expression', { match: '^GET .*/partners/\\d+' }, [200, 500, 200]],
  ['a part that is no expression', { match: 'GET (' }, [200, 404, 200]],
  ['skip', { skip: 1 }, [200, 500, 500]],
  ['times', { times: 1 }, [500, 404, 200]],
  ['skip and times', { skip: 1, times: 1 }, [200, 500, 200]],
])('a fault hits by %s', async (_, target, statuses) => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.addFault({ ...target, kind: 'status', status: 500 });

  const seen: number[] = [];
  for (const path of [LIST, PARTNER, LIST]) seen.push((await send(cloud, path, { token })).status);

  expect(seen).toEqual(statuses);
});

test('faults join, end with clearFaults, and a wrong one is refused by name', async () => {
  const cloud = await cloudForTest({ pageSize: 10 });
  const token = await tokenOf(cloud);
  cloud.addFault({ kind: 'delay', ms: 1 });
  cloud.addFault({ kind: 'lose-page' });
  cloud.addFault({ kind: 'status', status: 418, operation: 'partner.' });

  const both = await send(cloud, LIST, { token });
  cloud.clearFaults();
  const partner = await send(cloud, PARTNER, { token });

  expect(both.json).not.toHaveProperty('nextLink');
  expect(partner.status).toBe(404);
  expect(() => cloud.addFault({ kind: 'delay', ms: -1 })).toThrow('ms');
});

test('every request is counted by its operation, faulty ones too', async () => {
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud);
  cloud.resetCalls();
  cloud.addFault({ kind: 'status', status: 500, times: 1 });

  await send(cloud, LIST, { token });
  await send(cloud, LIST, { token });
  await send(cloud, PARTNER, { token });

  expect(cloud.calls()).toEqual({ 'subscriptions.list': 2, 'partner.get': 1 });
});
