// Messages for the tests of what is sent.
import type { KeeperEvent } from '../../src/domain/event.ts';
import { worstFirst } from '../../src/domain/worst-first.ts';
import { MOST_LINES, type Message, type MessageLine } from '../../src/ports/receiver.ts';

const TIME = '2026-01-02T06:17:00.000Z';

/** @param named what people call each subscription */
export function messageOf(
  events: readonly Partial<KeeperEvent>[],
  {
    identity = 'default',
    named = () => ({}),
  }: { identity?: string; named?: (event: KeeperEvent) => Omit<MessageLine, 'event'> } = {},
): Message {
  const all = events.map((each, n): KeeperEvent => ({
    id: `${identity}.x.${n}`,
    time: TIME,
    type: 'recognition.lost',
    identity,
    actor: 'observed',
    runId: 'run-1',
    ...each,
  }));
  return {
    id: `${identity}-run-1-teams`,
    identity,
    runId: 'run-1',
    time: TIME,
    events: all,
    lines: worstFirst(all)
      .slice(0, MOST_LINES)
      .map((event) => ({ event, ...named(event) })),
  };
}

export function subscriptionId(n: number): string {
  return `22222222-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
