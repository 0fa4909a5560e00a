// What a change says, as keys and values of the trees that keep it.
import type { Change } from '../ports/store.ts';
import type { Changes, LogEntry } from './log-changes.ts';

export function rowChanges({ putRows = [], deleteRows = [] }: Change): Changes {
  const changes: Changes = new Map();
  for (const id of deleteRows) changes.set(id, undefined);
  for (const row of putRows) changes.set(row.subscriptionId, row);
  return changes;
}

export function runEntries({ runs = [] }: Change): LogEntry[] {
  return runs.map((run) => ({ id: run.id, time: run.startedAt, value: run }));
}

export function eventEntries({ events = [] }: Change): LogEntry[] {
  return events.map((event) => ({ id: event.id, time: event.time, value: event }));
}
