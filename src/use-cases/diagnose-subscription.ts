// Why a customer is missing from Microsoft's reports, from what is remembered; nothing is asked of Azure.
import { diagnose, type Diagnosis } from '../domain/diagnosis/diagnose.ts';
import { windowOf } from '../domain/diagnosis/whole-day.ts';
import { looksOf, readsBackTo } from '../domain/evidence.ts';
import { readCurrentRow } from './current-rows.ts';
import type { Keeper } from './keeper.ts';
import { readRuns, readWords } from './read-evidence.ts';

/**
 * undefined: nothing is known of it.
 * @param intervalMs of the schedule: after twice as long without a run nothing is vouched for
 * @throws StoreUnavailable
 */
export async function diagnoseSubscription(
  keeper: Keeper,
  subscriptionId: string,
  intervalMs: number,
): Promise<Diagnosis | undefined> {
  const { store, clock, identity } = keeper;
  const { row, record } = await readCurrentRow(store, identity.name, subscriptionId);
  if (row === undefined) return undefined;
  const now = clock.now().getTime();
  const window = windowOf(now);
  const runs = await readRuns(keeper, window);
  const words = await readWords(keeper, readsBackTo(window));
  return diagnose({
    row,
    record,
    now,
    staleAfterMs: 2 * intervalMs,
    words: words.filter((each) => each.subscriptionId === subscriptionId),
    watch: {
      lookedAt: looksOf(runs),
      baselineAt: record?.baselineAt === undefined ? Infinity : Date.parse(record.baselineAt),
    },
  });
}
