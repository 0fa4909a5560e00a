// What an onboarding check may see, the row that it may stand over, and what it made of both, in short.
import { judgeCheck, type CheckSight, type CheckStep } from '../../src/domain/judge-check.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import type { Standing } from '../../src/domain/standing.ts';
import { delegation, moment, ours, standing, SUBSCRIPTION, SUBSCRIPTION_ID, SUPPORT } from './fixtures.ts';

export const DELEGATED: Extract<Observation, { kind: 'delegated' }> = {
  kind: 'delegated',
  subscription: SUBSCRIPTION,
  delegations: [delegation([ours(SUPPORT)])],
};
export const HIDDEN: CheckSight = { kind: 'hidden' };
export const BARE: Extract<CheckSight, { kind: 'bare' }> = {
  kind: 'bare',
  subscription: SUBSCRIPTION,
  why: 'not-delegated',
};
export const UNREAD: CheckSight = {
  kind: 'unread',
  subscriptionId: SUBSCRIPTION_ID,
  subscription: SUBSCRIPTION,
  cause: 'Azure answered 500.',
};

/** The step on day 2, or another, from a row or none. */
export function check(
  sight: CheckSight,
  before?: SubscriptionRow,
  { by = standing(), day = 2 }: { by?: Standing; day?: number } = {},
): CheckStep {
  return judgeCheck(sight, {
    subscriptionId: SUBSCRIPTION_ID,
    before,
    standing: by,
    moment: { ...moment(day), runId: 'check-1' },
  });
}

export function rowAfter(sight: CheckSight, before?: SubscriptionRow): SubscriptionRow {
  const { row } = check(sight, before, { day: 1 });
  if (row === undefined) throw new Error('There is no row.');
  return row;
}

export function inShort({ view, row, again, events, words }: CheckStep) {
  return {
    says: view.recognition,
    because: view.findings.map(({ code }) => code),
    row: row?.recognition,
    again,
    told: events.map(({ type }) => type),
    words: words.map(({ from, to }) => `${from}>${to}`),
  };
}

export const QUIET = { told: [], words: [] };
export const STOOD = rowAfter(DELEGATED);
export const REMOVED = rowAfter(HIDDEN, STOOD);
export const ONLY_UNKNOWN = rowAfter(UNREAD);
