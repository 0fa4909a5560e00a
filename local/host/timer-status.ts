// What is remembered of a timer between runs, and what follows from it at the host's start.
// Source: ScheduleMonitor.cs and TimerListener.cs of azure-webjobs-sdk-extensions.
import type { Schedule } from './schedule.ts';

export interface TimerStatus {
  /** Absent before the first run; written as year 1. */
  last: Date | undefined;
  next: Date;
  lastUpdated: Date | undefined;
}

/** As stored and as shown to the handler, which sees the keys in camelCase. */
export interface ScheduleStatus {
  Last: string;
  Next: string;
  LastUpdated: string;
}

/** A tick comes no more than this before its time, in ms: a status that is further ahead tells that the clock was set back. */
const earlyMs = 1000;

/** .NET's default DateTime. */
const never = '0001-01-01T00:00:00';

/**
 * The status at a host's start, and whether an occurrence was missed while it was down. A schedule that was changed
 * meanwhile is no missed run: an occurrence of the new one that lies in the past is passed over.
 */
export function statusAtStart(
  stored: TimerStatus | undefined,
  schedule: Schedule,
  now: Date,
): { status: TimerStatus; isPastDue: boolean } {
  if (stored === undefined) {
    return { status: { last: undefined, next: schedule.next(now), lastUpdated: now }, isPastDue: false };
  }
  if (isOfLaterClock(stored, now)) return { status: statusAnew(stored, schedule, now), isPastDue: false };
  const since = stored.lastUpdated ?? stored.last ?? now;
  const expected = schedule.next(since);
  if (expected.getTime() === stored.next.getTime()) return { status: stored, isPastDue: stored.next < now };
  const isBehind = expected < now;
  return {
    status: {
      last: undefined,
      next: isBehind ? schedule.next(now) : expected,
      lastUpdated: isBehind ? now : since,
    },
    isPastDue: false,
  };
}

/** Whether the clock was set back since: what was due next by the later clock may be a month away. */
export function isOfLaterClock({ lastUpdated }: TimerStatus, now: Date): boolean {
  return lastUpdated !== undefined && lastUpdated.getTime() > now.getTime() + earlyMs;
}

/** As the real host, which counts from the present whenever it starts a timer. */
export function statusAnew({ last }: TimerStatus, schedule: Schedule, now: Date): TimerStatus {
  return { last, next: schedule.next(now), lastUpdated: now };
}

/** A tick may come a little early: the next occurrence is then counted from the time it was meant for. */
export function statusAfterRun(
  status: TimerStatus,
  schedule: Schedule,
  invokedAt: Date,
  isScheduled: boolean,
): TimerStatus {
  const at = isScheduled && status.next > invokedAt ? status.next : invokedAt;
  return { last: at, next: schedule.next(at), lastUpdated: at };
}

export function toScheduleStatus(status: TimerStatus): ScheduleStatus {
  return {
    Last: status.last === undefined ? never : toDotNet(status.last),
    Next: toDotNet(status.next),
    LastUpdated: status.lastUpdated === undefined ? never : toDotNet(status.lastUpdated),
  };
}

export function fromScheduleStatus(stored: ScheduleStatus): TimerStatus {
  return {
    last: fromDotNet(stored.Last),
    next: new Date(stored.Next),
    lastUpdated: fromDotNet(stored.LastUpdated),
  };
}

function toDotNet(time: Date): string {
  return time.toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}

function fromDotNet(text: string): Date | undefined {
  return text.startsWith('0001-01-01') ? undefined : new Date(text);
}
