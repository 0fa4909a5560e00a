// The SDK of OpenTelemetry with Microsoft's exporter to Application Insights. A file of its own in dist/, which is
// loaded only where a connection string is set: together they are larger than all the rest.
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import type { TokenCredential } from '@azure/core-auth';
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import { ManagedIdentityCredential } from '@azure/identity';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { ExportTarget } from './export-settings.ts';
import { ingestionClient } from './ingestion-client.ts';
import { INSTRUMENTATION } from './instrumentation.ts';

export interface Exporter {
  /** Sends what has come together. Never throws. */
  flush(): Promise<void>;
  /** Never throws. */
  shutdown(): Promise<void>;
}

export interface ExportOptions extends ExportTarget {
  /** Shown as the role of what is sent. */
  roleName: string;
  /** Why something was not sent; a sentence without anything secret. */
  onTrouble: (said: string) => void;
}

/** A run over thousands of subscriptions ends its calls faster than they are sent. */
const MOST_SPANS_WAITING = 8192;

/** undefined where another SDK is registered in this process: then what is measured is its business. */
export function startExport(options: ExportOptions): Exporter | undefined {
  const ended = new EndedSpans();
  const exporterOptions = optionsOf(options);
  const resource = resourceFromAttributes({
    'service.name': options.roleName,
    'service.version': INSTRUMENTATION.version,
  });
  const sender = new BatchSpanProcessor(new AzureMonitorTraceExporter(exporterOptions), {
    maxQueueSize: MOST_SPANS_WAITING,
  });
  const tracing = new BasicTracerProvider({
    resource,
    spanProcessors: [ended, sender],
    // The host marks its traces as not sampled; unless somebody chose a sampler, a run is measured all the same.
    ...(process.env['OTEL_TRACES_SAMPLER'] === undefined && { sampler: new AlwaysOnSampler() }),
  });
  if (!trace.setGlobalTracerProvider(tracing)) {
    void tracing.shutdown().catch(() => undefined);
    return undefined;
  }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const metering = meterProvider(resource, exporterOptions);
  metrics.setGlobalMeterProvider(metering);
  const all = async (each: 'forceFlush' | 'shutdown') => {
    await Promise.allSettled([tracing[each](), metering[each]()]);
  };
  return {
    // Every measurement stands beside a span.
    flush: async () => (ended.take() > 0 ? all('forceFlush') : undefined),
    shutdown: () => all('shutdown'),
  };
}

function optionsOf({ connectionString, managedIdentity, loopback, onTrouble }: ExportOptions) {
  // What Microsoft's exporter would send of its own accord: figures about itself, and its resource as a metric.
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true';
  process.env['APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED'] ??= 'true';
  return {
    connectionString,
    httpClient: ingestionClient({ loopback, onTrouble }),
    // What cannot be sent is let go: the disk of an instance goes with it.
    disableOfflineStorage: true,
    retryOptions: { maxRetries: 1 },
    ...(managedIdentity !== undefined && { credential: credentialOf(managedIdentity, onTrouble) }),
  };
}

function credentialOf(
  { clientId }: { clientId?: string | undefined },
  onTrouble: ExportOptions['onTrouble'],
): TokenCredential {
  const managedIdentity =
    clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId });
  return {
    getToken: async (...asked) => {
      try {
        return await managedIdentity.getToken(...asked);
      } catch (error) {
        onTrouble('The managed identity got no token for Azure Monitor.');
        throw error;
      }
    },
  };
}

function meterProvider(resource: Resource, options: ReturnType<typeof optionsOf>): MeterProvider {
  const exporter = new AzureMonitorMetricExporter(options);
  return new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter })] });
}

/** Counts the spans that have ended since it was asked last. */
class EndedSpans implements SpanProcessor {
  #count = 0;

  take(): number {
    const count = this.#count;
    this.#count = 0;
    return count;
  }

  onStart(): void {}

  onEnd(): void {
    this.#count += 1;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
