// How a receiver stands, as the status shows it: contract §7.9.
import { isDead, type Addressee, type DeliveryRecord, type Letter, type ReceiverName } from './delivery.ts';

export interface ReceiverStatus {
  name: ReceiverName;
  /** `refused`: nothing may be sent there; `disabled`: it answered 410; `retrying`: some message failed so far. */
  state: 'ok' | 'retrying' | 'disabled' | 'refused';
  /** A sentence, of what is refused. */
  reason?: string;
  /** Messages on their way. */
  pending: number;
  /** Newest first. */
  deadLetters: DeadLetter[];
}

export interface DeadLetter {
  id: string;
  attempts: number;
  /** HTTP status of the last try; null where no answer came. */
  lastStatus: number | null;
  /** ISO 8601 UTC of the last try. */
  at: string;
}

/**
 * @param reason why it is refused, if it is
 * @param untaken entries of the identity's outbox that no letter was written for yet
 */
export function viewReceiver(
  record: DeliveryRecord,
  { name, fingerprint }: Addressee,
  reason: string | undefined,
  untaken: number,
): ReceiverStatus {
  const letters = record.letters.filter(({ receiver }) => receiver === name);
  const pending = letters.filter((letter) => !isDead(letter));
  const memory = record.receivers[name];
  const isDisabled = memory?.disabled === true && memory.fingerprint === fingerprint;
  return {
    name,
    state: stateOf(reason, isDisabled, pending),
    ...(reason !== undefined && { reason }),
    pending: pending.length + (isDisabled ? 0 : untaken),
    deadLetters: letters.filter(isDead).map(viewDead).toReversed(),
  };
}

function stateOf(
  reason: string | undefined,
  isDisabled: boolean,
  pending: readonly Letter[],
): ReceiverStatus['state'] {
  if (reason !== undefined) return 'refused';
  if (isDisabled) return 'disabled';
  return pending.some(({ attempts }) => attempts > 0) ? 'retrying' : 'ok';
}

function viewDead({ id, attempts, lastStatus, lastAt, time }: Letter): DeadLetter {
  return { id, attempts, lastStatus: lastStatus ?? null, at: lastAt ?? time };
}
