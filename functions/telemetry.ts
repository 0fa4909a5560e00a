// No trigger, but what stands around each of them: the exporter is loaded where one is configured, spans become children
// of the host's, and what was measured is sent before the instance may be frozen.
import { app } from '@azure/functions';
import { sharedTelemetryExport } from '../src/app.ts';

app.hook.appStart(() => sharedTelemetryExport().start());

app.hook.preInvocation(async (hook) => {
  const telemetry = sharedTelemetryExport();
  await telemetry.ready();
  hook.functionHandler = telemetry.within(hook.invocationContext.traceContext, hook.functionHandler);
});

app.hook.postInvocation(() => sharedTelemetryExport().flush());

app.hook.appTerminate(() => sharedTelemetryExport().stop());
