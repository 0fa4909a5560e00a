// A clock may be set back between two runs, or in the middle of one. What is told of a subject stays in its order all the
// same: the calendar and the history are read by their times. All times are ISO 8601 UTC.
import type { SubscriptionRow } from './row.ts';

export function later(a: string, b: string): string {
  return a > b ? a : b;
}

export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** The time that was given to what was told of a row last. */
export function lastToldOf({ since, conditions }: Pick<SubscriptionRow, 'since' | 'conditions'>): string {
  return conditions.map(({ lastTransitionTime }) => lastTransitionTime).reduce(later, since);
}

/** A time may be by the clock of another process. One further ahead of the end was given before the clock was set back. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Whether that was after the run began, as far as anybody can tell. */
export function isSince(at: string, { startedAt, endedAt }: { startedAt: string; endedAt: string }): boolean {
  return at > startedAt && Date.parse(at) - Date.parse(endedAt) <= CLOCKS_DIFFER_MS;
}

/** `now`; but right after the last of what was told, where that lies ahead or is of this moment. */
export function afterTold(now: string, told: readonly string[]): string {
  const last = told.reduce(later, '');
  return last < now ? now : new Date(Date.parse(last) + 1).toISOString();
}
