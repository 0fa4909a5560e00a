// The order in which people read what changed.
import { expect, test } from 'vitest';
import { EVENT_TYPES, type EventType, type KeeperEvent } from '../../src/domain/event.ts';
import type { KnownRecognition } from '../../src/domain/recognition.ts';
import { isBad, isLinkedElsewhere, WORST_FIRST, worstFirst } from '../../src/domain/worst-first.ts';

function event(type: EventType, from?: KnownRecognition): KeeperEvent {
  return {
    id: `${type} ${from}`,
    time: '',
    type,
    identity: 'default',
    actor: 'observed',
    ...(from && { from }),
  };
}

test('every type has its place, the bad ones before the good ones', () => {
  expect([...WORST_FIRST].sort()).toEqual([...EVENT_TYPES].sort());
  expect(WORST_FIRST.map(isBad).lastIndexOf(true)).toBeLessThan(WORST_FIRST.map(isBad).indexOf(false));
});

test.each<EventType>([
  'link.lost',
  'link.held',
  'run.failing',
  'recognition.lost',
  'expected.missing',
  'delegation.removed',
])('%s is bad', (type) => expect(isBad(type)).toBe(true));

test('who falls deepest comes first, and what is equal keeps its order', () => {
  const events = [
    event('delegation.added'),
    event('recognition.lost', 'pal-only'),
    event('recognition.gained', 'none'),
    event('recognition.lost', 'pec'),
    event('link.healed'),
    event('delegation.removed'),
    { ...event('delegation.removed'), id: 'another removed' },
    event('link.lost'),
    event('recognition.lost', 'pec-partial'),
    { ...event('recognition.lost', 'pec'), id: 'the second one' },
  ];

  expect(worstFirst(events).map(({ id }) => id)).toEqual([
    'link.lost undefined',
    'recognition.lost pec',
    'the second one',
    'recognition.lost pec-partial',
    'recognition.lost pal-only',
    'delegation.removed undefined',
    'another removed',
    'link.healed undefined',
    'recognition.gained none',
    'delegation.added undefined',
  ]);
});

test('a link that a caller set otherwise than the settings say comes before all', () => {
  const linked = (type: EventType, state: 'right' | 'other' | 'none') => ({
    ...event(type),
    link: { before: { state: 'none' }, after: { state } } as const,
  });
  const events = [event('link.lost'), linked('link.created', 'right'), linked('link.changed', 'other')];

  expect(worstFirst(events).map(({ type }) => type)).toEqual(['link.changed', 'link.lost', 'link.created']);
  expect(events.map(isLinkedElsewhere)).toEqual([false, false, true]);
  // A loss says it itself.
  expect(isLinkedElsewhere(linked('link.lost', 'none'))).toBe(false);
  expect(isLinkedElsewhere(event('link.changed'))).toBe(false);
});
