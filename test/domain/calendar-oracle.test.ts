// The calendar against the contract taken literally: every minute of every day, one after the other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverDays, type Coverage, type WordStory } from '../../src/domain/calendar.ts';
import { toMonth } from '../../src/domain/month.ts';
import type { SeenWord } from '../../src/domain/word-change.ts';

const MINUTE = 60_000;
const DAY = 1440;
const HOLDS = 13 * 60;
const month = toMonth('2026-02');

/** All times in minutes since the month began; what lies before is negative. */
interface Given {
  first: SeenWord;
  changes: { at: number; word: SeenWord }[];
  lookedAt: number[];
  baselineAt: number;
  now: number;
}

interface Seen {
  at: number;
  word: SeenWord;
}

/** What was read, minute by minute; the last of a minute counts. */
function readings({ first, changes, lookedAt, baselineAt, now }: Given): Seen[] {
  const seen: Seen[] = [];
  for (let minute = -DAY; minute <= now; minute += 1) {
    if (minute < baselineAt) continue;
    if (!lookedAt.includes(minute) && !changes.some(({ at }) => at === minute)) continue;
    const word = changes.findLast(({ at }) => at <= minute)?.word ?? first;
    if (word !== 'unread') seen.push({ at: minute, word: word === 'absent' ? 'none' : word });
  }
  return seen;
}

function oracle({ baselineAt, now }: Given, seen: readonly Seen[], dayIndex: number): Coverage {
  const known = seen.filter(({ word }) => word !== 'unknown');
  const start = dayIndex * DAY;
  const isOfDay = ({ at }: Seen) => at >= start && at < start + DAY;
  if (!known.some(isOfDay)) return 'unobserved';
  const words = new Set(known.filter(isOfDay).map(({ word }) => word));
  let hasHole = false;
  const counted = baselineAt >= start && baselineAt < start + DAY ? start : -Infinity;
  for (let minute = start; minute < Math.min(start + DAY, now); minute += 1) {
    const last = seen.findLast(({ at }) => at <= minute);
    if (last !== undefined && last.word !== 'unknown' && minute < last.at + HOLDS) words.add(last.word);
    const lastKnown = known.findLast(({ at }) => at <= minute)?.at ?? counted;
    if (minute >= lastKnown + HOLDS) hasHole = true;
  }
  const recognised = words.has('pec') || words.has('pec-partial');
  if (!recognised) return 'none';
  if (words.size > 1 || words.has('pec-partial')) return 'partial';
  return hasHole ? 'unobserved' : 'pec';
}

const DAYS = 4;
const minute = fc.integer({ min: -DAY, max: DAYS * DAY });
const nearEdges = fc.oneof(
  minute,
  fc.constantFrom(-HOLDS, -HOLDS - 1, -1, 0, 1, HOLDS, HOLDS + 1, DAY - 1, DAY, DAY + 1, 2 * DAY),
);
const word = fc.constantFrom<SeenWord[]>(
  'pec',
  'pec',
  'pec-partial',
  'pal-only',
  'none',
  'unknown',
  'unread',
  'absent',
);
/** Runs about every six hours, some of them missing, and some at any time. */
const lookedAt = fc
  .tuple(fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), fc.array(nearEdges, { maxLength: 3 }))
  .map(([came, more]) => [...came.flatMap((yes, index) => (yes ? [index * 360 - DAY + 17] : [])), ...more]);
const given: fc.Arbitrary<Given> = fc
  .record({
    first: word,
    changes: fc.array(fc.record({ at: nearEdges, word }), { maxLength: 5 }),
    lookedAt,
    baselineAt: fc.oneof(fc.constant(-DAY), nearEdges),
    now: fc.oneof(fc.constant(DAYS * DAY), nearEdges),
  })
  .map((each) => ({
    ...each,
    changes: each.changes.toSorted((a, b) => a.at - b.at),
    lookedAt: each.lookedAt.toSorted((a, b) => a - b),
  }));

test('every day is what its minutes say', () => {
  const ms = (at: number) => month.start + at * MINUTE;
  fc.assert(
    fc.property(given, (given) => {
      const story: WordStory = {
        first: given.first,
        changes: given.changes.map(({ at, word }) => ({ at: ms(at), word })),
      };
      const watch = { lookedAt: given.lookedAt.map(ms), baselineAt: ms(given.baselineAt) };

      const days = coverDays(story, watch, month, ms(given.now)).slice(0, DAYS);

      const begun = Array.from({ length: DAYS }, (_, index) => index).filter(
        (index) => index * DAY <= given.now,
      );
      const seen = readings(given);
      expect(days.map(({ coverage }) => coverage)).toEqual(begun.map((index) => oracle(given, seen, index)));
    }),
    { numRuns: 300 },
  );
});
