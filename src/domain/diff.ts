// The step of a whole identity: every row that a run touched, what of it is to be written, and what it tells.
import type { KeeperEvent } from './event.ts';
import { nextRow, type Moment, type Observation } from './next-row.ts';
import type { Recognition } from './recognition.ts';
import type { SubscriptionRow } from './row.ts';
import { createSharer, type Sharer } from './share-parts.ts';
import type { Standing } from './standing.ts';
import { seenWord, type WordChange } from './word-change.ts';

export interface RowsDiff {
  /** Only rows that differ in more than a later time at which they were read. */
  putRows: SubscriptionRow[];
  deleteRows: string[];
  events: KeeperEvent[];
  /** None at the baseline: what stood there then stood there from the beginning. */
  words: WordChange[];
  /** Of every row that stands afterwards. */
  recognitions: Recognition[];
}

/** Removed rows are kept as long as events are: contract §8. */
const REMOVED_ROWS_KEPT_MS = 400 * 24 * 3_600_000;

/**
 * @param before every row that is remembered, by subscription id
 * @param observations at most one for each subscription; a remembered row without one stays as it is
 */
export function diffRows(
  before: ReadonlyMap<string, SubscriptionRow>,
  observations: Iterable<Observation>,
  standing: Standing,
  moment: Moment,
): RowsDiff {
  const diff: RowsDiff = { putRows: [], deleteRows: [], events: [], words: [], recognitions: [] };
  const observed = new Set<string>();
  const sharer = createSharer();
  for (const seen of observations) {
    const subscriptionId = seen.kind === 'delegated' ? seen.subscription.subscriptionId : seen.subscriptionId;
    observed.add(subscriptionId);
    const earlier = before.get(subscriptionId);
    const { row, events } = nextRow(earlier, seen, standing, moment);
    addRow(diff, earlier, row, moment, sharer);
    diff.events.push(...events);
    diff.words.push(...wordChanges(earlier, row, moment));
  }
  for (const [subscriptionId, row] of before)
    if (!observed.has(subscriptionId)) addRow(diff, row, row, moment, sharer);
  return diff;
}

export function wordChanges(
  earlier: SubscriptionRow | undefined,
  row: SubscriptionRow | undefined,
  { baseline, now }: Moment,
): WordChange[] {
  const subscriptionId = (row ?? earlier)?.subscriptionId;
  const [from, to] = [seenWord(earlier), seenWord(row)];
  if (subscriptionId === undefined || from === to || (baseline && earlier === undefined)) return [];
  return [{ subscriptionId, time: now, from, to }];
}

function addRow(
  diff: RowsDiff,
  earlier: SubscriptionRow | undefined,
  row: SubscriptionRow | undefined,
  moment: Moment,
  sharer: Sharer,
): void {
  if (row === undefined || isOutlived(row, moment)) {
    if (earlier !== undefined) diff.deleteRows.push(earlier.subscriptionId);
    return;
  }
  diff.recognitions.push(row.recognition);
  const isChanged = earlier === undefined || !isSameButForTime(earlier, row);
  // Read at an earlier time than it stands at: the clock was set back, and the later time would outlast every run.
  if (isChanged || row.observedAt < earlier.observedAt) diff.putRows.push(sharer.row(row));
}

function isOutlived({ removedAt }: SubscriptionRow, { now }: Moment): boolean {
  return removedAt !== undefined && Date.parse(now) - Date.parse(removedAt) > REMOVED_ROWS_KEPT_MS;
}

/** A row that was read then and now says nothing new by its time alone: the identity's observedAt stands for it. */
function isSameButForTime(a: SubscriptionRow, b: SubscriptionRow): boolean {
  return a === b || JSON.stringify({ ...a, observedAt: '' }) === JSON.stringify({ ...b, observedAt: '' });
}

/** When a row was last read, ISO 8601 UTC, given the identity's own observedAt (end of its last good run). */
export function observedAtOf(row: SubscriptionRow, identityObservedAt: string | undefined): string {
  if (!row.read || identityObservedAt === undefined) return row.observedAt;
  return identityObservedAt > row.observedAt ? identityObservedAt : row.observedAt;
}
