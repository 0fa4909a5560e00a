// Days of one subscription, by named boundary cases: where no run looked, or what it looked at could not be read.
import { describe, expect, it } from 'vitest';
import { at, cover, month, pecs, quarterly, story, WELL, type Case } from './calendar-fixtures.ts';

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
