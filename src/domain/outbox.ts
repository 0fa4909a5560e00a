// What is to be told, written in the same commit as the events that it tells, so that a kill between the two loses
// nothing. The events themselves carry the run's id; a message only points to them.

export interface OutboxEntry {
  /** Counts on within its outbox and never begins anew. */
  number: number;
  /** Whose run it was: an outbox may hold those of several identities. */
  identity: string;
  runId: string;
  /** ISO 8601 UTC: the time of its events. */
  time: string;
  /** How many they are. */
  events: number;
}

export interface Outbox {
  entries: OutboxEntry[];
  /** Number of the last entry there ever was. */
  last: number;
}

export const EMPTY_OUTBOX: Outbox = { entries: [], last: 0 };

/** @param taken number of the last entry that was taken over for delivery: up to it they go */
export function putIntoOutbox(
  { entries, last }: Outbox,
  added: Omit<OutboxEntry, 'number'> | undefined,
  taken: number,
): Outbox {
  const open = entries.filter(({ number }) => number > taken);
  if (added === undefined) return { entries: open, last };
  return { entries: [...open, { number: last + 1, ...added }], last: last + 1 };
}
