// What the dashboard shows of the subscriptions, put together from what is remembered of them.
import type { DayCoverage } from '../calendar.ts';
import { createCalendar, type CalendarMatter } from '../evidence.ts';
import { FINDING_CODES, type FindingCode } from '../finding.ts';
import type { Recognition } from '../recognition.ts';
import type { WordChange } from '../word-change.ts';
import { joinDays } from './customer-days.ts';
import { accepts, needsLook, type Filters, type Line, type ToldLine } from './line.ts';
import { fellFrom } from './loss.ts';
import { customerKey, orderCustomers, type CustomerLines } from './order.ts';
import { takePage, type CustomersPage, type PageLimits } from './take-page.ts';

/** What one identity saw. */
export interface Sight extends Omit<CalendarMatter, 'month' | 'now'> {
  identity: string;
  lines: readonly Line[];
  /** Newest first, back to where a loss is no news any more and to where the calendar reads from. */
  words: readonly WordChange[];
}

export interface DashboardMatter extends Pick<CalendarMatter, 'month' | 'now'> {
  sights: readonly Sight[];
  filters: Filters;
  limits: PageLimits;
}

export interface CustomerBlock extends CustomerLines {
  lines: ToldLine[];
  /** Of all its subscriptions, the days that have begun; empty where nothing was observed in the month. */
  days: readonly DayCoverage[];
  /** How many more subscriptions of it need nobody and are not shown. */
  more: number;
}

export interface Subscriptions {
  /** Each subscription once, with the best word of all identities. */
  words: Record<Recognition, number>;
  /** Of these, how many earned more not long ago. */
  lost: number;
  /** How many customers there are, and how many of them have a line that needs a look, as the list has without a filter. */
  customers: { all: number; toLookAt: number };
  /** How many lines have each finding, most first, with the other filters as they are. */
  findings: { code: FindingCode; count: number }[];
  page: Omit<CustomersPage, 'customers'> & { customers: CustomerBlock[] };
}

export function assembleDashboard({ sights, filters, limits, month, now }: DashboardMatter): Subscriptions {
  const lines = tellLines(sights);
  const page = takePage(orderCustomers(lines.filter((line) => accepts(filters, line))), limits);
  const shownKeys = new Set(page.customers.map(customerKey));
  const ofShown = lines.filter((line) => shownKeys.has(customerKey(line)));
  const calendars = new Map(
    sights.map((sight) => [sight.identity, createCalendar({ ...sight, month, now })] as const),
  );
  const toBlock = (customer: CustomerLines): CustomerBlock => {
    const key = customerKey(customer);
    const own = ofShown.filter((line) => customerKey(line) === key);
    const days = own.flatMap(({ subscriptionId, seen }) => {
      const each = calendars.get(customer.identity)?.(subscriptionId, seen);
      return each === undefined ? [] : [each];
    });
    const isShown = new Set(customer.lines);
    const more = own.filter((line) => !needsLook(line) && !isShown.has(line)).length;
    return { ...customer, days: joinDays(days), more };
  };
  return {
    ...sum(lines),
    findings: countFindings(lines.filter((line) => accepts({ ...filters, finding: undefined }, line))),
    page: { ...page, customers: page.customers.map(toBlock) },
  };
}

/** What is recognised in full has nothing to be told, and most is. */
function tellLines(sights: readonly Sight[]): readonly ToldLine[] {
  const inFull = sights.length > 1 ? recognisedInFull(sights) : undefined;
  return sights.flatMap(({ lines, words }) => {
    const changes = Map.groupBy(words, ({ subscriptionId }) => subscriptionId);
    return lines.map((line): ToldLine => {
      const { subscriptionId, recognition } = line;
      if (recognition === 'pec') return line;
      const from = fellFrom(recognition, changes.get(subscriptionId) ?? []);
      const others = inFull?.get(subscriptionId)?.map(({ identity }) => identity);
      if (from === undefined && others === undefined) return line;
      return {
        ...line,
        ...(from !== undefined && { fellFrom: from }),
        ...(others !== undefined && { recognisedBy: others }),
      };
    });
  });
}

function recognisedInFull(sights: readonly Sight[]): Map<string, Line[]> {
  return Map.groupBy(
    sights.flatMap(({ lines }) => lines.filter(({ recognition }) => recognition === 'pec')),
    ({ subscriptionId }) => subscriptionId,
  );
}

/** As a subscription is rolled up from its scopes: `unknown` is nearer to earning than what is known not to. */
const BEST_FIRST: readonly Recognition[] = ['pec', 'pec-partial', 'unknown', 'pal-only', 'none'];

function sum(lines: readonly ToldLine[]): Pick<Subscriptions, 'words' | 'lost' | 'customers'> {
  const best = new Map<string, ToldLine>();
  const fell = new Set<string>();
  for (const line of lines) {
    const { subscriptionId, recognition, fellFrom } = line;
    const other = best.get(subscriptionId);
    if (other === undefined || isBetter(recognition, other.recognition)) best.set(subscriptionId, line);
    if (fellFrom !== undefined) fell.add(subscriptionId);
  }
  const words = { pec: 0, 'pec-partial': 0, 'pal-only': 0, none: 0, unknown: 0 };
  let lost = 0;
  for (const { subscriptionId, recognition } of best.values()) {
    words[recognition] += 1;
    if (recognition !== 'pec' && fell.has(subscriptionId)) lost += 1;
  }
  const customers = { all: countTenants(lines), toLookAt: countTenants(lines.filter(needsLook)) };
  return { words, lost, customers };
}

function countTenants(lines: readonly ToldLine[]): number {
  return new Set(lines.map(({ tenantId }) => tenantId)).size;
}

function isBetter(a: Recognition, b: Recognition): boolean {
  return BEST_FIRST.indexOf(a) < BEST_FIRST.indexOf(b);
}

function countFindings(lines: readonly ToldLine[]): Subscriptions['findings'] {
  const counts = new Map<FindingCode, number>();
  for (const { findings } of lines)
    for (const code of new Set(findings.map((each) => each.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  return FINDING_CODES.flatMap((code) => {
    const count = counts.get(code);
    return count === undefined ? [] : [{ code, count }];
  }).sort((a, b) => b.count - a.count);
}
