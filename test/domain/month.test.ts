// The days of a month, in UTC, whatever clocks do elsewhere.
import { describe, expect, it } from 'vitest';
import { coverDays } from '../../src/domain/calendar.ts';
import { toMonth } from '../../src/domain/month.ts';
import { lettersOf, story } from './calendar-fixtures.ts';

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
