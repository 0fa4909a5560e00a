// NCRONTAB: what is one, when it comes, which schedules are monitored, and how %NAME% is resolved.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isMonitored, parseSchedule, resolveSettings } from '../../local/host/schedule.ts';

const at = (time: string) => new Date(time);

afterEach(() => {
  vi.unstubAllEnvs();
});

test('times are UTC wherever the machine stands', () => {
  vi.stubEnv('TZ', 'America/New_York');
  expect(at('2026-01-01T00:00:00Z').getTimezoneOffset()).toBe(300);

  const next = parseSchedule('0 0 7 * * *').next(at('2026-01-01T00:00:00Z'));

  expect(next.toISOString()).toBe('2026-01-01T07:00:00.000Z');
});

describe('the next occurrence', () => {
  test.each([
    ['0 17 */6 * * *', '2026-03-01T00:17:00Z', '2026-03-01T06:17:00.000Z'],
    ['0 0 0 * * *', '2026-03-28T23:59:59.999Z', '2026-03-29T00:00:00.000Z'],
    // The hour that a clock change skips in most of Europe: UTC knows none.
    ['0 30 2 29 3 *', '2026-01-01T00:00:00Z', '2026-03-29T02:30:00.000Z'],
    // From 5 to the end of the hour.
    ['0 5/15 * * * *', '2026-01-01T00:51:00Z', '2026-01-01T01:05:00.000Z'],
    // Both the day and the day of week must fit: the first of a month that is a Monday.
    ['0 0 0 1 * MON', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00.000Z'],
    ['0 0 0 * Jan-March Sunday', '2026-04-01T00:00:00Z', '2027-01-03T00:00:00.000Z'],
    ['0 0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['1,2 0 0 * * *', '2026-01-01T00:00:01Z', '2026-01-01T00:00:02.000Z'],
  ])('%s after %s is %s', (expression, from, next) => {
    expect(parseSchedule(expression).next(at(from)).toISOString()).toBe(next);
  });
});

test.each([
  ['five fields', '0 * * * *'],
  ['seven fields', '0 0 0 * * * 2026'],
  ['nothing', ''],
  ['a second of 60', '60 * * * * *'],
  ['a day of 0', '0 0 0 0 * *'],
  ['a day of week of 7', '0 0 0 * * 7'],
  ['a step of 0', '*/0 * * * * *'],
  ['a bare step', '/5 * * * * *'],
  ['a word', 'every * * * * *'],
  ['a month that is none', '0 0 0 1 Janitor *'],
  ['a month in the place of a day of week', '0 0 0 * * JAN'],
  ['half a range', '0 0 1- * * *'],
  ['L', '0 0 0 L * *'],
  ['?', '0 0 0 ? * *'],
  ['a nickname', '@daily'],
  ['a time span', '01:00:00'],
  ['the 30th of February', '0 0 0 30 2 *'],
])('%s is no schedule, and the reason names the expression', (_name, expression) => {
  expect(() => parseSchedule(expression)).toThrow(`"${expression}"`);
});

test.each([
  ['0 * * * * *', true],
  ['0 17 */6 * * *', true],
  ['*/30 * * * * *', false],
  ['0,59 * * * * *', false],
])('%s is monitored: %s', (expression, monitored) => {
  expect(isMonitored(parseSchedule(expression), at('2026-01-01T00:00:00Z'))).toBe(monitored);
});

test('%NAME% takes the value of the setting', () => {
  expect(resolveSettings('%A% * %B%', (name) => ({ A: '0', B: '*' })[name])).toBe('0 * *');
});

test.each([undefined, ''])('a setting that is %j is named', (value) => {
  expect(() => resolveSettings('%GONE%', () => value)).toThrow('GONE');
});
