// Gives the events of one subject (a row, a link) their ids: identity, subject and a count that only grows, so that
// the same transition written again after a kill is the same event.
import type { EventType, KeeperEvent } from './event.ts';

export type EventDetails = Omit<KeeperEvent, 'id' | 'time' | 'type' | 'identity' | 'runId'> & {
  type: EventType;
};

export interface Subject {
  identity: string;
  /** `run`, or a subscription id */
  name: string;
  /** Events told about it so far. */
  events: number;
}

/** The run that tells, and its end. */
export interface Telling {
  runId: string;
  /** ISO 8601 UTC */
  time: string;
}

export function tellEvents(
  subject: Subject,
  details: readonly EventDetails[],
  { runId, time }: Telling,
): KeeperEvent[] {
  return details.map((each, index) => ({
    id: `${subject.identity}.${subject.name}.${subject.events + index + 1}`,
    time,
    identity: subject.identity,
    runId,
    ...each,
  }));
}
