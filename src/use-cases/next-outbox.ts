// What an identity's outbox holds after a run or a call that may have something to tell.
import { EMPTY_OUTBOX, putIntoOutbox, type Outbox, type OutboxEntry } from '../domain/outbox.ts';
import type { Keeper } from './keeper.ts';

/** @param taken number of the last entry that was taken over for delivery */
export function nextOutbox(
  { notifies, identity }: Keeper,
  before: Outbox | undefined,
  taken: number,
  told: Pick<OutboxEntry, 'runId' | 'time' | 'events'>,
): Outbox {
  const outbox = before ?? EMPTY_OUTBOX;
  if (!notifies) return { ...outbox, entries: [] };
  return putIntoOutbox(outbox, told.events === 0 ? undefined : { identity: identity.name, ...told }, taken);
}
