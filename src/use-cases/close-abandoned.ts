// Ends, on paper, the runs that could not write their own end.
import { later } from '../domain/in-order.ts';
import type { Run } from '../domain/run.ts';
import type { Keeper } from './keeper.ts';

/** How far back a run is looked for that could not write its own end: it is among the newest, or was closed. */
const RUNS_LOOKED_AT = 100;

/**
 * Runs that a killed process left `running`, or that lost their store: whoever holds the lease now closes them, for
 * no other run of this identity can be under way.
 * @param runId the holder before, which never gave the lease back
 * @param now ISO 8601 UTC
 */
export async function closeAbandoned(
  { store, identity }: Keeper,
  runId: string | undefined,
  now: string,
): Promise<Run[]> {
  const { items: newest } = await store.listRuns({ limit: RUNS_LOOKED_AT });
  const holder = runId === undefined ? undefined : await store.readRun(runId);
  const runs = new Map([...newest, ...(holder === undefined ? [] : [holder])].map((run) => [run.id, run]));
  return [...runs.values()]
    .filter((run) => run.state === 'running' && run.identity === identity.name)
    .map((run) => ({
      ...run,
      state: 'failed',
      endedAt: later(now, run.startedAt),
      note: 'The process ended in the middle of this run, or lost its store; the next one closed it. What it saw was not kept.',
    }));
}
