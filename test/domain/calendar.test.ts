// Days of one subscription, by named boundary cases. Times are of February 2026, whose 28 days stand as letters.
import { describe, expect, it } from 'vitest';
import { at, cover, month, nones, pecs, quarterly, story, WELL, type Case } from './calendar-fixtures.ts';

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
