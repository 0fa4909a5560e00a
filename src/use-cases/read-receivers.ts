// How the receivers stand, for the status and for the ready check.
import { EMPTY_DELIVERY } from '../domain/delivery.ts';
import { viewReceiver, type ReceiverStatus } from '../domain/delivery-view.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { Receiver } from '../ports/receiver.ts';
import type { StateStore } from '../ports/store.ts';
import type { Unready } from './check-ready.ts';

/** @param outbox of the identity @throws StoreUnavailable */
export async function readReceivers(
  { store, receivers }: { store: StateStore; receivers: readonly Receiver[] },
  identity: string,
  outbox: Outbox | undefined,
): Promise<ReceiverStatus[]> {
  if (receivers.length === 0) return [];
  const record = (await store.readDelivery(identity)) ?? EMPTY_DELIVERY;
  const checks = (await store.readChecks(identity))?.outbox;
  const untaken = countAfter(outbox, record.taken.identity) + countAfter(checks, record.taken.checks);
  return Promise.all(
    receivers.map(async (receiver) => {
      const problem = await receiver.problem();
      const reason = problem === undefined ? undefined : `${problem.setting} ${problem.detail}.`;
      return viewReceiver(record, receiver, reason, untaken);
    }),
  );
}

function countAfter(outbox: Outbox | undefined, taken = 0): number {
  return (outbox?.entries ?? []).filter(({ number }) => number > taken).length;
}

/** One part for each setting that keeps messages from being sent. */
export async function unreadyReceivers(receivers: readonly Receiver[]): Promise<Unready[]> {
  const problems = await Promise.all(receivers.map((receiver) => receiver.problem()));
  return problems.flatMap((problem) =>
    problem === undefined ? [] : [{ part: problem.setting, detail: problem.detail }],
  );
}
