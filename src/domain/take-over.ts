// Which entries of the outboxes are taken over for delivery. A run may tell in two places: its identity's own outbox,
// and before that the one of the expected subscriptions, which all identities share. Both belong into one message. An
// onboarding check does the same with the outbox of the checks, while a run may be under way: so each goes its own way.
import { isCheckId } from './checked-subscription.ts';
import type { DeliveryRecord, ToldRun } from './delivery.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';

/** What was read, in this order: only so can nothing of a run or check that is just ending be overlooked. */
export interface OutboxSight {
  identity: string;
  /** The identity's own. */
  before: Outbox;
  checksBefore: Outbox;
  expected: Outbox;
  /** Of the runs and checks that `expected` names, those that have ended. */
  ended: ReadonlySet<string>;
  /** The identity's own once more. */
  after: Outbox;
  checksAfter: Outbox;
}

export interface TakeOver {
  runs: ToldRun[];
  taken: DeliveryRecord['taken'];
}

export function takeOver(taken: DeliveryRecord['taken'], sight: OutboxSight): TakeOver {
  const { identity, before, after, checksBefore, checksAfter, expected, ended } = sight;
  const { byRuns, byChecks } = openExpected(taken, identity, expected);
  const ofRuns = takeFrom({ taken: taken.identity, before, expected: byRuns, ended, after });
  const { checks = 0, expectedByChecks = 0 } = taken;
  const ofChecks = takeFrom({
    taken: checks,
    before: checksBefore,
    expected: byChecks,
    ended,
    after: checksAfter,
  });
  return {
    runs: [...ofRuns.runs, ...ofChecks.runs],
    taken: {
      identity: lastOf(ofRuns.own, taken.identity),
      expected: lastOf(ofRuns.expected, taken.expected),
      checks: lastOf(ofChecks.own, checks),
      expectedByChecks: lastOf(ofChecks.expected, expectedByChecks),
    },
  };
}

interface Source {
  /** Number of the last own entry that was taken over. */
  taken: number;
  before: Outbox;
  /** Open ones. */
  expected: readonly OutboxEntry[];
  ended: ReadonlySet<string>;
  after: Outbox;
}

/**
 * An entry of `expected` counts once its run has ended, for then its own entry, if any, stands in `after`. An own entry
 * counts if it stood in `before`, or belongs to such a run or an earlier one: then `expected` held all of its run; but
 * not while an entry of `expected` of the same run has to wait behind one that has not ended.
 */
function takeFrom({ taken, before, expected: open, ended, after }: Source) {
  const expected = endedEntries(open, ended);
  const theirRuns = new Set(expected.map(({ runId }) => runId));
  const waiting = new Set(open.slice(expected.length).map(({ runId }) => runId));
  const last = after.entries
    .filter(({ runId }) => theirRuns.has(runId))
    .reduce((most, { number }) => Math.max(most, number), before.last);
  const ready = after.entries.filter(({ number }) => number > taken && number <= last);
  const firstWaiting = ready.findIndex(({ runId }) => waiting.has(runId));
  const own = firstWaiting < 0 ? ready : ready.slice(0, firstWaiting);
  const runs = new Map([...expected, ...own].map(({ runId, time }) => [runId, { runId, time }]));
  return { runs: [...runs.values()], own, expected };
}

/** This identity's entries that were not taken over yet. */
export function openExpected(
  taken: DeliveryRecord['taken'],
  identity: string,
  { entries }: Outbox,
): { byRuns: OutboxEntry[]; byChecks: OutboxEntry[] } {
  const open = entries.filter((entry) => entry.identity === identity && !isTaken(taken, entry));
  return {
    byRuns: open.filter(({ runId }) => !isCheckId(runId)),
    byChecks: open.filter(({ runId }) => isCheckId(runId)),
  };
}

/** Whether an entry of the expected outbox was taken over by its identity. */
export function isTaken(taken: DeliveryRecord['taken'], { number, runId }: OutboxEntry): boolean {
  const { expected, expectedByChecks = 0 } = taken;
  return number <= (isCheckId(runId) ? expectedByChecks : expected);
}

/** Up to the first one whose run is under way: what is taken is remembered by its last number. */
function endedEntries(entries: readonly OutboxEntry[], ended: ReadonlySet<string>): readonly OutboxEntry[] {
  const open = entries.findIndex(({ runId }) => !ended.has(runId));
  return open < 0 ? entries : entries.slice(0, open);
}

function lastOf(entries: readonly OutboxEntry[], before: number): number {
  return entries.at(-1)?.number ?? before;
}
