// What a timer's stored status means at a start and after a run, as a table of times.
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../local/host/schedule.ts';
import {
  fromScheduleStatus,
  statusAfterRun,
  statusAtStart,
  toScheduleStatus,
} from '../../local/host/timer-status.ts';

const hourly = parseSchedule('0 0 * * * *');
const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const storedAtOne = { last: at('01:00:00'), next: at('02:00:00'), lastUpdated: at('01:00:00') };

describe('at a start', () => {
  test('without a stored status nothing was missed', () => {
    const { status, isPastDue } = statusAtStart(undefined, hourly, at('01:30:00'));

    expect(isPastDue).toBe(false);
    expect(status).toEqual({ last: undefined, next: at('02:00:00'), lastUpdated: at('01:30:00') });
  });

  test.each([
    ['before the next occurrence', '01:59:59', false],
    ['after it', '02:00:01', true],
    ['long after it', '09:00:00', true],
  ])('%s the timer is past due: %s %s', (_name, now, isPastDue) => {
    expect(statusAtStart(storedAtOne, hourly, at(now))).toEqual({ status: storedAtOne, isPastDue });
  });

  test('an occurrence missed before the first run counts as well', () => {
    const { status } = statusAtStart(undefined, hourly, at('01:30:00'));

    expect(statusAtStart(status, hourly, at('02:10:00')).isPastDue).toBe(true);
  });

  test('a schedule that was changed is counted anew and is no missed run', () => {
    const daily = parseSchedule('0 15 1 * * *');

    const early = statusAtStart(storedAtOne, daily, at('01:10:00'));
    const late = statusAtStart(storedAtOne, daily, at('03:00:00'));

    expect(early).toMatchObject({ status: { next: at('01:15:00') }, isPastDue: false });
    expect(late).toMatchObject({ status: { next: new Date('2026-01-02T01:15:00Z') }, isPastDue: false });
  });
});

describe('after a run', () => {
  test('the next occurrence follows the time of the run', () => {
    expect(statusAfterRun(storedAtOne, hourly, at('02:00:03'), true)).toEqual({
      last: at('02:00:03'),
      next: at('03:00:00'),
      lastUpdated: at('02:00:03'),
    });
  });

  test('a tick that came early does not come twice', () => {
    expect(statusAfterRun(storedAtOne, hourly, at('01:59:59'), true).next).toEqual(at('03:00:00'));
  });

  test('a run at startup leaves the coming occurrence as it was', () => {
    expect(statusAfterRun(storedAtOne, hourly, at('01:30:00'), false).next).toEqual(at('02:00:00'));
  });
});

test('the stored form is that of .NET, and reads back', () => {
  const fresh = { last: undefined, next: at('02:00:00'), lastUpdated: at('01:30:00') };

  expect(toScheduleStatus(fresh)).toEqual({
    Last: '0001-01-01T00:00:00',
    Next: '2026-01-01T02:00:00+00:00',
    LastUpdated: '2026-01-01T01:30:00+00:00',
  });
  expect(fromScheduleStatus(toScheduleStatus(fresh))).toEqual(fresh);
  expect(fromScheduleStatus(toScheduleStatus(storedAtOne))).toEqual(storedAtOne);
});
