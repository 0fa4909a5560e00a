// What the timer does: every identity side by side, each failure in the log and none thrown, for a throw in a timer
// ends the worker process and every request on it (facts: functions-runtime.md).
import type { Keeper } from './keeper.ts';
import { reconcile } from './reconcile.ts';

export async function runByTimer(keepers: readonly Keeper[], budgetMs: number): Promise<void> {
  await Promise.all(keepers.map((keeper) => runOne(keeper, budgetMs)));
}

async function runOne(keeper: Keeper, budgetMs: number): Promise<void> {
  const { identity, logger } = keeper;
  try {
    const answer = await reconcile(keeper, { trigger: 'timer', dryRun: false, budgetMs });
    if (answer.kind === 'busy')
      logger.info('ReconcileSkipped', { identity: identity.name, runId: answer.runId });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    logger.error('ReconcileFailed', { identity: identity.name, cause });
  }
}
