// Whom the changes are told to.
import type { Addressee } from '../domain/delivery.ts';
import type { TryOutcome } from '../domain/delivery-try.ts';
import type { KeeperEvent } from '../domain/event.ts';

/** What one run of one identity has to tell. */
export interface Message {
  /** The same when it is sent again. */
  id: string;
  identity: string;
  runId: string;
  /** ISO 8601 UTC: the time of the events. */
  time: string;
  events: readonly KeeperEvent[];
  /** The events that people are shown, worst first, at most MOST_LINES of them. */
  lines: readonly MessageLine[];
}

export interface MessageLine {
  event: KeeperEvent;
  /** Of the subscription, as its owner spells it. */
  name?: string;
  customer?: string;
}

/** People read no more; and Teams takes no more than 28 KB. */
export const MOST_LINES = 20;

/** What is wrong with a receiver's settings. */
export interface ReceiverProblem {
  /** Name of the setting. */
  setting: string;
  /** What goes on after the name, without any value. */
  detail: string;
}

export interface Receiver extends Addressee {
  /** Why nothing may be sent to it as things are now, if so; asks the name service too. Never throws. */
  problem(): Promise<ReceiverProblem | undefined>;
  /** One try of at most 10 s. Never throws. */
  send(message: Message): Promise<TryOutcome>;
}
