// What watching a request costs: without telemetry, with the API and no SDK, and with an SDK that samples everything.
import { trace } from '@opentelemetry/api';
import { AlwaysOnSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { noTelemetry, type Telemetry } from '../src/ports/telemetry.ts';
import { openTelemetry } from '../src/telemetry/open-telemetry.ts';

const SUBJECT = {
  operation: 'subscriptions.list',
  method: 'GET',
  host: 'management.azure.com',
  identity: 'default',
};

export async function telemetryTable(calls = 100_000): Promise<void> {
  console.log(`\nWatching a request that takes no time, ${calls} in a row: time of each.\n`);
  await row('not watched', noTelemetry, calls);
  await row('watched, no SDK', openTelemetry, calls);
  trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new AlwaysOnSampler() }));
  await row('watched, SDK', openTelemetry, calls);
  trace.disable();
}

async function row(name: string, telemetry: Telemetry, calls: number): Promise<void> {
  const work = async () => ({ status: 200 });
  for (let call = 0; call < calls / 10; call += 1) await telemetry.call(SUBJECT, work);
  const startedAt = performance.now();
  for (let call = 0; call < calls; call += 1) await telemetry.call(SUBJECT, work);
  const tookMs = performance.now() - startedAt;
  console.log(`${name.padEnd(24)}  ${((tookMs / calls) * 1000).toFixed(2).padStart(8)} µs`);
}
