// Keeps what came of a run in one commit. Where rows change it holds the checks off meanwhile, so that a check and a run
// never both take the step from the same row; a quiet run changes no row and holds up nobody.
import type { CheckedSubscription } from '../domain/checked-subscription.ts';
import type { Run } from '../domain/run.ts';
import { LeaseLost, type Lease } from '../ports/store.ts';
import { concludeRun, type Conclusion, type RunMatter } from './conclude-run.ts';
import { readCheckedEntries } from './current-rows.ts';
import { COMPANION_MS, type HeldLease } from './hold-lease.ts';
import { judgeExpectedAfter } from './judge-expected-after.ts';
import type { Keeper } from './keeper.ts';

/** What a run has observed; when it ends and what checks have kept by then is known at its end. */
export type ObservedMatter = Omit<RunMatter, 'checked' | 'endedAt'>;

/** Longer than the lease of any check or run that was killed. */
const PATIENCE_MS = 90_000;

/**
 * @param onConcluded hears of the run as it is about to be kept
 * @throws LeaseLost, StoreUnavailable: then nothing of it is kept
 */
export async function keepConclusion(
  keeper: Keeper,
  held: HeldLease,
  matter: ObservedMatter,
  onConcluded: (run: Run) => void,
): Promise<Conclusion> {
  const conclude = (checked: RunMatter['checked']) =>
    concludeRun(keeper, { ...matter, checked, endedAt: keeper.clock.now().toISOString() });
  const keep = async (conclusion: Conclusion) => {
    onConcluded(conclusion.run);
    assertHeld(held);
    const judged = await judgeExpectedAfter(keeper, conclusion);
    onConcluded(judged.run);
    assertHeld(held);
    await keeper.store.commit(held.current(), judged.change);
    return judged;
  };

  const checked = await readChecked(keeper);
  const first = conclude(checked);
  if (!touchesRows(first, matter)) return keep(first);
  const answer = await keeper.checks.change(
    matter.running.id,
    (lease) =>
      held.withCompanion(lease, async () => {
        const now = await readChecked(keeper);
        const kept = await keep(now.last === checked.last ? first : conclude(now));
        await letGo(keeper, lease, now.entries, kept);
        return kept;
      }),
    { leaseMs: COMPANION_MS, patienceMs: PATIENCE_MS, anew: false },
  );
  if (answer.kind === 'done') return answer.value;
  throw new LeaseLost('Another process held the checks of this identity for too long.');
}

function assertHeld(held: HeldLease): void {
  const lost = held.lostBecause();
  if (lost !== undefined) throw lost;
}

/** In this order: entries of a check that comes in between are then newer than the number, never older. */
async function readChecked({ store, identity }: Keeper): Promise<RunMatter['checked']> {
  const last = (await store.readChecks(identity.name))?.last ?? 0;
  return { last, entries: await readCheckedEntries(store, identity.name) };
}

function touchesRows({ change }: Conclusion, { record }: ObservedMatter): boolean {
  const { identity, putRows = [], deleteRows = [] } = change;
  const takes = identity !== undefined && identity.checksTaken !== record?.checksTaken;
  return takes || putRows.length + deleteRows.length > 0;
}

/** What the run has taken over. Where that fails it is passed over by its number, and the next run does it. */
async function letGo(
  { store }: Keeper,
  lease: Lease,
  entries: readonly CheckedSubscription[],
  { change }: Conclusion,
): Promise<void> {
  const taken = change.identity?.checksTaken ?? 0;
  const deleteChecked = entries.flatMap(({ number, subscriptionId }) =>
    number <= taken ? [subscriptionId] : [],
  );
  if (deleteChecked.length > 0) await store.commit(lease, { deleteChecked }).catch(() => undefined);
}
