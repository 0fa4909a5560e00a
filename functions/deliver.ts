// The timer that sends what could not be sent right after its run. Each minute, and unmonitored: a missed minute needs
// no run of its own, and its status no writing.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';

app.timer('deliver', {
  schedule: '0 * * * * *',
  useMonitor: false,
  handler: () => sharedApp().onDeliverTimer(),
});
