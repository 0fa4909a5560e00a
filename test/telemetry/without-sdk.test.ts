// Where no SDK is registered, watching changes nothing: the same run, the same calls, the same log lines.
import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/console-logger.ts';
import { noTelemetry, type Telemetry } from '../../src/ports/telemetry.ts';
import { activeTraceId, openTelemetry } from '../../src/telemetry/open-telemetry.ts';
import {
  createServiceFor,
  openHastyStore,
  settingsFor,
  cloudFor,
  temporaryFolder,
} from '../harness/keeper.ts';
import { runOnce } from '../harness/run-once.ts';
import { testClock } from '../harness/test-clock.ts';
import { registerSdk } from './sdk.ts';

test('a run is the same with it and without', async (t) => {
  const runWith = async (telemetry: Telemetry) => {
    const folder = await temporaryFolder(t);
    const clock = testClock();
    const cloud = await cloudFor(t, { now: () => clock.now() });
    const lines: string[] = [];
    const service = createServiceFor(settingsFor(cloud.url, folder), {
      clock,
      telemetry,
      store: openHastyStore(folder, clock),
      logger: createLogger((line) => lines.push(line), activeTraceId),
    });
    const { id, ...run } = await runOnce(service);
    return { run, calls: cloud.calls(), lines: lines.map((line) => line.replaceAll(id, 'ID')) };
  };

  const watched = await runWith(openTelemetry);

  expect(watched).toEqual(await runWith(noTelemetry));
  expect(watched.lines).toHaveLength(1);
  expect(watched.lines[0]).not.toContain('traceId');
});

test('what the work throws is thrown on as it was', async () => {
  const failure = new Error('gone');
  const fail = () => Promise.reject(failure);

  await expect(openTelemetry.call({ operation: 'x', method: 'GET', host: 'y' }, fail)).rejects.toBe(failure);
});

test('a log line names the trace that it was written in', (t) => {
  registerSdk(t);
  const lines: string[] = [];
  const logger = createLogger((line) => lines.push(line), activeTraceId);
  const traceId = trace.getTracer('test').startActiveSpan('outer', (span) => {
    logger.info('Within', { runId: 'r1' });
    return span.spanContext().traceId;
  });
  logger.error('Outside', {});

  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'info', message: 'Within', runId: 'r1', traceId },
    { level: 'error', message: 'Outside' },
  ]);
});
