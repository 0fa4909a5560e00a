// Something that changed between two runs, told once.
import type { Caller } from './access.ts';
import type { FindingCode } from './finding.ts';
import type { LinkSight } from './link.ts';
import type { KnownRecognition } from './recognition.ts';

export const EVENT_TYPES = [
  'link.created',
  'link.changed',
  'link.lost',
  'link.healed',
  'link.held',
  'delegation.added',
  'delegation.removed',
  'delegation.returned',
  'recognition.gained',
  'recognition.lost',
  'expected.missing',
  'expected.arrived',
  'run.failing',
  'run.recovered',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export interface KeeperEvent {
  /** Made from identity, subject and the subject's count of events: writing one twice is one event. */
  id: string;
  /** ISO 8601 UTC: the end of the run that saw it. */
  time: string;
  type: EventType;
  identity: string;
  subscriptionId?: string;
  from?: KnownRecognition;
  to?: KnownRecognition;
  findings?: FindingCode[];
  /** The run that saw it: the events of one run are told in one message. */
  runId?: string;
  /** `keeper`: our write; `observed`: somebody else's doing; else the caller who asked for it. */
  actor: 'keeper' | 'observed' | Caller;
  /** What a caller's write of the link found and left. */
  link?: { before: LinkSight; after: LinkSight };
  /** For people: what follows from it. */
  note?: string;
}

/** How many of them say that a subscription earns less than before. */
export function countLost(events: readonly KeeperEvent[]): number {
  return events.filter(({ type }) => type === 'recognition.lost').length;
}
