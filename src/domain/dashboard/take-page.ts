// One page out of the lines in their order: no more of them, and no more weight, than a page should have.
import type { CustomerLines } from './order.ts';
import type { ToldLine } from './line.ts';

/** Behind which line the page begins: how many there were before, and the last one, which may have moved meanwhile. */
export interface Place {
  at: number;
  identity: string;
  subscriptionId: string;
}

export interface PageLimits {
  /** Lines, at least 1. */
  top: number;
  after: Place | undefined;
  /** What a line weighs, in bytes of the page, and how much all of them may. */
  weigh: (line: ToldLine) => number;
  mostBytes: number;
}

export interface CustomersPage {
  customers: CustomerLines[];
  /** Numbers of the first and last line, from 1; 0 where there is none. */
  from: number;
  to: number;
  of: number;
  next?: Place;
}

/** A page has at least one line, whatever it weighs. */
export function takePage(ordered: readonly CustomerLines[], limits: PageLimits): CustomersPage {
  const all = ordered.flatMap((customer) => customer.lines.map((line) => ({ customer, line })));
  const start = startOf(
    all.map(({ line }) => line),
    limits.after,
  );
  const customers: CustomerLines[] = [];
  let end = start;
  let bytes = 0;
  for (const { customer, line } of all.slice(start, start + limits.top)) {
    bytes += limits.weigh(line);
    if (end > start && bytes > limits.mostBytes) break;
    const last = customers.at(-1);
    if (last?.tenantId === customer.tenantId && last.identity === customer.identity) last.lines.push(line);
    else customers.push({ ...customer, lines: [line] });
    end += 1;
  }
  const last = all[end - 1]?.line;
  const { identity = '', subscriptionId = '' } = last ?? {};
  return {
    customers,
    from: end > start ? start + 1 : 0,
    to: end > start ? end : 0,
    of: all.length,
    ...(end < all.length && { next: { at: end, identity, subscriptionId } }),
  };
}

/** Behind the line itself where it still stands, else as far on as it stood. */
function startOf(lines: readonly ToldLine[], after: Place | undefined): number {
  if (after === undefined) return 0;
  const found = lines.findIndex(
    ({ identity, subscriptionId }) => identity === after.identity && subscriptionId === after.subscriptionId,
  );
  return found >= 0 ? found + 1 : Math.min(after.at, lines.length);
}
