// A dead letter once more, because somebody asks for it: as if it had never been tried, under the id that it had.
import { isDead, revive, type DeliveryRecord, type Letter } from '../domain/delivery.ts';
import { keepUp } from '../domain/delivery-upkeep.ts';
import type { Receiver } from '../ports/receiver.ts';
import { LeaseLost } from '../ports/store.ts';
import type { Courier } from './courier.ts';
import { tryLetter } from './deliver.ts';
import { holdDelivery, type HeldDelivery } from './hold-delivery.ts';

export type ResendAnswer =
  | { kind: 'tried'; letter: Resent }
  /** No dead letter has this id. */
  | { kind: 'unknown' }
  /** Messages of its identity are being sent at this moment. */
  | { kind: 'busy' }
  /** Nothing may be sent to its receiver. `why`: a sentence. */
  | { kind: 'unavailable'; why: string };

export interface Resent {
  id: string;
  /** `retrying`: it failed again and has all its tries before it; `dead`: the receiver answered 410. */
  state: 'delivered' | 'retrying' | 'dead';
  /** Since it was taken up again. */
  attempts: number;
  /** HTTP status of the try; null where no answer came, or where it arrived. */
  lastStatus: number | null;
}

/** @throws StoreUnavailable */
export async function resendLetter(couriers: readonly Courier[], id: string): Promise<ResendAnswer> {
  for (const courier of couriers) {
    const letter = findDead(await courier.store.readDelivery(courier.identity), id);
    if (letter === undefined) continue;
    const receiver = courier.receivers.find(({ name }) => name === letter.receiver);
    if (receiver === undefined) return { kind: 'unavailable', why: 'Its receiver is not set any more.' };
    const problem = await receiver.problem();
    if (problem !== undefined) return { kind: 'unavailable', why: `${problem.setting} ${problem.detail}.` };
    try {
      const answer = await holdDelivery(courier, (held) => resendHeld(courier, held, receiver, id));
      return answer ?? { kind: 'busy' };
    } catch (error) {
      if (error instanceof LeaseLost) return { kind: 'busy' };
      throw error;
    }
  }
  return { kind: 'unknown' };
}

async function resendHeld(
  courier: Courier,
  held: HeldDelivery,
  receiver: Receiver,
  id: string,
): Promise<ResendAnswer> {
  const now = courier.clock.now();
  await held.change((record) => keepUp(record, courier.receivers, now));
  const letter = findDead(held.record(), id);
  if (letter === undefined) return { kind: 'unknown' };
  if (held.record().receivers[receiver.name]?.disabled === true)
    return {
      kind: 'unavailable',
      why: 'Its receiver answered 410 and is called no more until its setting changes.',
    };
  await tryLetter(courier, held, receiver, letter, (record) => revive(record, id, now.toISOString()));
  return { kind: 'tried', letter: resent(held.record(), id) };
}

function findDead(record: DeliveryRecord | undefined, id: string): Letter | undefined {
  return record?.letters.find((letter) => letter.id === id && isDead(letter));
}

function resent({ letters }: DeliveryRecord, id: string): Resent {
  const letter = letters.find((each) => each.id === id);
  if (letter === undefined) return { id, state: 'delivered', attempts: 1, lastStatus: null };
  const { attempts, lastStatus = null } = letter;
  return { id, state: isDead(letter) ? 'dead' : 'retrying', attempts, lastStatus };
}
