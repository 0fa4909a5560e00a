// Months as letters, and times as people write them: P pec, H partial, N none, ? unobserved.
import type { Coverage, DayCoverage, WordStory } from '../../src/domain/calendar.ts';
import type { SeenWord } from '../../src/domain/word-change.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

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
