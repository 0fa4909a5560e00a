// What the outboxes hold for an identity, read in the order in which nothing of a run that just ends is overlooked.
import type { DeliveryRecord } from '../domain/delivery.ts';
import { EMPTY_OUTBOX, type Outbox } from '../domain/outbox.ts';
import { openExpected, type OutboxSight } from '../domain/take-over.ts';
import type { StateStore } from '../ports/store.ts';

/** @throws StoreUnavailable */
export async function readOutboxes(
  store: StateStore,
  identity: string,
  taken: DeliveryRecord['taken'],
): Promise<OutboxSight> {
  const before = await ownOutbox(store, identity);
  const expected = (await store.readExpectedOutbox()) ?? EMPTY_OUTBOX;
  const open = openExpected(taken, identity, expected);
  const ended = new Set<string>();
  for (const { runId } of open) if ((await store.readRun(runId))?.state !== 'running') ended.add(runId);
  const after = open.length === 0 ? before : await ownOutbox(store, identity);
  return { identity, before, expected, ended, after };
}

async function ownOutbox(store: StateStore, identity: string): Promise<Outbox> {
  return (await store.readIdentity(identity))?.outbox ?? EMPTY_OUTBOX;
}
