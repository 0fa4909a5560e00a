// Days of one subscription, by named boundary cases: the month in which the first run was.
import { describe, expect, it } from 'vitest';
import { at, cover, month, quarterly, spans, story, type Case } from './calendar-fixtures.ts';

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
