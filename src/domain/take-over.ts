// Which entries of the outboxes are taken over for delivery. A run may tell in two places: its identity's own outbox,
// and before that the one of the expected subscriptions, which all identities share. Both belong into one message.
import type { DeliveryRecord, ToldRun } from './delivery.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';

/** What was read, in this order: only so can nothing of a run that is just ending be overlooked. */
export interface OutboxSight {
  identity: string;
  /** The identity's own. */
  before: Outbox;
  expected: Outbox;
  /** Of the runs that `expected` names, those that have ended. */
  ended: ReadonlySet<string>;
  /** The identity's own once more. */
  after: Outbox;
}

export interface TakeOver {
  runs: ToldRun[];
  taken: DeliveryRecord['taken'];
}

/**
 * An entry of `expected` counts once its run has ended, for then its own entry, if any, stands in `after`. An own entry
 * counts if it stood in `before`, or belongs to such a run or an earlier one: then `expected` held all of its run.
 */
export function takeOver(taken: DeliveryRecord['taken'], sight: OutboxSight): TakeOver {
  const expected = endedEntries(openExpected(taken, sight.identity, sight.expected), sight.ended);
  const theirRuns = new Set(expected.map(({ runId }) => runId));
  const last = sight.after.entries
    .filter(({ runId }) => theirRuns.has(runId))
    .reduce((most, { number }) => Math.max(most, number), sight.before.last);
  const own = sight.after.entries.filter(({ number }) => number > taken.identity && number <= last);
  const runs = new Map([...expected, ...own].map(({ runId, time }) => [runId, { runId, time }]));
  return {
    runs: [...runs.values()],
    taken: { identity: lastOf(own, taken.identity), expected: lastOf(expected, taken.expected) },
  };
}

/** This identity's entries that were not taken over yet. */
export function openExpected(
  taken: DeliveryRecord['taken'],
  identity: string,
  { entries }: Outbox,
): OutboxEntry[] {
  return entries.filter((entry) => entry.identity === identity && entry.number > taken.expected);
}

/** Up to the first one whose run is under way: what is taken is remembered by its last number. */
function endedEntries(entries: readonly OutboxEntry[], ended: ReadonlySet<string>): readonly OutboxEntry[] {
  const open = entries.findIndex(({ runId }) => !ended.has(runId));
  return open < 0 ? entries : entries.slice(0, open);
}

function lastOf(entries: readonly OutboxEntry[], before: number): number {
  return entries.at(-1)?.number ?? before;
}
