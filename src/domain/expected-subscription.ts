// What ought to be delegated: an entry that somebody made, and how it stands.
import { finding, type Finding } from './finding.ts';

/** `waiting`: not due yet, and not there. */
export const EXPECTED_STATES = ['waiting', 'missing', 'arrived'] as const;

export type ExpectedState = (typeof EXPECTED_STATES)[number];

export interface ExpectedSubscription {
  /** GUID in lower case. */
  subscriptionId: string;
  name?: string;
  customer?: string;
  note?: string;
  /** ISO 8601 UTC */
  dueAt: string;
  /** ISO 8601 UTC: when it was put on the list first. */
  createdAt: string;
  state: ExpectedState;
  /** Events told about it so far; their ids count on from it. */
  events: number;
  /**
   * Whose run saw it so, and that run's end (ISO 8601 UTC): until the rows of that run are kept, what it saw counts
   * and not the older rows. Absent where no run of one identity alone brought it there.
   */
  seen?: { identity: string; at: string };
}

/** As answers show it: what it remembers for itself stays inside. */
export type ExpectedView = Omit<ExpectedSubscription, 'events' | 'seen'> & { findings: Finding[] };

export function toExpectedView(entry: ExpectedSubscription): ExpectedView {
  const { events: _, seen: __, ...shown } = entry;
  return { ...shown, findings: entry.state === 'missing' ? [finding('expected-missing', entry.dueAt)] : [] };
}

/** However many are missing, a run stays small. */
const MOST_FINDINGS = 20;

/** What a run says of the entries that are missing after it: one finding each, and one for those beyond the twentieth. */
export function missingFindings(entries: readonly ExpectedSubscription[]): Finding[] {
  const missing = entries.filter(({ state }) => state === 'missing');
  const shown = missing.slice(0, MOST_FINDINGS).map(({ subscriptionId, dueAt }): Finding => ({
    ...finding('expected-missing', dueAt),
    scope: `/subscriptions/${subscriptionId}`,
  }));
  const more = missing.length - shown.length;
  return more === 0 ? shown : [...shown, finding('expected-missing', { more })];
}
