// The timer that runs the loop. The schedule is registered as a literal: the host would disable a function whose
// %NAME% is not set.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';

app.timer('reconcile', {
  schedule: sharedApp().schedule,
  handler: () => sharedApp().onTimer(),
});
