// What can be said of each day (UTC) of one subscription, from what runs read and from nothing else.
import type { Day, Month } from './month.ts';
import type { Recognition } from './recognition.ts';
import type { SeenWord } from './word-change.ts';

/** In the order in which people read them. */
export const COVERAGES = ['pec', 'partial', 'none', 'unobserved'] as const;

export type Coverage = (typeof COVERAGES)[number];

export interface DayCoverage {
  /** YYYY-MM-DD */
  date: string;
  coverage: Coverage;
}

/** What was seen of one subscription: the word it stood at, and each time at which another one was seen, oldest first. */
export interface WordStory {
  first: SeenWord;
  changes: readonly { at: number; word: SeenWord }[];
}

/** When an identity's subscriptions were looked at, in ms since 1970. */
export interface Watch {
  /** Ends of the runs that came through, oldest first; dry and failed ones read nothing. */
  lookedAt: readonly number[];
  /** End of the first of them all: before it nothing was observed. */
  baselineAt: number;
}

/** How long a word is taken to hold on after it was read: two runs of the default schedule, and some patience. */
export const WORD_HOLDS_MS = 13 * 3_600_000;

interface Reading {
  at: number;
  word: Recognition;
}

/**
 * The days that have begun, each judged on as much of it as has gone by. In this order:
 * - `unobserved`: no run of that day read a word. `unread` is not read; `unknown` was read, but is no word.
 * - `partial`: recognised for a part of the day, or for resource groups only. A word holds until the next reading, at
 *   most 13 h, over midnight too; `unknown` ends it and is neither recognised nor not.
 * - `none`: never recognised. What was not there yet, after the baseline, was not recognised.
 * - `unobserved`: recognised whenever it was looked at, but at some moment of the day the last word was read more than
 *   13 h before. On the day of the baseline, before which there is none, that is counted from midnight.
 * - `pec`: recognised as a whole subscription, all day.
 */
export function coverDays(
  story: WordStory,
  watch: Watch,
  month: Pick<Month, 'days'>,
  now: number,
): DayCoverage[] {
  const readings = readingsOf(story, watch, now);
  const days: DayCoverage[] = [];
  let first = 0;
  let end = 0;
  for (const day of month.days) {
    if (day.start > now) break;
    while (isBefore(readings[first], day.start - WORD_HOLDS_MS)) first += 1;
    while (isBefore(readings[end], day.end)) end += 1;
    const coverage = coverDay(readings.slice(first, end), watch.baselineAt, day, now);
    days.push({ date: day.date, coverage });
  }
  return days;
}

function isBefore(reading: Reading | undefined, at: number): boolean {
  return reading !== undefined && reading.at < at;
}

/** What each look saw, oldest first, without the looks at which it could not be read. */
function readingsOf({ first, changes }: WordStory, { lookedAt, baselineAt }: Watch, now: number): Reading[] {
  const times = [...new Set([...lookedAt, ...changes.map(({ at }) => at)])].sort((a, b) => a - b);
  const readings: Reading[] = [];
  let seen = first;
  let next = 0;
  for (const at of times) {
    for (let change = changes[next]; change !== undefined && change.at <= at; change = changes[next]) {
      seen = change.word;
      next += 1;
    }
    if (seen === 'unread' || at < baselineAt || at > now) continue;
    readings.push({ at, word: seen === 'absent' ? 'none' : seen });
  }
  return readings;
}

/** @param readings those of the day, and those before it that may have held on into it */
function coverDay(readings: readonly Reading[], baselineAt: number, day: Day, now: number): Coverage {
  const known = readings.filter(({ word }) => word !== 'unknown').map(({ at }) => at);
  const ofTheDay = known.filter((at) => at >= day.start);
  if (ofTheDay.length === 0) return 'unobserved';
  const words = wordsOfDay(readings, day);
  if (!words.has('pec') && !words.has('pec-partial')) return 'none';
  if (words.size > 1 || words.has('pec-partial')) return 'partial';
  // A word was read on this day, and none counts before the baseline: it is not later than this day.
  const isBaselineDay = baselineAt >= day.start;
  const before = known.findLast((at) => at < day.start) ?? (isBaselineDay ? day.start : -Infinity);
  return isUnbroken([before, ...ofTheDay], day, now) ? 'pec' : 'unobserved';
}

/** The words that were read on the day, or held on into it. */
function wordsOfDay(readings: readonly Reading[], day: Day): Set<Recognition> {
  const words = new Set<Recognition>();
  for (const [index, { at, word }] of readings.entries()) {
    const until = Math.min(readings[index + 1]?.at ?? Infinity, at + WORD_HOLDS_MS);
    if (at >= day.start || until > day.start) words.add(word);
  }
  words.delete('unknown');
  return words;
}

/** @param times of readings, oldest first: the last one before the day and those of the day */
function isUnbroken(times: readonly number[], day: Day, now: number): boolean {
  return times.every((at, index) => {
    const next = times[index + 1] ?? Math.min(day.end, now);
    return Math.max(at + WORD_HOLDS_MS, day.start) >= next;
  });
}
