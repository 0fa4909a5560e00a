// Days of one subscription, by named boundary cases. Times are of February 2026, whose 28 days stand as letters.
import { describe, expect, it } from 'vitest';
import { coverDays, type WordStory } from '../../src/domain/calendar.ts';
import { toMonth } from '../../src/domain/month.ts';
import { at, lettersOf, quarterly, story } from './calendar-fixtures.ts';

interface Case {
  story: WordStory;
  /** Default: each quarter of a day from January on. */
  lookedAt?: number[];
  baselineAt?: number;
  now?: number;
}

const WELL = quarterly('01-20 00:17', '03-01 00:17');

function cover({ story, lookedAt = WELL, baselineAt = at('01-20 00:17'), now = at('03-02 00:00') }: Case) {
  return lettersOf(coverDays(story, { lookedAt, baselineAt }, toMonth('2026-02'), now));
}

/** A month of the same letter, but for some days. */
function month(letter: string, but: Record<number, string> = {}, days = 28): string {
  return Array.from({ length: days }, (_, index) => but[index + 1] ?? letter).join('');
}

describe('a month', () => {
  it.each<[name: string, given: Case, days: string]>([
    ['healthy', { story: story('pec') }, month('P')],
    ['only ever for groups', { story: story('pec-partial') }, month('H')],
    ['without a role that counts', { story: story('pal-only') }, month('N')],
    ['removed long ago', { story: story('none') }, month('N')],
    ['never there', { story: story('absent') }, month('N')],
    ['of unknown words only', { story: story('unknown') }, month('?')],
    ['never read', { story: story('unread') }, month('?')],
    ['without any run', { story: story('pec'), lookedAt: [] }, month('?')],
    [
      'with the link lost for 5 hours between two runs',
      { story: story('pec', '10 06:17 none', '10 11:17 pec') },
      month('P', { 10: 'H' }),
    ],
    [
      'with the link lost over midnight',
      { story: story('pec', '10 18:17 none', '11 06:17 pec') },
      month('P', { 10: 'H', 11: 'H' }),
    ],
    [
      'with a loss seen by the first run of a day: until then the word of the day before held',
      { story: story('pec', '10 00:17 none', '12 00:17 pec') },
      month('P', { 10: 'H', 11: 'N', 12: 'H' }),
    ],
    [
      'with a loss seen at midnight sharp',
      {
        story: story('pec', '10 00:00 none', '12 00:00 pec'),
        lookedAt: [...WELL, at('10 00:00'), at('12 00:00')].sort((a, b) => a - b),
      },
      month('P', { 10: 'N', 11: 'N' }),
    ],
    [
      'with a loss seen at 23:59',
      { story: story('pec', '10 23:59 pal-only', '11 00:17 pec') },
      month('P', { 10: 'H', 11: 'H' }),
    ],
    ['of one that comes on the 10th', { story: story('absent', '10 12:17 pec') }, month('P', nones(9, 'H'))],
    [
      'of one that is removed on the 10th',
      { story: story('pec', '10 12:17 none') },
      month('N', pecs(9, 'H')),
    ],
    [
      'of one whose role is swapped on the 10th, and for groups on the 12th',
      { story: story('pec', '10 12:17 pal-only', '12 12:17 pec-partial') },
      month('H', { ...pecs(9, 'H'), 11: 'N' }),
    ],
    [
      'of one that goes from the whole to groups: no day is whole any more',
      { story: story('pec', '10 12:17 pec-partial', '11 12:17 pec') },
      month('P', { 10: 'H', 11: 'H' }),
    ],
  ])('%s', (_, given, days) => {
    expect(cover(given)).toBe(days);
  });
});

describe('a day that was not seen', () => {
  it.each<[name: string, given: Case, days: string]>([
    [
      'Azure is down for a whole day, and the hole goes on into the next one',
      { story: story('pec'), lookedAt: quarterly('01-20 00:17', '03-01 00:17', ['09 18:17', '11 00:17']) },
      month('P', { 10: '?', 11: '?' }),
    ],
    [
      'no run for just 13 hours',
      {
        story: story('pec'),
        lookedAt: [
          ...quarterly('01-20 00:17', '10 00:17'),
          at('10 13:17'),
          ...quarterly('10 18:17', '03-01 00:17'),
        ],
      },
      month('P'),
    ],
    [
      'no run for a minute more',
      {
        story: story('pec'),
        lookedAt: [
          ...quarterly('01-20 00:17', '10 00:17'),
          at('10 13:18'),
          ...quarterly('10 18:17', '03-01 00:17'),
        ],
      },
      month('P', { 10: '?' }),
    ],
    [
      'no run at the beginning of a day: the last word before it holds, not one before that',
      {
        story: story('pec'),
        lookedAt: [...quarterly('01-20 00:17', '09 18:17'), ...quarterly('10 06:17', '03-01 00:17')],
      },
      month('P'),
    ],
    [
      'a gap whose hole lies in the next day alone',
      {
        story: story('pec'),
        lookedAt: [...quarterly('01-20 00:17', '10 12:17'), ...quarterly('11 06:17', '03-01 00:17')],
      },
      month('P', { 11: '?' }),
    ],
    [
      'a gap that ends with the day: its hole lies in the day before',
      {
        story: story('pec'),
        lookedAt: [
          ...quarterly('01-20 00:17', '10 06:17'),
          at('11 00:00'),
          ...quarterly('11 06:17', '03-01 00:17'),
        ],
      },
      month('P', { 10: '?' }),
    ],
    [
      'a gap does not make less of what was lost',
      {
        story: story('pec', '10 18:17 none'),
        lookedAt: quarterly('01-20 00:17', '03-01 00:17', ['10 00:17', '10 18:17']),
      },
      month('N', pecs(9, 'H')),
    ],
    [
      'a word that is read no more holds 13 hours, and says nothing of a day on which nothing was read',
      { story: story('pec', '10 18:17 unread', '12 06:17 none') },
      month('N', { ...pecs(10, '?'), 11: '?', 12: 'N' }),
    ],
    [
      'unread for less than 13 hours is no hole',
      { story: story('pec', '10 06:17 unread', '10 12:17 pec') },
      month('P'),
    ],
    [
      'unread for more than 13 hours is one',
      { story: story('pec', '10 06:17 unread', '10 18:17 pec') },
      month('P', { 10: '?' }),
    ],
    [
      'a word that holds on over midnight counts on the next day, where it was read then',
      { story: story('pec', '10 18:17 unread', '11 06:17 none') },
      month('N', { ...pecs(10), 11: 'H' }),
    ],
    [
      'unknown ends the word before it: nothing holds on over midnight',
      { story: story('pec', '10 18:17 unknown', '11 06:17 none') },
      month('N', pecs(10)),
    ],
    [
      'unknown for less than 13 hours since the last word',
      { story: story('pec', '10 06:17 unknown', '10 12:17 pec') },
      month('P'),
    ],
    [
      'unknown for more than that',
      { story: story('pec', '10 06:17 unknown', '10 18:17 pec') },
      month('P', { 10: '?' }),
    ],
    [
      'a day of nothing but unknown, though the word before held on into it',
      { story: story('pec', '10 00:17 unknown', '11 00:17 pec') },
      month('P', { 10: '?', 11: '?' }),
    ],
    [
      'a run a day at noon leaves a hole in each',
      { story: story('pec'), lookedAt: WELL.filter((time) => new Date(time).getUTCHours() === 12) },
      month('?'),
    ],
  ])('%s', (_, given, days) => {
    expect(cover(given)).toBe(days);
  });
});

describe('the month of the baseline', () => {
  it.each<[name: string, given: Case, days: string]>([
    [
      'before it nothing was observed; its own day is counted from midnight',
      { story: story('pec'), lookedAt: quarterly('10 12:17', '03-01 00:17'), baselineAt: at('10 12:17') },
      month('P', spans(1, 9, '?')),
    ],
    [
      'a baseline at 13:00 sharp leaves no hole',
      {
        story: story('pec'),
        lookedAt: [at('10 13:00'), ...quarterly('10 18:17', '03-01 00:17')],
        baselineAt: at('10 13:00'),
      },
      month('P', spans(1, 9, '?')),
    ],
    [
      'a baseline at midnight sharp that could not read this one is counted from there as well',
      {
        story: story('unread', '10 06:17 pec'),
        lookedAt: [at('10 00:00'), ...quarterly('10 06:17', '03-01 00:17')],
        baselineAt: at('10 00:00'),
      },
      month('P', spans(1, 9, '?')),
    ],
    [
      'a minute later it does',
      {
        story: story('pec'),
        lookedAt: [at('10 13:01'), ...quarterly('10 18:17', '03-01 00:17')],
        baselineAt: at('10 13:01'),
      },
      month('P', spans(1, 10, '?')),
    ],
    [
      'what was before it does not make a word partial',
      { story: story('none'), lookedAt: quarterly('10 18:17', '03-01 00:17'), baselineAt: at('10 18:17') },
      month('N', spans(1, 9, '?')),
    ],
    [
      'one that comes on the 12th was not recognised from the baseline on',
      {
        story: story('absent', '12 06:17 pec'),
        lookedAt: quarterly('10 12:17', '03-01 00:17'),
        baselineAt: at('10 12:17'),
      },
      month('P', { ...spans(1, 9, '?'), 10: 'N', 11: 'N', 12: 'H' }),
    ],
    [
      'a word that somebody asked for before it is not observed',
      {
        story: story('absent', '09 12:00 pec'),
        lookedAt: quarterly('10 12:17', '03-01 00:17'),
        baselineAt: at('10 12:17'),
      },
      month('P', spans(1, 9, '?')),
    ],
    [
      'a run at its very end sees the last day alone, and not all of it',
      { story: story('pec'), lookedAt: [at('28 23:59')], baselineAt: at('28 23:59') },
      month('?'),
    ],
  ])('%s', (_, given, days) => {
    expect(cover(given)).toBe(days);
  });
});

describe('a month that goes on', () => {
  it.each<[name: string, given: Case, days: string]>([
    ['ends with today', { story: story('pec'), now: at('10 14:00') }, month('P', {}, 10)],
    [
      'a day that begins right now is there, and not seen yet',
      { story: story('pec'), now: at('10 00:00') },
      month('P', { 10: '?' }, 10),
    ],
    [
      'today is judged on what has gone by of it',
      { story: story('pec', '10 12:17 none'), now: at('10 12:00') },
      month('P', {}, 10),
    ],
    [
      'a run that has just ended counts',
      { story: story('pec', '10 12:17 none'), now: at('10 12:17') },
      month('P', { 10: 'H' }, 10),
    ],
    [
      'a word holds on for 13 hours of today',
      { story: story('pec'), lookedAt: quarterly('01-20 00:17', '10 00:17'), now: at('10 13:17') },
      month('P', {}, 10),
    ],
    [
      'and not longer',
      { story: story('pec'), lookedAt: quarterly('01-20 00:17', '10 00:17'), now: at('10 13:18') },
      month('P', { 10: '?' }, 10),
    ],
    ['has no days before it begins', { story: story('pec'), now: at('01-31 23:59') }, ''],
    [
      'the first run of all, at this moment',
      { story: story('pec'), lookedAt: [at('10 06:17')], baselineAt: at('10 06:17'), now: at('10 06:17') },
      month('?', { 10: 'P' }, 10),
    ],
  ])('%s', (_, given, days) => {
    expect(cover(given)).toBe(days);
  });
});

describe('what runs see at nearly the same time', () => {
  it('counts each, and the last one holds', () => {
    const twice = [...WELL, at('10 06:17') + 20_000].sort((a, b) => a - b);
    const changes = [
      { at: at('10 06:17'), word: 'none' },
      { at: at('10 06:17') + 20_000, word: 'pec' },
    ] as const;

    expect(cover({ story: { first: 'pec', changes }, lookedAt: twice })).toBe(month('P', { 10: 'H' }));
  });

  it('at the very same time only the last one counts', () => {
    expect(cover({ story: story('pec', '10 06:17 none', '10 06:17 pec') })).toBe(month('P'));
  });
});

describe('months', () => {
  it.each([
    ['2024-02', 29],
    ['2026-02', 28],
    ['2000-02', 29],
    ['1900-02', 28],
    ['2026-12', 31],
    ['0099-11', 30],
    ['9999-12', 31],
  ])('%s has %d days, one after the other', (name, days) => {
    const month = toMonth(name);

    expect(month.days).toHaveLength(days);
    expect(month.days[0]).toMatchObject({ date: `${name}-01`, start: month.start });
    expect(month.days.at(-1)).toMatchObject({ date: `${name}-${days}`, end: month.end });
    for (const { date, start, end } of month.days) {
      expect(new Date(start).toISOString().slice(0, 10)).toBe(date);
      expect(end - start).toBe(24 * 3_600_000);
    }
  });

  it.each(['2026-03', '2026-10'])(
    '%s, in which clocks change in many places, is covered as any other',
    (name) => {
      const { start, end } = toMonth(name);
      const lookedAt = Array.from(
        { length: 140 },
        (_, index) => start - 6 * 3_600_000 + index * 6 * 3_600_000,
      );

      const days = coverDays(story('pec'), { lookedAt, baselineAt: 0 }, toMonth(name), end);

      expect(lettersOf(days)).toBe('P'.repeat(31));
    },
  );
});

function spans(from: number, to: number, letter: string): Record<number, string> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, letter]));
}

function pecs(to: number, then?: string): Record<number, string> {
  return { ...spans(1, to, 'P'), ...(then !== undefined && { [to + 1]: then }) };
}

function nones(to: number, then: string): Record<number, string> {
  return { ...spans(1, to, 'N'), [to + 1]: then };
}
