// The days of a customer with all its subscriptions, for a strip that is taken in at a glance.
import type { Coverage, DayCoverage } from '../calendar.ts';

/**
 * A word for each day: what all its subscriptions are; where they differ, `partial` if any was recognised at all, else
 * `unobserved`: `none` is only said where none was recognised and each was seen.
 * @param all of the same month and moment, at least one
 */
export function joinDays(all: readonly (readonly DayCoverage[])[]): DayCoverage[] {
  const [first = [], ...others] = new Set(all);
  return first.map(({ date, coverage }, index) => ({
    date,
    coverage: others.map((days) => days[index]?.coverage ?? 'unobserved').reduce(join, coverage),
  }));
}

function join(a: Coverage, b: Coverage): Coverage {
  if (a === b) return a;
  return [a, b].some((each) => each === 'pec' || each === 'partial') ? 'partial' : 'unobserved';
}

/** Days in a row with the same word, numbered from 1. */
export interface Span {
  coverage: Coverage;
  from: number;
  to: number;
}

export function spansOf(days: readonly DayCoverage[]): Span[] {
  const spans: Span[] = [];
  for (const [index, { coverage }] of days.entries()) {
    const last = spans.at(-1);
    if (last?.coverage === coverage) last.to = index + 1;
    else spans.push({ coverage, from: index + 1, to: index + 1 });
  }
  return spans;
}
