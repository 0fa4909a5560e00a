// The exporter beside a run: whatever becomes of it, the work goes on, and what was lost is said once.
import { randomUUID } from 'node:crypto';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { beforeEach, expect, test, type TestContext } from 'vitest';
import { openTelemetry } from '../../src/telemetry/open-telemetry.ts';
import { createTelemetryExport } from '../../src/telemetry/telemetry-export.ts';
import { collector as logCollector, type Environment, type LogLine } from '../harness/keeper.ts';
import { namesOf, startCollector } from './collector.ts';
import { registerSdk } from './sdk.ts';

beforeEach((t) => {
  t.onTestFinished(() => {
    for (const api of [trace, context, propagation, metrics]) api.disable();
  });
});

function exportWith(t: TestContext, environment: Environment, flushMs = 10_000) {
  const logs: LogLine[] = [];
  const telemetry = createTelemetryExport(environment, () => logCollector(logs), { loadMs: 60_000, flushMs });
  t.onTestFinished(() => telemetry.stop());
  return { telemetry, logs };
}

/** A call within an invocation, as the functions make it. */
async function invoke(telemetry: ReturnType<typeof exportWith>['telemetry'], operation: string) {
  await telemetry.ready();
  const handler = telemetry.within(undefined, async () =>
    openTelemetry.call({ operation, method: 'GET', host: 'example.org' }, async () => ({ status: 200 })),
  );
  const answer = await handler();
  await telemetry.flush();
  return answer;
}

test('what an invocation did is sent at its end, once', async (t) => {
  const collector = await startCollector(t);
  const { telemetry, logs } = exportWith(t, collector.environment);

  await invoke(telemetry, 'first');
  await invoke(telemetry, 'second');
  await telemetry.flush();

  expect(namesOf(collector.taken, 'spans')).toEqual(['first', 'second']);
  expect(namesOf(collector.taken, 'metrics')).toEqual(['keeper.calls', 'keeper.calls']);
  expect(collector.refused).toEqual([]);
  expect(logs).toEqual([]);
});

test.for([500, 403, 429, 400] as const)(
  'an ingestion that answers %i is told once in the log',
  async (status, t) => {
    const collector = await startCollector(t);
    collector.answer = status;
    const { telemetry, logs } = exportWith(t, collector.environment);

    expect(await invoke(telemetry, 'first')).toEqual({ status: 200 });
    expect(await invoke(telemetry, 'second')).toEqual({ status: 200 });

    expect(logs).toEqual([
      { level: 'error', message: 'TelemetryNotSent', fields: { cause: `Azure Monitor answered ${status}.` } },
    ]);
  },
);

test('an ingestion that never answers holds an invocation up for a bounded time', async (t) => {
  const collector = await startCollector(t);
  collector.answer = 'silence';
  const { telemetry } = exportWith(t, collector.environment, 50);

  expect(await invoke(telemetry, 'first')).toEqual({ status: 200 });

  expect(collector.taken).toEqual([]);
});

test('an ingestion that is not there is told by its code', async (t) => {
  const gone = 'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=http://127.0.0.1:1';
  const { telemetry, logs } = exportWith(t, { APPLICATIONINSIGHTS_CONNECTION_STRING: gone });

  expect(await invoke(telemetry, 'first')).toEqual({ status: 200 });

  expect(logs).toMatchObject([{ message: 'TelemetryNotSent' }]);
  expect(logs[0]?.fields['cause']).toMatch(/^Azure Monitor could not be told: [A-Z_]+\.$/);
});

test('a redirect away from Azure Monitor is not followed', async (t) => {
  const collector = await startCollector(t);
  const elsewhere = await startCollector(t);
  collector.redirect = `${elsewhere.url.replace('http:', 'https:')}/v2.1/track`;
  const { telemetry, logs } = exportWith(t, collector.environment);

  await invoke(telemetry, 'first');

  expect(logs).toMatchObject([{ fields: { cause: 'Azure Monitor answered 308.' } }]);
  expect(elsewhere.taken).toEqual([]);
  expect(elsewhere.refused).toEqual([]);
});

test('where another SDK is registered, it has what is measured, and nothing is sent', async (t) => {
  const sdk = registerSdk(t);
  const collector = await startCollector(t);
  const { telemetry, logs } = exportWith(t, collector.environment);

  await invoke(telemetry, 'first');

  expect(sdk.spans().map(({ name }) => name)).toEqual(['first']);
  expect(collector.taken).toEqual([]);
  expect(logs).toEqual([]);
});

test('a wrong setting is named in the log, without its value, and stops nothing', async (t) => {
  const secret = randomUUID();
  const { telemetry, logs } = exportWith(t, {
    APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${secret};IngestionEndpoint=https://evil.example`,
  });

  expect(await invoke(telemetry, 'first')).toEqual({ status: 200 });

  expect(logs).toEqual([
    {
      level: 'error',
      message: 'TelemetryNotStarted',
      fields: {
        cause: 'APPLICATIONINSIGHTS_CONNECTION_STRING must have an IngestionEndpoint of Azure Monitor.',
      },
    },
  ]);
});
