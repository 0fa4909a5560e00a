// Binds each timer function of the app to a runner: the schedule and the status here, the invocation there.
import type { AppScope } from './app-scope.ts';
import type { TimerFunction } from './function-index.ts';
import type { HostOptions } from './host-options.ts';
import { invoke } from './invocation.ts';
import { folderStatusStore, memoryStatusStore } from './timer-status-store.ts';
import { TimerRunner } from './timers.ts';

/** Runners by function name; one that has a fault gets none, one that is switched off never starts by itself. */
export function createTimers(
  app: AppScope,
  timers: TimerFunction[],
  options: Pick<HostOptions, 'stateFolder' | 'now'>,
): Map<string, TimerRunner> {
  const store =
    options.stateFolder === undefined ? memoryStatusStore() : folderStatusStore(options.stateFolder);
  const runners = new Map<string, TimerRunner>();
  for (const timer of timers) {
    const { schedule, name, runOnStartup, useMonitor } = timer;
    if (schedule === undefined || timer.fault !== undefined) continue;
    const runner = new TimerRunner({
      name,
      schedule,
      runOnStartup,
      useMonitor,
      store,
      now: options.now ?? (() => new Date()),
      run: async (info) => {
        const trigger = { name: timer.trigger, data: { json: JSON.stringify(info) } };
        const outcome = await invoke(app, timer.registered, trigger);
        const { invocationId } = outcome;
        return outcome.succeeded ? { invocationId } : { invocationId, error: outcome.error };
      },
      log: (level, message) => app.hostLog(level, message, { functionName: name }),
    });
    runners.set(name, runner);
  }
  return runners;
}
