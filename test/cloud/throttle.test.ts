// The documented request limits: bucket sizes, refill by an injected clock, headers and the 429.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assumptions } from '../../local/cloud/assumptions.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { GLOBAL_FACTOR, THROTTLE_BUCKETS, Throttle } from '../../local/cloud/throttle.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { cloudForTest, send, tokenOf } from './client.ts';
import type { WireAnswer } from './client.ts';

const READS = THROTTLE_BUCKETS.subscription.reads;
const START = Date.parse('2026-06-01T00:00:00Z');

test('the buckets are those of the documentation', () => {
  const each = {
    reads: { size: 250, refillPerSecond: 25 },
    deletes: { size: 200, refillPerSecond: 10 },
    writes: { size: 200, refillPerSecond: 10 },
  };
  expect(THROTTLE_BUCKETS).toEqual({ subscription: each, tenant: each });
  expect(GLOBAL_FACTOR).toBe(15);
});

test('a bucket empties, says how long to wait, and is filled again at its rate', () => {
  const throttle = new Throttle();

  const taken = Array.from({ length: 251 }, () => throttle.take('a', READS, 0));

  expect(taken.filter((each) => each.allowed)).toHaveLength(250);
  expect(taken[250]).toEqual({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
  expect(throttle.take('a', READS, 39).allowed).toBe(false);
  expect(throttle.take('a', READS, 40).allowed).toBe(true);
  expect(throttle.take('a', READS, 40).allowed).toBe(false);
  expect(throttle.take('b', READS, 40)).toEqual({ allowed: true, remaining: 249, retryAfterSeconds: 0 });
});

test('an empty bucket is filled again at its rate also after the clock was set back', () => {
  const throttle = new Throttle();
  const month = 31 * 24 * 3_600_000;
  for (let n = 0; n < 250; n += 1) throttle.take('a', READS, month);

  expect(throttle.take('a', READS, 1000).allowed).toBe(false);
  expect(throttle.take('a', READS, 1039).allowed).toBe(false);
  expect(throttle.take('a', READS, 1040).allowed).toBe(true);
});

test('no stretch of time lets more through than the bucket and its refill', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 400 }), (gapsMs) => {
      const throttle = new Throttle();
      const bucket = { size: 20, refillPerSecond: 10 };
      let nowMs = 0;
      let allowed = 0;
      for (const gap of gapsMs) {
        nowMs += gap;
        if (throttle.take('a', bucket, nowMs).allowed) allowed += 1;
      }
      expect(allowed).toBeLessThanOrEqual(20 + (nowMs / 1000) * 10 + 1e-6);
    }),
  );
});

test('the memory for full buckets is given back, that for empty ones is not', () => {
  const throttle = new Throttle();
  for (let n = 0; n < 19_999; n += 1) throttle.take(`idle ${n}`, READS, 0);
  for (let n = 0; n < 250; n += 1) throttle.take('busy', READS, 9000);

  expect(throttle.take('one more', READS, 9001).allowed).toBe(true);
  expect(throttle.take('busy', READS, 9001).allowed).toBe(false);
});

test('reads of one subscription run out, each with its headers, and another subscription is not touched', async () => {
  let nowMs = START;
  const cloud = await cloudForTest({ now: () => new Date(nowMs) });
  const token = await tokenOf(cloud);
  const first = await read(cloud, token, 1);
  for (let n = 0; n < 249; n += 1) await read(cloud, token, 1);

  const refused = await read(cloud, token, 1);
  const other = await read(cloud, token, 2);
  nowMs += 1000;
  const again = await read(cloud, token, 1);

  expect(left(first)).toEqual(['249', '3749']);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.json['error']).toEqual({
    code: 'SubscriptionRequestsThrottled',
    message:
      `Number of 'read' requests for subscription '${demoSubscriptionId(1)}' actor '${DEMO_IDENTITY.objectId}' ` +
      "exceeded. Please try again after '1' seconds.",
  });
  expect([other.status, again.status]).toEqual([200, 200]);
});

test.each<[Partial<Assumptions>, string | null, unknown]>([
  [{}, '1', 'TenantRequestsThrottled'],
  [
    { throttledRetryAfter: 'http-date', tenantThrottledCode: 'Slow' },
    'Mon, 01 Jun 2026 00:00:01 GMT',
    'Slow',
  ],
  [{ throttledRetryAfter: 'none' }, null, 'TenantRequestsThrottled'],
])('with %o a tenant-level 429 says Retry-After %s and %s', async (assumptions, retryAfter, code) => {
  const cloud = await cloudForTest({ assumptions, now: () => new Date(START) });
  const token = await tokenOf(cloud);
  for (let n = 0; n < 250; n += 1) await partners(cloud, token);

  const refused = await partners(cloud, token);

  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, retryAfter]);
  expect(refused.json['error']?.['code']).toBe(code);
});

test.each([
  ['throttling off', { throttling: false }],
  ['partnersThrottled off', { assumptions: { partnersThrottled: false } }],
])('%s lets every partner call through', async (_, options) => {
  const cloud = await cloudForTest({ ...options, now: () => new Date(START) });
  const token = await tokenOf(cloud);
  for (let n = 0; n < 250; n += 1) await partners(cloud, token);

  expect((await partners(cloud, token)).status).toBe(404);
});

async function read(cloud: Cloud, token: string, n: number): Promise<WireAnswer> {
  return send(cloud, `/subscriptions/${demoSubscriptionId(n)}?api-version=2022-12-01`, { token });
}

async function partners(cloud: Cloud, token: string): Promise<WireAnswer> {
  return send(cloud, '/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01', { token });
}

function left({ headers }: WireAnswer): (string | null)[] {
  return ['reads', 'global-reads'].map((kind) =>
    headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`),
  );
}
