// All that the dashboard shows, as the page is made from it.
import type { Condition } from '../condition.ts';
import type { ReceiverStatus } from '../delivery-view.ts';
import type { ExpectedView } from '../expected-subscription.ts';
import type { Finding } from '../finding.ts';
import type { IdentityRecord } from '../identity-record.ts';
import type { Link } from '../link.ts';
import type { Totals } from '../run.ts';
import type { Subscriptions } from './dashboard.ts';
import type { Filters } from './line.ts';
import type { RunStanding } from './standing.ts';

export interface DashboardRequest extends Filters {
  /** Only as this identity sees it. */
  identity?: string | undefined;
  /** Subscriptions on a page, at least 1. */
  top: number;
  skipToken?: string | undefined;
}

export interface IdentityPanel {
  name: string;
  link: Link & { conditions: readonly Condition[] };
  totals: Totals;
  lastRun: IdentityRecord['lastRun'] | null;
  stale: boolean;
  notifications: readonly ReceiverStatus[];
  standing: RunStanding;
  /** ISO 8601 UTC: end of the last run that was not `failed`. */
  observedAt?: string;
  /** Of the last run. */
  findings: readonly Finding[];
  note?: string;
}

export interface Dashboard {
  /** ISO 8601 UTC */
  now: string;
  /** YYYY-MM */
  month: string;
  /** Of all identities, whichever is looked at. */
  names: readonly string[];
  request: DashboardRequest;
  panels: readonly IdentityPanel[];
  subscriptions: Subscriptions;
  /** Of the next page of subscriptions. */
  skipToken?: string;
  /** What ought to be delegated and is not: as many as are shown, and how many there are. */
  missing: { shown: readonly ExpectedView[]; count: number };
  /** ISO 8601 UTC; the longest time from one run to the next. */
  schedule: { nextRunAt: string | undefined; intervalMs: number };
}
