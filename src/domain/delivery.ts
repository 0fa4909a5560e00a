// What is remembered of messages on their way to the receivers, apart from the identity's own state, so that telling
// and running never wait for one another.

export type ReceiverName = 'teams' | 'webhook';

/** One message to one receiver: the events of one run of one identity. */
export interface Letter {
  /** Also the message's id for the receiver, so that one that is repeated can be known. */
  id: string;
  receiver: ReceiverName;
  runId: string;
  /** ISO 8601 UTC: the time of its events. */
  time: string;
  /** Tries so far. */
  attempts: number;
  /** ISO 8601 UTC: not before then; absent for a dead letter. */
  nextAt?: string;
  /** HTTP status of the last try; absent where no answer came. */
  lastStatus?: number;
  /** ISO 8601 UTC of the last try. */
  lastAt?: string;
}

/** Only of a receiver that said something which outlasts a try. */
export interface ReceiverMemory {
  /** Tells an address from another one without holding it. */
  fingerprint: string;
  /** It answered 410: nothing more is sent until its setting changes. */
  disabled: boolean;
  /** ISO 8601 UTC: it asked not to be called before, with whatever message. */
  notBefore?: string;
}

export interface DeliveryRecord {
  /** Number of the last outbox entry of each source that was taken over; that of `expected` for runs and for checks. */
  taken: { identity: number; expected: number; checks?: number; expectedByChecks?: number };
  /** Those on their way, and the dead ones; in the order in which they were written. */
  letters: Letter[];
  receivers: Partial<Record<ReceiverName, ReceiverMemory>>;
}

export const EMPTY_DELIVERY: DeliveryRecord = {
  taken: { identity: 0, expected: 0 },
  letters: [],
  receivers: {},
};

/** A receiver as the settings name it now. */
export interface Addressee {
  name: ReceiverName;
  fingerprint: string;
}

/** A run that has something to tell. */
export interface ToldRun {
  runId: string;
  /** ISO 8601 UTC: the time of its events. */
  time: string;
}

/** One letter for each run and receiver, due at once; none for a receiver that said it is gone. @param now ISO 8601 UTC */
export function writeLetters(
  record: DeliveryRecord,
  identity: string,
  runs: readonly ToldRun[],
  addressees: readonly Addressee[],
  now: string,
): DeliveryRecord {
  const open = addressees.filter(({ name }) => record.receivers[name]?.disabled !== true);
  const letters = runs.flatMap(({ runId, time }) =>
    open.map(({ name }): Letter => ({
      id: letterId(identity, runId, name),
      receiver: name,
      runId,
      time,
      attempts: 0,
      nextAt: now,
    })),
  );
  return { ...record, letters: [...record.letters, ...letters] };
}

/** The same for the same message whenever it is made, fit for a path and for a header. */
function letterId(identity: string, runId: string, receiver: ReceiverName): string {
  return `${identity}-${runId}-${receiver}`;
}

/** Takes a dead letter up again, as if it had never been tried. @param now ISO 8601 UTC */
export function revive(record: DeliveryRecord, id: string, now: string): DeliveryRecord {
  const letters = record.letters.map((letter) =>
    letter.id === id ? { ...letter, attempts: 0, nextAt: now } : letter,
  );
  return { ...record, letters };
}

export function isDead({ nextAt }: Letter): boolean {
  return nextAt === undefined;
}

export function without(record: DeliveryRecord, id: string): DeliveryRecord {
  return { ...record, letters: record.letters.filter((letter) => letter.id !== id) };
}
