// What waits to be told: entries count on, stay until they are taken over, and never come twice.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_OUTBOX, putIntoOutbox, type OutboxEntry } from '../../src/domain/outbox.ts';

const TOLD = { identity: 'default', runId: 'run', time: '2026-01-01T06:17:00.000Z', events: 2 };

function entry(number: number): OutboxEntry {
  return { number, ...TOLD };
}

test.each([
  ['nothing into an empty one', EMPTY_OUTBOX, undefined, 0, EMPTY_OUTBOX],
  ['the first', EMPTY_OUTBOX, TOLD, 0, { entries: [entry(1)], last: 1 }],
  ['the next', { entries: [entry(1)], last: 1 }, TOLD, 0, { entries: [entry(1), entry(2)], last: 2 }],
  ['the next, the first taken', { entries: [entry(1)], last: 1 }, TOLD, 1, { entries: [entry(2)], last: 2 }],
  [
    'nothing, the first of two taken',
    { entries: [entry(1), entry(2)], last: 2 },
    undefined,
    1,
    { entries: [entry(2)], last: 2 },
  ],
  [
    'nothing, all taken: the count goes on',
    { entries: [], last: 7 },
    TOLD,
    7,
    { entries: [entry(8)], last: 8 },
  ],
])('%s', (_, outbox, added, taken, expected) => {
  expect(putIntoOutbox(outbox, added, taken)).toEqual(expected);
});

test('whatever is taken over and when, each entry is there once, in order, from its number on', () => {
  const step = fc.record({ adds: fc.boolean(), takes: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let outbox = EMPTY_OUTBOX;
      let taken = 0;
      let added = 0;
      for (const { adds, takes } of steps) {
        taken = Math.min(outbox.last, taken + takes);
        outbox = putIntoOutbox(outbox, adds ? TOLD : undefined, taken);
        added += adds ? 1 : 0;
        const open = Array.from({ length: added - taken }, (_, at) => taken + at + 1);
        expect(outbox).toEqual({ entries: open.map(entry), last: added });
      }
    }),
  );
});
