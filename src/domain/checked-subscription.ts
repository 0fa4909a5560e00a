// What onboarding checks remember. They may come while a run holds the identity, so they keep what they saw in a space of
// their own, until a run takes it over: an entry whose number is above the last one taken stands over the identity's row.
import { EMPTY_OUTBOX, type Outbox } from './outbox.ts';
import type { SubscriptionRow } from './row.ts';

export interface CheckedSubscription {
  /** GUID in lower case. */
  subscriptionId: string;
  /** Of the check: counts on over all checks of the identity and never begins anew. */
  number: number;
  /** ISO 8601 UTC: when Azure had answered. */
  at: string;
  /** ISO 8601 UTC: when it had told what is delegated, which the rest may have kept waiting; absent: as `at`. */
  seenAt?: string;
  /** The successor of the row that stood then; absent: there is none any more. */
  row?: SubscriptionRow;
}

/** A subscription that was asked for and is not delegated. */
export interface AskedSubscription {
  subscriptionId: string;
  /** ISO 8601 UTC: of the first check. */
  at: string;
}

export interface ChecksRecord {
  /** Number of the last check that kept a row. */
  last: number;
  outbox: Outbox;
  /** In the order of their first checks. */
  asked: AskedSubscription[];
}

export const EMPTY_CHECKS: ChecksRecord = { last: 0, outbox: EMPTY_OUTBOX, asked: [] };

/** The oldest is forgotten first: its next check counts as its first. */
export const MOST_ASKED = 500;

const ID_PREFIX = 'check-';

/** A check's id stands where a run's does: in its events, its message and its outbox entries. */
export function toCheckId(unique: string): string {
  return `${ID_PREFIX}${unique}`;
}

export function isCheckId(runId: string): boolean {
  return runId.startsWith(ID_PREFIX);
}

/**
 * The very same record where it is remembered already; but anew where that lies ahead, for the clock was set back.
 * @param at ISO 8601 UTC
 */
export function rememberAsked(record: ChecksRecord, subscriptionId: string, at: string): ChecksRecord {
  if (record.asked.some((each) => each.subscriptionId === subscriptionId && each.at <= at)) return record;
  const others = record.asked.filter((each) => each.subscriptionId !== subscriptionId);
  return { ...record, asked: [...others, { subscriptionId, at }].slice(-MOST_ASKED) };
}

/** The very same record where there is nothing to forget. */
export function forgetAsked(record: ChecksRecord, subscriptionId: string): ChecksRecord {
  const asked = record.asked.filter((each) => each.subscriptionId !== subscriptionId);
  return asked.length === record.asked.length ? record : { ...record, asked };
}

/** By subscription id: those that no run has taken over. @param taken number of the last one that a run took over */
export function liveChecks(
  entries: readonly CheckedSubscription[],
  taken: number | undefined = 0,
): Map<string, CheckedSubscription> {
  return new Map(
    entries.filter(({ number }) => number > taken).map((entry) => [entry.subscriptionId, entry]),
  );
}

/** The rows as they stand, given what checks saw since. */
export function overlayChecks(
  rows: ReadonlyMap<string, SubscriptionRow>,
  live: ReadonlyMap<string, CheckedSubscription>,
): ReadonlyMap<string, SubscriptionRow> {
  if (live.size === 0) return rows;
  const over = new Map(rows);
  for (const [subscriptionId, { row }] of live) {
    if (row === undefined) over.delete(subscriptionId);
    else over.set(subscriptionId, row);
  }
  return over;
}
