// NCRONTAB schedules: six fields, seconds first, in UTC. The grammar is checked here, for croner accepts more
// (L, W, #, seven fields) and reads a bare step otherwise; croner then finds the times.
// Source: github.com/atifaziz/NCrontab, and TimerSchedule.cs of azure-webjobs-sdk-extensions.
import { Cron } from 'croner';

export interface Schedule {
  expression: string;
  /** The first occurrence after `from`, never `from` itself. */
  next(from: Date): Date;
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const days = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const none: string[] = [];
const fields = [
  { name: 'second', min: 0, max: 59, names: none },
  { name: 'minute', min: 0, max: 59, names: none },
  { name: 'hour', min: 0, max: 23, names: none },
  { name: 'day', min: 1, max: 31, names: none },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'day of week', min: 0, max: 6, names: days },
];

/** Throws with the reason for an expression that is not a schedule, or that never comes. */
export function parseSchedule(expression: string): Schedule {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    throw new Error(
      `The schedule "${expression}" is not NCRONTAB: six fields are expected (second minute hour day month day-of-week), it has ${parts.length}.`,
    );
  }
  for (const [index, field] of fields.entries()) checkField(parts[index] ?? '', field, expression);
  // NCRONTAB asks for the day and the day of week both; `a/n` counts from a to the field's end.
  const shortNames = parts.join(' ').replaceAll(/[a-z]+/gi, (name) => name.slice(0, 3));
  const cron = new Cron(shortNames, {
    // UTC, without the tables of time zones that a name would load.
    utcOffset: 0,
    paused: true,
    mode: '6-part',
    domAndDow: true,
    sloppyRanges: true,
  });
  if (cron.nextRun() === null) throw new Error(`The schedule "${expression}" never comes.`);
  return {
    expression,
    next: (from) => {
      const next = cron.nextRun(from);
      if (next === null)
        throw new Error(`The schedule "${expression}" has no occurrence after ${from.toISOString()}.`);
      return next;
    },
  };
}

/**
 * Whether the status is kept: not where it comes more than once within the next minute. The host then drops
 * monitoring without a word, and the handler sees no schedule status.
 */
export function isMonitored(schedule: Schedule, now: Date): boolean {
  const second = schedule.next(schedule.next(now));
  return second.getTime() > now.getTime() + 60_000;
}

/** Replaces each %NAME% by the app setting of that name. Throws where one is unset. */
export function resolveSettings(text: string, setting: (name: string) => string | undefined): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => {
    const value = setting(name);
    if (value === undefined || value === '') {
      throw new Error(`${whole} does not resolve to a value: set the app setting ${name}.`);
    }
    return value;
  });
}

function checkField(text: string, field: (typeof fields)[number], expression: string): void {
  const isWellFormed = text.split(',').every((item) => {
    const parsed = /^(?:\*|([^-/]+)(?:-([^-/]+))?)(?:\/[1-9]\d*)?$/.exec(item);
    return parsed?.slice(1).every((value) => value === undefined || isValue(value, field)) ?? false;
  });
  if (isWellFormed) return;
  throw new Error(
    `The schedule "${expression}" is not NCRONTAB: "${text}" is no value for the ${field.name} (${field.min} to ${field.max}, * a,b a-b a/n).`,
  );
}

function isValue(text: string, field: (typeof fields)[number]): boolean {
  if (/^\d{1,2}$/.test(text)) return Number(text) >= field.min && Number(text) <= field.max;
  return text.length >= 3 && field.names.some((name) => name.startsWith(text.toLowerCase()));
}
