// Entries of what ought to be delegated, rows beside them, and the days of January 2026 on which both stand.
import type { ExpectedState, ExpectedSubscription } from '../../src/domain/expected-subscription.ts';
import type { ExpectedMoment } from '../../src/domain/judge-expected.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { SUBSCRIPTION, SUBSCRIPTION_ID } from './fixtures.ts';

export const CREATED_MS = Date.parse('2026-01-01T08:00:00.000Z');

/** ISO 8601 UTC on that day of January 2026. */
export const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T08:00:00.000Z`;

export const moment = (n: number, identity = 'default'): ExpectedMoment => ({
  identity,
  runId: `run-${n}`,
  now: day(n),
});

export function entry(state: ExpectedState, more: Partial<ExpectedSubscription> = {}): ExpectedSubscription {
  return { subscriptionId: SUBSCRIPTION_ID, dueAt: day(5), createdAt: day(1), state, events: 0, ...more };
}

export function row(more: Partial<SubscriptionRow>): SubscriptionRow {
  return {
    identity: 'default',
    ...SUBSCRIPTION,
    recognition: 'none',
    conditions: [],
    findings: [],
    scopes: [],
    since: day(1),
    observedAt: day(1),
    read: true,
    baseline: true,
    events: 0,
    ...more,
  };
}
