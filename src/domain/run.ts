// One pass of the loop over one identity, as it is kept and shown.
import type { Finding } from './finding.ts';
import type { Link, LinkAction } from './link.ts';
import { RECOGNITIONS, type Recognition } from './recognition.ts';

export type RunTrigger = 'timer' | 'http' | 'start';
export type RunState = 'running' | 'succeeded' | 'partial' | 'failed';

export type Totals = Record<Recognition, number> & {
  /** Visible subscriptions of other tenants on which nothing is delegated to this tenant; they are no rows. */
  notDelegated: number;
};

export interface Run {
  id: string;
  identity: string;
  trigger: RunTrigger;
  dryRun: boolean;
  state: RunState;
  /** ISO 8601 UTC */
  startedAt: string;
  endedAt?: string;
  /** `unreadable` on both sides where the run did not come to read it. */
  link: { before: Link; action: LinkAction; after: Link };
  totals: Totals;
  /** Requests sent to ARM and Graph by operation, retries too. */
  calls: Record<string, number>;
  events: number;
  findings: Finding[];
  /** For people: what the state alone does not say. */
  note?: string;
}

export function countRows(recognitions: Iterable<Recognition>, notDelegated: number): Totals {
  const totals = emptyTotals();
  for (const recognition of recognitions) totals[recognition] += 1;
  return { ...totals, notDelegated };
}

export function emptyTotals(): Totals {
  const zeros = Object.fromEntries(RECOGNITIONS.map((recognition) => [recognition, 0]));
  return { ...(zeros as Record<Recognition, number>), notDelegated: 0 };
}
