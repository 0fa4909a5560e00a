// How a run takes over what checks kept: which of its own observations a later check outdoes, and which rows go over.
import type { CheckedSubscription } from './checked-subscription.ts';
import type { RowsDiff } from './diff.ts';
import { isSince } from './in-order.ts';
import type { LinkObservation } from './link.ts';
import type { Observation } from './next-row.ts';
import type { SubscriptionRow } from './row.ts';
import { linkedVerdict } from './verdicts.ts';

/** The run that takes over. */
export interface TakingRun {
  /** ISO 8601 UTC */
  startedAt: string;
  endedAt: string;
  /** The link as the run left it. */
  link: LinkObservation;
  wantedPartnerId: string;
}

/**
 * The observations that count. A check that was told after the run began saw the subscription later than the run, as far as
 * anybody can tell, and its row stands; but not one that saw nothing, and not one that was judged by another link than
 * the run left: all rows of a run go by one link.
 */
export function withoutOutdone(
  observations: readonly Observation[],
  live: ReadonlyMap<string, CheckedSubscription>,
  run: TakingRun,
): Observation[] {
  const { reason } = linkedVerdict(run.link, run.wantedPartnerId);
  const outdoes = ({ at, seenAt = at, row }: CheckedSubscription) =>
    isSince(seenAt, run) && row?.read === true && linkedReason(row) === reason;
  return observations.filter((seen) => {
    const entry = live.get(subscriptionIdOf(seen));
    return entry === undefined || !outdoes(entry);
  });
}

/**
 * What is to be written of a run's diff that was made over rows with checks laid over them: what the run leaves as a
 * check had it goes over into the identity's own rows.
 * @param stored the identity's own rows
 */
export function takeChecks(
  diff: RowsDiff,
  stored: ReadonlyMap<string, SubscriptionRow>,
  live: ReadonlyMap<string, CheckedSubscription>,
): RowsDiff {
  const changed = new Set([...diff.putRows.map(({ subscriptionId }) => subscriptionId), ...diff.deleteRows]);
  const left = [...live.values()].filter(({ subscriptionId }) => !changed.has(subscriptionId));
  const gone = left.filter(({ subscriptionId, row }) => row === undefined && stored.has(subscriptionId));
  return {
    ...diff,
    putRows: [...diff.putRows, ...left.flatMap(({ row }) => row ?? [])],
    deleteRows: [...diff.deleteRows, ...gone.map(({ subscriptionId }) => subscriptionId)],
  };
}

function subscriptionIdOf(seen: Observation): string {
  return seen.kind === 'delegated' ? seen.subscription.subscriptionId : seen.subscriptionId;
}

function linkedReason({ conditions }: SubscriptionRow): string | undefined {
  return conditions.find(({ type }) => type === 'Linked')?.reason;
}
