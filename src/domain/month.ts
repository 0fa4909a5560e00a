// A calendar month in UTC, where every day has 24 hours whatever the season.

export interface Day {
  /** YYYY-MM-DD */
  date: string;
  /** Its first instant, and that of the next day, in ms since 1970. */
  start: number;
  end: number;
}

export interface Month {
  /** YYYY-MM */
  name: string;
  /** Its first instant, and that of the next month, in ms since 1970. */
  start: number;
  end: number;
  days: readonly Day[];
}

const DAY_MS = 24 * 3_600_000;

/** @param name YYYY-MM of a month that exists */
export function toMonth(name: string): Month {
  const start = Date.parse(`${name}-01T00:00:00.000Z`);
  const end = new Date(start).setUTCMonth(new Date(start).getUTCMonth() + 1);
  const days = Array.from({ length: (end - start) / DAY_MS }, (_, index) => ({
    date: `${name}-${String(index + 1).padStart(2, '0')}`,
    start: start + index * DAY_MS,
    end: start + (index + 1) * DAY_MS,
  }));
  return { name, start, end, days };
}
