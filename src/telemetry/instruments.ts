// The metrics, by name, with their units. The dimensions of each stand in docs/telemetry.md.
import { metrics, type Counter, type Gauge, type Histogram, type MeterProvider } from '@opentelemetry/api';
import { INSTRUMENTATION } from './instrumentation.ts';

export interface Instruments {
  scopes: Gauge;
  /** s */
  runDuration: Histogram;
  calls: Counter;
  throttles: Counter;
  deliveries: Counter;
}

/** From a run over nothing to the 30 minutes that host.json allows. */
const DURATION_BOUNDS_S = [0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1200, 1800];

const made = new WeakMap<MeterProvider, Instruments>();

/** Those of whoever is registered now: unlike tracers, meters that were had before an SDK came stay silent. */
export function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  const known = made.get(provider);
  if (known !== undefined) return known;
  const meter = provider.getMeter(INSTRUMENTATION.name, INSTRUMENTATION.version);
  const fresh: Instruments = {
    scopes: meter.createGauge('keeper.scopes', {
      unit: '{subscription}',
      description: 'Subscriptions by recognition, as the last run that was not failed saw them.',
    }),
    runDuration: meter.createHistogram('keeper.run.duration', {
      unit: 's',
      description: 'How long runs took.',
      advice: { explicitBucketBoundaries: DURATION_BOUNDS_S },
    }),
    calls: meter.createCounter('keeper.calls', {
      unit: '{request}',
      description: 'Requests sent to Entra, ARM and Graph, retries too.',
    }),
    throttles: meter.createCounter('keeper.throttles', {
      unit: '{request}',
      description: 'Requests that were answered with 429.',
    }),
    deliveries: meter.createCounter('keeper.deliveries', {
      unit: '{message}',
      description: 'Tries to tell a receiver.',
    }),
  };
  made.set(provider, fresh);
  return fresh;
}
