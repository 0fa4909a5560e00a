// What the outboxes hold for an identity, read in the order in which nothing of a run or check that just ends is
// overlooked.
import type { DeliveryRecord } from '../domain/delivery.ts';
import { EMPTY_OUTBOX, type Outbox, type OutboxEntry } from '../domain/outbox.ts';
import { openExpected, type OutboxSight } from '../domain/take-over.ts';
import type { Clock } from '../ports/clock.ts';
import type { StateStore } from '../ports/store.ts';

/** A check that has not kept its end by then was killed: longer than any takes. */
const CHECK_OVER_MS = 120_000;

/** @throws StoreUnavailable */
export async function readOutboxes(
  { store, clock, identity }: { store: StateStore; clock: Clock; identity: string },
  taken: DeliveryRecord['taken'],
): Promise<OutboxSight> {
  const before = await ownOutbox(store, identity);
  const checksBefore = await checksOutbox(store, identity);
  const expected = (await store.readExpectedOutbox()) ?? EMPTY_OUTBOX;
  const { byRuns, byChecks } = openExpected(taken, identity, expected);
  const ended = new Set<string>();
  for (const { runId } of byRuns) if ((await store.readRun(runId))?.state !== 'running') ended.add(runId);
  const after = byRuns.length === 0 ? before : await ownOutbox(store, identity);
  const checksAfter = byChecks.length === 0 ? checksBefore : await checksOutbox(store, identity);
  const kept = new Set(checksAfter.entries.map(({ runId }) => runId));
  // Either way: one that lies ahead came before the clock was set back.
  const isOver = ({ time }: OutboxEntry) =>
    Math.abs(clock.now().getTime() - Date.parse(time)) > CHECK_OVER_MS;
  for (const entry of byChecks) if (kept.has(entry.runId) || isOver(entry)) ended.add(entry.runId);
  return { identity, before, checksBefore, expected, ended, after, checksAfter };
}

async function ownOutbox(store: StateStore, identity: string): Promise<Outbox> {
  return (await store.readIdentity(identity))?.outbox ?? EMPTY_OUTBOX;
}

async function checksOutbox(store: StateStore, identity: string): Promise<Outbox> {
  return (await store.readChecks(identity))?.outbox ?? EMPTY_OUTBOX;
}
