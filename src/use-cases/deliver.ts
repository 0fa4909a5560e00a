// Tells the receivers what the runs found: takes the outboxes over into letters, one for each run and receiver, and
// tries what is due. The record of a try is written before the next one, so that only a kill between an answer and its
// record can make a message go out twice, under the same id.
import {
  EMPTY_DELIVERY,
  without,
  writeLetters,
  type DeliveryRecord,
  type Letter,
} from '../domain/delivery.ts';
import { afterTry, dueLetters } from '../domain/delivery-try.ts';
import { keepUp } from '../domain/delivery-upkeep.ts';
import { takeOver, type OutboxSight } from '../domain/take-over.ts';
import type { Receiver } from '../ports/receiver.ts';
import { composeMessage } from './compose-message.ts';
import type { Courier } from './courier.ts';
import { holdDelivery, type HeldDelivery } from './hold-delivery.ts';
import { readOutboxes } from './read-outboxes.ts';

/** `once`: right after a run, its own message alone; `all`: by the timer, until a receiver fails. */
export type DeliverScope = 'once' | 'all';

/** After that no further try is begun. */
const ROUND_MS = 40_000;
/** One try and its record. */
const TRY_MS = 15_000;

/** Never throws: what fails stands in the log, and comes again with the next round. */
export async function deliver(courier: Courier, scope: DeliverScope): Promise<void> {
  const { identity, store, logger, receivers } = courier;
  if (receivers.length === 0) return;
  try {
    const seen = (await store.readDelivery(identity)) ?? EMPTY_DELIVERY;
    const next = upToDate(courier, seen, await readOutboxes(courier, seen.taken));
    const isDue = receivers.some(
      (receiver) => dueLetters(next, receiver.name, courier.clock.now()).length > 0,
    );
    if (next === seen && !isDue) return;
    await holdDelivery(courier, (held) => deliverHeld(courier, held, scope));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    logger.error('DeliveryFailed', { identity, cause });
  }
}

async function deliverHeld(courier: Courier, held: HeldDelivery, scope: DeliverScope): Promise<void> {
  const { receivers, clock, owed } = courier;
  const outboxes = await readOutboxes(courier, held.record().taken);
  await held.change((record) => upToDate(courier, record, outboxes));
  const written = new Set(held.record().letters.map(({ id }) => id));
  for (const id of owed) if (!written.has(id)) owed.delete(id);
  const endsAt = clock.now().getTime() + ROUND_MS;
  const outcomes = await Promise.allSettled(
    receivers.map(async (receiver) => {
      let goesOn = true;
      while (goesOn && clock.now().getTime() < endsAt && held.lasts(TRY_MS)) {
        const due = dueLetters(held.record(), receiver.name, clock.now());
        const letter = scope === 'once' ? due.at(-1) : due[0];
        if (letter === undefined) return;
        goesOn = (await tryLetter(courier, held, receiver, letter)) && scope === 'all';
      }
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What settings and outboxes have become; the same record where nothing has changed. */
function upToDate({ receivers, clock, identity, owed }: Courier, seen: DeliveryRecord, sight: OutboxSight) {
  const now = clock.now();
  const arrived = seen.letters.filter(({ id }) => owed.has(id)).map(({ id }) => id);
  const record = keepUp(arrived.reduce(without, seen), receivers, now);
  const { runs, taken } = takeOver(record.taken, sight);
  if (runs.length === 0) return record;
  return { ...writeLetters(record, identity, runs, receivers, now.toISOString()), taken };
}

/** One try and its record. @returns whether it arrived @throws LeaseLost, StoreUnavailable */
export async function tryLetter(
  courier: Courier,
  held: HeldDelivery,
  receiver: Receiver,
  { id }: Letter,
  before: (record: DeliveryRecord) => DeliveryRecord = (record) => record,
): Promise<boolean> {
  const { store, identity, clock, logger, telemetry, owed } = courier;
  const letter = held.record().letters.find((each) => each.id === id);
  if (letter === undefined) return false;
  const message = await composeMessage(store, identity, letter);
  const subject = { identity, receiver: receiver.name };
  const outcome = await telemetry.delivery(subject, () => receiver.send(message));
  if (outcome.kind === 'delivered') owed.add(id);
  const { fingerprint, name } = receiver;
  const made = { id, fingerprint, outcome, now: clock.now(), random: courier.random() };
  await held.change((record) => afterTry(before(record), made));
  owed.delete(id);
  const fields = { identity, runId: letter.runId, receiver: name, id };
  if (outcome.kind === 'delivered') logger.info('NotificationDelivered', fields);
  else
    logger.error('NotificationFailed', {
      ...fields,
      outcome: outcome.kind,
      cause: outcome.kind === 'gone' ? 'HTTP 410' : outcome.cause,
    });
  return outcome.kind === 'delivered';
}
