// NCRONTAB: what the Functions host takes, and no more than that.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SCHEDULE, intervalMs, parseSchedule } from '../../src/schedule.ts';

const HOUR_MS = 3_600_000;
const now = new Date('2026-01-01T00:00:00Z');

afterEach(() => vi.unstubAllEnvs());

describe('parseSchedule', () => {
  it.each([
    DEFAULT_SCHEDULE,
    '*/5 * * * * *',
    '0 0 8-18 * * 1-5',
    '0 30 9 * Jan,Jul Mon',
    '  0 0 0 1 1 *  ',
    '0 0  */2 * * *',
  ])('takes %j', (expression) => {
    expect(parseSchedule(expression)).toBeDefined();
  });

  it.each([
    '',
    'nonsense',
    '*/5 * * * *',
    '0 0 0 * * * *',
    '60 * * * * *',
    '0 0 25 * * *',
    '0 0 0 L * *',
    '0 0 0 * * 1#2',
    '0 0 0 15W * *',
    '@daily',
    '0 0 0 ? * *',
    '0 0 0 31 2 *',
    '06:00:00',
  ])('refuses %j', (expression) => {
    expect(parseSchedule(expression)).toBeUndefined();
  });

  it.each(['UTC', 'America/New_York', 'Pacific/Kiritimati'])('counts in UTC on a machine in %s', (zone) => {
    vi.stubEnv('TZ', zone);

    expect(parseSchedule(DEFAULT_SCHEDULE)?.nextRun(now)?.toISOString()).toBe('2026-01-01T00:17:00.000Z');
  });

  it('wants day of month and day of week both, as NCRONTAB does', () => {
    expect(parseSchedule('0 0 0 13 * Fri')?.nextRun(now)?.toISOString()).toBe('2026-02-13T00:00:00.000Z');
  });
});

describe('intervalMs', () => {
  it.each([
    [DEFAULT_SCHEDULE, 6 * HOUR_MS],
    ['*/10 * * * * *', 10_000],
    ['0 0 6 * * *', 24 * HOUR_MS],
    // From Friday evening to Monday morning.
    ['0 0 8-18 * * 1-5', 62 * HOUR_MS],
  ])('of %s is %i', (expression, expected) => {
    expect(intervalMs(expression, now)).toBe(expected);
  });
});
