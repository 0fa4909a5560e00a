// What the timer does: every identity side by side, each failure in the log and none thrown, for a throw in a timer
// ends the worker process and every request on it (facts: functions-runtime.md).
import { setTimeout as pause } from 'node:timers/promises';
import type { Keeper } from './keeper.ts';
import { reconcile, type Busy, type ReconcileAnswer } from './reconcile.ts';

/** Longer than a run that is asked for over HTTP, a call of the link, or the lease of a process that was killed. */
const PATIENCE_MS = 4 * 60_000;
const ASK_AGAIN_MS = 1000;
/** Whatever the clock does: it may stand, or be set. */
const MOST_TRIES = PATIENCE_MS / ASK_AGAIN_MS;

/** @param budgetMs waiting for whoever holds an identity is a part of it */
export async function runByTimer(keepers: readonly Keeper[], budgetMs: number): Promise<void> {
  await Promise.all(keepers.map((keeper) => runOne(keeper, budgetMs)));
}

async function runOne(keeper: Keeper, budgetMs: number): Promise<void> {
  const { identity, logger } = keeper;
  try {
    const answer = await runWhenFree(keeper, budgetMs);
    if (answer.kind === 'busy')
      logger.info('ReconcileSkipped', { identity: identity.name, runId: answer.runId });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    logger.error('ReconcileFailed', { identity: identity.name, cause });
  }
}

/**
 * The next time is hours away: what only holds the identity for a moment (a call of the link, a dry run, a process that
 * was killed) is waited for. A run that has done the same work meanwhile is not done again.
 */
async function runWhenFree(keeper: Keeper, budgetMs: number): Promise<ReconcileAnswer> {
  const { clock } = keeper;
  const begunAt = clock.now().getTime();
  for (let tries = 1; ; tries += 1) {
    // A clock that was set meanwhile neither takes the run's budget away nor adds to it.
    const waitedMs = Math.min(Math.max(0, clock.now().getTime() - begunAt), PATIENCE_MS);
    const request = { trigger: 'timer', dryRun: false, budgetMs: budgetMs - waitedMs } as const;
    const answer = await reconcile(keeper, request);
    if (answer.kind === 'ran') return answer;
    if (tries >= MOST_TRIES || waitedMs >= PATIENCE_MS) return answer;
    await (clock.wait?.(ASK_AGAIN_MS) ?? pause(ASK_AGAIN_MS));
    if (await hasDoneTheSame(keeper, answer)) return answer;
  }
}

async function hasDoneTheSame({ store }: Keeper, { runId }: Busy): Promise<boolean> {
  const run = await store.readRun(runId);
  return run !== undefined && !run.dryRun && (run.state === 'succeeded' || run.state === 'partial');
}
