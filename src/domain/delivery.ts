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

export interface ReceiverMemory {
  /** Tells an address from another one without holding it. */
  fingerprint: string;
  /** It answered 410: nothing more is sent until its setting changes. */
  disabled: boolean;
}

export interface DeliveryRecord {
  /** Number of the last outbox entry of each source that was taken over. */
  taken: { identity: number; expected: number };
  /** Those on their way, and the dead ones. */
  letters: Letter[];
  receivers: Partial<Record<ReceiverName, ReceiverMemory>>;
}
