// What a change says, as keys and values of the trees that keep it.
import type { Change } from '../ports/store.ts';
import type { Changes, LogEntry } from './log-changes.ts';
import { logKey } from './log-key.ts';

/** In a space of checks the entries of checks stand where an identity's rows do: see assertOfSpace. */
export function rowChanges({ putRows, deleteRows, putChecked, deleteChecked }: Change): Changes {
  const changes: Changes = new Map();
  for (const id of deleteRows ?? deleteChecked ?? []) changes.set(id, undefined);
  for (const row of putRows ?? putChecked ?? []) changes.set(row.subscriptionId, row);
  return changes;
}

export function expectedChanges({ putExpected = [], deleteExpected = [] }: Change): Changes {
  const changes: Changes = new Map();
  for (const id of deleteExpected) changes.set(id, undefined);
  for (const entry of putExpected) changes.set(entry.subscriptionId, entry);
  return changes;
}

/** By time, newest first: what is old enough to be dropped is found at the end. */
export function wordChanges({ words = [] }: Change): Changes {
  return new Map(words.map((word) => [logKey(word.time, word.subscriptionId), word]));
}

/** A space has one record, of its own kind: see assertOfSpace. */
export function recordOf({ identity, delivery, expectedOutbox, checks }: Change): unknown {
  return identity ?? delivery ?? expectedOutbox ?? checks;
}

export function runEntries({ runs = [] }: Change): LogEntry[] {
  return runs.map((run) => ({ id: run.id, time: run.startedAt, value: run }));
}

export function eventEntries({ events = [] }: Change): LogEntry[] {
  return events.map((event) => ({ id: event.id, time: event.time, value: event }));
}
