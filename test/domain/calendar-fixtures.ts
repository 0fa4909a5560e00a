// Months as letters, and times as people write them: P pec, H partial, N none, ? unobserved. The month that is covered is
// February 2026.
import { coverDays, type Coverage, type DayCoverage, type WordStory } from '../../src/domain/calendar.ts';
import { toMonth } from '../../src/domain/month.ts';
import type { SeenWord } from '../../src/domain/word-change.ts';

const HOUR_MS = 3_600_000;

const LETTERS: Record<Coverage, string> = { pec: 'P', partial: 'H', none: 'N', unobserved: '?' };

export function lettersOf(days: readonly DayCoverage[]): string {
  return days.map(({ coverage }) => LETTERS[coverage]).join('');
}

/** @param text 'DD hh:mm' of February 2026, or 'MM-DD hh:mm' of 2026 */
export function at(text: string): number {
  const [date = '', time = ''] = text.split(' ');
  return Date.parse(`2026-${date.length === 2 ? `02-${date}` : date}T${time}:00.000Z`);
}

/** The word at first, then `'DD hh:mm word'` for each change. */
export function story(first: SeenWord, ...changes: string[]): WordStory {
  return {
    first,
    changes: changes.map((change) => {
      const [date = '', time = '', word = ''] = change.split(' ');
      return { at: at(`${date} ${time}`), word: word as SeenWord };
    }),
  };
}

/** Ends of runs at 00:17, 06:17, 12:17 and 18:17, from one time to another, but for those in between two others. */
export function quarterly(from: string, to: string, ...gaps: [after: string, before: string][]): number[] {
  const times: number[] = [];
  for (let time = Date.parse('2026-01-01T00:17:00.000Z'); time <= at(to); time += 6 * HOUR_MS)
    if (time >= at(from) && !gaps.some(([after, before]) => time > at(after) && time < at(before)))
      times.push(time);
  return times;
}

export interface Case {
  story: WordStory;
  /** Default: each quarter of a day from January on. */
  lookedAt?: number[];
  baselineAt?: number;
  now?: number;
}

export const WELL = quarterly('01-20 00:17', '03-01 00:17');

export function cover({
  story,
  lookedAt = WELL,
  baselineAt = at('01-20 00:17'),
  now = at('03-02 00:00'),
}: Case) {
  return lettersOf(coverDays(story, { lookedAt, baselineAt }, toMonth('2026-02'), now));
}

/** A month of the same letter, but for some days. */
export function month(letter: string, but: Record<number, string> = {}, days = 28): string {
  return Array.from({ length: days }, (_, index) => but[index + 1] ?? letter).join('');
}

export function spans(from: number, to: number, letter: string): Record<number, string> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, letter]));
}

export function pecs(to: number, then?: string): Record<number, string> {
  return { ...spans(1, to, 'P'), ...(then !== undefined && { [to + 1]: then }) };
}

export function nones(to: number, then: string): Record<number, string> {
  return { ...spans(1, to, 'N'), [to + 1]: then };
}
