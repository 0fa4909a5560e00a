// How long runs, events and words are kept, in every store.

const DAY_MS = 86_400_000;
const KEPT_DAYS = 400;

/** Entries of one log that one commit drops at most, so that a store that slept for a year is no burden. */
export const MOST_DROPPED = 10_000;

/** In ms: what is older than that is dropped. The same all day (UTC), so that several commits can share the work. */
export function oldestKept(now: Date): number {
  return Date.parse(dayOf(now)) - KEPT_DAYS * DAY_MS;
}

/** The day (UTC) on which that is done, once. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
