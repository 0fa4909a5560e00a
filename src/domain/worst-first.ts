// The order in which people read what changed: what costs money first, what is well again last.
import type { EventType, KeeperEvent } from './event.ts';
import { compareRecognition } from './recognition.ts';

const BAD = [
  'link.lost',
  'link.held',
  'run.failing',
  'recognition.lost',
  'expected.missing',
  'delegation.removed',
] as const satisfies EventType[];

const GOOD = [
  'link.healed',
  'link.changed',
  'link.created',
  'run.recovered',
  'recognition.gained',
  'expected.arrived',
  'delegation.returned',
  'delegation.added',
] as const satisfies EventType[];

/** Every type, worst first. */
export const WORST_FIRST: readonly EventType[] = [...BAD, ...GOOD];

export function isBad(type: EventType): boolean {
  return (BAD as readonly EventType[]).includes(type);
}

/** A caller set or removed the link, and it is not as the settings want it. */
export function isLinkedElsewhere({ type, link }: KeeperEvent): boolean {
  return (
    (type === 'link.created' || type === 'link.changed') && link !== undefined && link.after.state !== 'right'
  );
}

/** Of the same type, those that fell from the best word first; else as they come. */
export function worstFirst(events: readonly KeeperEvent[]): KeeperEvent[] {
  return events.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || compareRecognition(b.from ?? 'none', a.from ?? 'none'),
  );
}

function rankOf(event: KeeperEvent): number {
  return isLinkedElsewhere(event) ? -1 : WORST_FIRST.indexOf(event.type);
}
