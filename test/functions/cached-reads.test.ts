// Strong ETags and If-None-Match on every JSON read but health (contract §7.1).
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { runsShape } from '../harness/shapes.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const clock = testClock();
let served: Served;
let runId: string;

beforeAll(async () => {
  served = await serveKeeper(file, { clock });
  for (const n of [1, 99])
    await served.call(`/api/expected-subscriptions/${demoSubscriptionId(n)}`, { method: 'PUT' });
  const answer = await served.post('/api/reconciliations');
  runId = runsShape.parse(answer.json).value[0]?.id ?? '';
});

const reads: [name: string, path: () => string][] = [
  ['status', () => '/api/status'],
  ['subscriptions', () => '/api/subscriptions'],
  ['a page of subscriptions', () => '/api/subscriptions?top=2&recognition=pec'],
  ['a subscription', () => `/api/subscriptions/${demoSubscriptionId(1)}`],
  ['reconciliations', () => '/api/reconciliations'],
  ['expected subscriptions', () => '/api/expected-subscriptions?state=missing'],
  ['an expected subscription', () => `/api/expected-subscriptions/${demoSubscriptionId(99)}`],
  ['a reconciliation', () => `/api/reconciliations/${runId}`],
];

describe.each(reads)('%s', (_, path) => {
  test('has a strong ETag that stays while nothing changes, however late it is asked', async () => {
    const first = await served.call(path());
    clock.advance(HOUR);
    const second = await served.call(path());

    expect(first.headers.get('etag')).toMatch(/^"[^"]+"$/);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  test('is 304 without a body for who has it: alone, in a list, weak, or with a star', async () => {
    const etag = (await served.call(path())).headers.get('etag') ?? '';

    for (const sent of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const answer = await served.call(path(), { headers: { 'if-none-match': sent } });
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.get('etag')).toBe(etag);
    }
  });

  test('is sent whole to who has something else', async () => {
    const etag = (await served.call(path())).headers.get('etag') ?? '';

    for (const sent of ['"other"', etag.slice(0, -1), etag.slice(1, -1), '', `"${etag}`]) {
      const answer = await served.call(path(), { headers: { 'if-none-match': sent } });
      expect(answer.status).toBe(200);
      expect(answer.text).not.toBe('');
    }
  });
});

test('the ETag changes with what is told', async () => {
  const before = await served.call('/api/reconciliations');
  await served.post('/api/reconciliations?dryRun=true');
  const after = await served.call('/api/reconciliations');

  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
});

test('errors, health and what a POST answers are not to be kept', async () => {
  const answers = await Promise.all([
    served.call('/api/subscriptions/x'),
    served.call('/api/health'),
    served.call('/api/health/ready'),
    served.post('/api/reconciliations', { dryRun: 1 }),
  ]);

  for (const { headers } of answers) {
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
