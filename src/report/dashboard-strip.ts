// The month of one customer as a strip, a cell for each day. Height tells what colour tells: full, half, a line.
import type { Coverage, DayCoverage } from '../domain/calendar.ts';
import { spansOf, type Span } from '../domain/dashboard/customer-days.ts';
import { toMonth } from '../domain/month.ts';
import { COVERAGE_SIGNS } from './evidence-customer.ts';
import { counted, monthText } from './dashboard-words.ts';

/** In units of the drawing. */
const DAY = 8;
const GAP = 1;
const HEIGHT = 16;
/** Middle of the stroke; the style gives its width. */
const MIDDLES: Readonly<Record<Coverage, number>> = { pec: 8, partial: 12, none: 14.5, unobserved: 8 };

const TEXTS: Readonly<Record<Coverage, string>> = {
  pec: 'recognised',
  partial: 'recognised in part',
  none: 'not recognised',
  unobserved: 'not seen well enough to say',
};

/** @param month YYYY-MM @param days those that have begun */
export function strip(month: string, days: readonly DayCoverage[]): string {
  const length = toMonth(month).days.length;
  const spans = spansOf(days);
  const words = spans.map((span) => `${daysText(span)} ${TEXTS[span.coverage]}`).join('; ');
  return `<svg class=strip role=img viewBox="0 0 ${length * DAY - GAP} ${HEIGHT}"><title>${monthText(month)}: ${words || 'nothing was observed'}</title>${line('t', 1, length, HEIGHT / 2)}${spans.map(spanLine).join('')}</svg><p class=quiet>${sumText(days)}</p>`;
}

/** Only of days that were seen: of the others nothing is said, not that they were none. */
function sumText(days: readonly DayCoverage[]): string {
  const count = (coverage: Coverage) => days.filter((each) => each.coverage === coverage).length;
  const unseen = count('unobserved');
  const seen = days.length - unseen;
  if (seen === 0) return 'Not seen well enough this month';
  return `In full on ${count('pec')} of ${counted(seen, 'day')}${unseen === 0 ? '' : `, ${unseen} not seen`}`;
}

function daysText({ from, to }: Span): string {
  return from === to ? `day ${from}` : `days ${from} to ${to}`;
}

function spanLine({ coverage, from, to }: Span): string {
  return line(COVERAGE_SIGNS[coverage].css, from, to, MIDDLES[coverage]);
}

function line(css: string, from: number, to: number, middle: number): string {
  return `<path class=${css} d="M${(from - 1) * DAY} ${middle}h${(to - from + 1) * DAY - GAP}"/>`;
}

/** What the heights mean, each with a cell of its own. */
export function stripLegend(): string {
  const items = (Object.keys(MIDDLES) as Coverage[]).map(
    (coverage) =>
      `<li><svg class="strip one" aria-hidden=true viewBox="0 0 ${2 * DAY - GAP} ${HEIGHT}">${line('t', 1, 2, HEIGHT / 2)}${spanLine({ coverage, from: 1, to: 2 })}</svg>${LEGEND[coverage]}</li>`,
  );
  return `<ul class=legend aria-label="What the days of a customer mean">${items.join('')}</ul>`;
}

const LEGEND: Readonly<Record<Coverage, string>> = {
  pec: 'all of its subscriptions, all day',
  partial: 'some of them, a part of the day, or groups only',
  none: 'none recognised',
  unobserved: 'not seen well enough',
};
