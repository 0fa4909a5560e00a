// What a run shows to the SDK that is registered: one span with a child for each request, and the metrics beside them.
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { beforeEach, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Run } from '../../src/domain/run.ts';
import { serveKeeper } from '../harness/host.ts';
import { cloudFor, startKeeper } from '../harness/keeper.ts';
import { SECRET, sinksOf } from '../harness/notified.ts';
import { runOnce } from '../harness/run-once.ts';
import { runsShape } from '../harness/shapes.ts';
import { DAY, testClock } from '../harness/test-clock.ts';
import { eavesdrop } from './eavesdropper.ts';
import { registerSdk, type Point, type Sdk } from './sdk.ts';

let sdk: Sdk;
beforeEach((t) => {
  sdk = registerSdk(t);
});

const named = (name: string) => sdk.spans().filter((span) => span.name === name);
const isCall = (span: ReadableSpan) => span.kind === SpanKind.CLIENT && span.name !== 'keeper.delivery';

function countBy<Item>(items: readonly Item[], wordOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[wordOf(item)] = (counts[wordOf(item)] ?? 0) + 1;
  return counts;
}

/** Of a counter, added up over all other dimensions. */
function sumBy(points: readonly Point[], dimension: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { attributes, value } of points) {
    const word = String(attributes[dimension]);
    sums[word] = (sums[word] ?? 0) + Number(value);
  }
  return sums;
}

/** run.calls and the one token that a run asks for. */
const callsOf = ({ calls }: Run) => ({ ...calls, 'entra.token': 1 });

test('a run is one span, and each request a child of it: as many as the run counts', async (t) => {
  const { service } = await startKeeper(t);

  const run = await runOnce(service);

  const [span] = named('keeper.run');
  expect(sdk.spans()).toHaveLength(1 + sdk.spans().filter(isCall).length);
  expect(span?.attributes).toEqual({
    runId: run.id,
    identity: 'default',
    trigger: 'timer',
    dryRun: false,
    state: 'partial',
  });
  expect(span?.parentSpanContext).toBeUndefined();
  expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  const calls = sdk.spans().filter(isCall);
  expect(countBy(calls, ({ name }) => name)).toEqual(callsOf(run));
  expect(new Set(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(
    new Set([span?.spanContext().spanId]),
  );
  expect(sumBy(await sdk.points('keeper.calls'), 'operation')).toEqual(callsOf(run));
});

test('a request tells its operation, host, status and repetition, and nothing more', async (t) => {
  const { cloud, service } = await startKeeper(t);
  cloud.addFault({ kind: 'status', status: 503, operation: 'subscriptions.list', times: 1 });
  cloud.addFault({ kind: 'reset', operation: 'subscriptions.list', times: 1 });

  await runOnce(service);

  const about = {
    operation: 'subscriptions.list',
    identity: 'default',
    'http.request.method': 'GET',
    'server.address': 'management.azure.com',
  };
  expect(named('subscriptions.list').map(({ attributes }) => attributes)).toEqual([
    { ...about, 'http.request.resend_count': 0, 'http.response.status_code': 503, 'error.type': '503' },
    { ...about, 'http.request.resend_count': 1, 'error.type': expect.any(String) },
    { ...about, 'http.request.resend_count': 2, 'http.response.status_code': 200 },
  ]);
  expect(named('subscriptions.list').map(({ status }) => status)).toEqual([
    { code: SpanStatusCode.ERROR },
    { code: SpanStatusCode.ERROR },
    { code: SpanStatusCode.UNSET },
  ]);
  const points = await sdk.points('keeper.calls');
  const listing = points.filter(({ attributes }) => attributes['operation'] === 'subscriptions.list');
  expect(sumBy(listing, 'statusClass')).toEqual({ '5xx': 1, none: 1, '2xx': 1 });
});

test('a storm of 429 counts each one as a throttle', async (t) => {
  const { cloud, service } = await startKeeper(t);
  const operation = 'registrationAssignments.list';
  cloud.addFault({
    kind: 'status',
    status: 429,
    retryAfter: 0,
    operation,
    match: demoSubscriptionId(1),
    times: 2,
  });
  cloud.addFault({
    kind: 'status',
    status: 429,
    retryAfter: 0,
    operation,
    match: demoSubscriptionId(2),
    times: 3,
  });
  cloud.addFault({ kind: 'status', status: 429, retryAfter: 0, operation: 'entra.token', times: 1 });

  const run = await runOnce(service);

  expect(sumBy(await sdk.points('keeper.throttles'), 'operation')).toEqual({
    [operation]: 5,
    'entra.token': 1,
  });
  expect(sumBy(await sdk.points('keeper.calls'), 'operation')).toEqual({ ...run.calls, 'entra.token': 2 });
});

test('the gauge shows the last run that saw something; a dry one and a failed one leave it', async (t) => {
  const { cloud, service } = await startKeeper(t);
  const dry = await runOnce(service, { dryRun: true });
  expect(await sdk.points('keeper.scopes')).toEqual([]);
  const run = await runOnce(service);
  cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' });

  const failed = await runOnce(service);

  expect([dry.dryRun, failed.state]).toEqual([true, 'failed']);
  const { notDelegated: _none, ...words } = run.totals;
  expect(sumBy(await sdk.points('keeper.scopes'), 'recognition')).toEqual(words);
  expect(named('keeper.run').map(({ attributes }) => attributes['state'])).toEqual([
    'partial',
    'partial',
    'failed',
  ]);
  expect(named('keeper.run').at(-1)?.status.code).toBe(SpanStatusCode.ERROR);
});

test('the duration of each run is told in seconds, by its state', async (t) => {
  const { service } = await startKeeper(t);

  const run = await runOnce(service, { trigger: 'start' });

  const seconds = (Date.parse(run.endedAt ?? '') - Date.parse(run.startedAt)) / 1000;
  expect(await sdk.points('keeper.run.duration')).toMatchObject([
    {
      attributes: { identity: 'default', trigger: 'start', state: 'partial', dryRun: false },
      value: { count: 1, sum: seconds },
    },
  ]);
});

test('a run that the caller asked for stands in the trace of the caller', async (t) => {
  const { post, host } = await serveKeeper(t);
  const traceId = 'c'.repeat(31) + '1';
  const headers = { traceparent: `00-${traceId}-00000000000000b7-01` };

  const answer = await fetch(`${host.url}/api/reconciliations`, { method: 'POST', headers });
  await post('/api/reconciliations', { dryRun: true });

  const [run] = runsShape.parse(await answer.json()).value;
  const [first, second] = named('keeper.run');
  expect(first?.attributes['runId']).toBe(run?.id);
  expect(first?.spanContext().traceId).toBe(traceId);
  expect(second?.spanContext().traceId).not.toBe(traceId);
});

test('a message is a span with its receiver and outcome, and counted', async (t) => {
  const clock = testClock();
  const { cloud, service } = await startKeeper(t, { clock, settings: sinksOf });
  cloud.addFault({ kind: 'status', status: 500, operation: 'sink.hook' });
  await runOnce(service);
  clock.advance(DAY);
  cloud.setLink(null);

  await runOnce(service);

  const deliveries = named('keeper.delivery').map(({ attributes }) => attributes);
  expect(deliveries).toContainEqual({ identity: 'default', receiver: 'teams', outcome: 'delivered' });
  expect(deliveries).toContainEqual({
    identity: 'default',
    receiver: 'webhook',
    outcome: 'failed',
    'error.type': 'failed',
  });
  expect(sumBy(await sdk.points('keeper.deliveries'), 'outcome')).toEqual(
    countBy(deliveries, ({ outcome }) => String(outcome)),
  );
});

test('no attribute holds a token, a secret or the address of a receiver', async (t) => {
  const cloud = await cloudFor(t);
  const between = await eavesdrop(t, cloud.url);
  const { service } = await startKeeper(t, {
    settings: { ...sinksOf(cloud.url), SIMULATOR_URL: between.url },
  });
  cloud.addFault({ kind: 'status', status: 401, operation: 'registrationAssignments.list', times: 1 });

  await runOnce(service);

  const everything = await sdk.everything();
  expect(between.secrets.size).toBeGreaterThanOrEqual(2);
  expect(everything).toContain('registrationAssignments.list');
  for (const secret of [...between.secrets, SECRET, '_sink']) expect(everything).not.toContain(secret);
});
