// NCRONTAB: the six-field schedules (seconds first, UTC) that Azure Functions timers take.
import { Cron } from 'croner';

/** Every six hours, at an odd minute, so that not everybody asks Azure on the hour. */
export const DEFAULT_SCHEDULE = '0 17 */6 * * *';

// croner knows more than NCRONTAB (L, W, #, ?, @daily), which the Functions host would refuse.
const FIELDS = /^(?:[\d*,/-]+ +){4}[\dA-Za-z*,/-]+ +[\dA-Za-z*,/-]+$/;

/** undefined where it is no NCRONTAB expression. */
export function parseSchedule(expression: string): Cron | undefined {
  if (!FIELDS.test(expression.trim())) return undefined;
  try {
    const cron = new Cron(expression.trim(), {
      // UTC. As a time zone by name it would load the tables of all zones, which a start would wait for.
      utcOffset: 0,
      mode: '6-part',
      paused: true,
      domAndDow: true,
    });
    return cron.nextRun() === null ? undefined : cron;
  } catch {
    return undefined;
  }
}

/** Enough to meet the longest gap of a daily, weekly or working-hours schedule. */
const RUNS_LOOKED_AT = 60;

/** The longest time between two runs of the schedule from `now` on, in milliseconds. */
export function intervalMs(expression: string, now: Date): number {
  const times = (parseSchedule(expression)?.nextRuns(RUNS_LOOKED_AT, now) ?? []).map((run) => run.getTime());
  return times.slice(1).reduce((longest, time, index) => Math.max(longest, time - (times[index] ?? time)), 0);
}

/** When the schedule is due next after `now`, ISO 8601 UTC; undefined where it never is again. */
export function nextRunAt(expression: string, now: Date): string | undefined {
  return parseSchedule(expression)?.nextRun(now)?.toISOString();
}
