// The real SDK of OpenTelemetry, registered for the tests of a file, with exporters that keep everything in memory.
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import type { Cleanup } from '../harness/keeper.ts';

export interface Point {
  attributes: Record<string, unknown>;
  value: unknown;
}

export interface Sdk {
  /** In the order in which they ended. */
  spans: () => ReadableSpan[];
  /** All points of a metric as they stand now; none where it was never touched. */
  points: (metric: string) => Promise<Point[]>;
  /** Everything that was exported, as text. */
  everything: () => Promise<string>;
}

export function registerSdk(test: Cleanup): Sdk {
  const spanExporter = new InMemorySpanExporter();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  });
  const metering = new MeterProvider({ readers: [reader] });
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new SimpleSpanProcessor(spanExporter)],
    }),
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  metrics.setGlobalMeterProvider(metering);
  test.onTestFinished(async () => {
    await metering.shutdown();
    for (const api of [trace, context, propagation, metrics]) api.disable();
  });
  const collect = async () => {
    metricExporter.reset();
    await metering.forceFlush();
    return metricExporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((each) => each.metrics));
  };
  return {
    spans: () => spanExporter.getFinishedSpans(),
    points: async (metric) =>
      (await collect())
        .filter(({ descriptor }) => descriptor.name === metric)
        .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value }))),
    everything: async () =>
      JSON.stringify([
        spanExporter.getFinishedSpans().map(({ name, attributes, events, status, links }) => ({
          name,
          attributes,
          events,
          status,
          links,
        })),
        await collect(),
      ]),
  };
}
