// The step from the row that is remembered to the one that a run's observation makes of it.
import { assessSubscription, type Assessment } from './assess.ts';
import { toConditions, type Verdict } from './condition.ts';
import { provisioningOf, type Delegation } from './delegation.ts';
import type { KeeperEvent } from './event.ts';
import { finding } from './finding.ts';
import type { Recognition } from './recognition.ts';
import { rowEvents } from './row-events.ts';
import type { SubscriptionRow } from './row.ts';
import type { Standing } from './standing.ts';
import { tellEvents } from './subject-events.ts';
import { verdictsOfRemoved, verdictsOfUnread } from './verdicts.ts';

export interface Subscription {
  /** GUID in lower case. */
  subscriptionId: string;
  displayName: string;
  /** Home tenant, GUID in lower case. */
  tenantId: string;
  state: string;
}

/** What a run saw of one subscription. */
export type Observation =
  | { kind: 'delegated'; subscription: Subscription; delegations: readonly Delegation[] }
  /** Seen for certain: nothing is delegated to the provider tenant there (any more). */
  | { kind: 'not-delegated'; subscriptionId: string }
  /** `cause`: a sentence. Nothing is concluded. Without `subscription` it was asked for by id only. */
  | { kind: 'unread'; subscriptionId: string; subscription?: Subscription; cause: string };

export interface Moment {
  identity: string;
  runId: string;
  /** ISO 8601 UTC: the run's end. */
  now: string;
  /** ISO 8601 UTC: when it was read, where the clock was set back and `now` follows on what was told before. */
  readAt?: string;
  /** The identity's first run that did not fail. */
  baseline: boolean;
}

export interface RowStep {
  /** undefined: there is none, or it goes. */
  row?: SubscriptionRow;
  events: KeeperEvent[];
}

export function nextRow(
  before: SubscriptionRow | undefined,
  seen: Observation,
  standing: Standing,
  moment: Moment,
): RowStep {
  const after = successor(before, seen, standing, moment);
  if (after === undefined) return { events: [] };
  const details = rowEvents(before, after, moment.baseline);
  const subject = { identity: moment.identity, name: after.subscriptionId, events: after.events };
  const events = tellEvents(subject, details, { runId: moment.runId, time: moment.now });
  return { row: { ...after, events: after.events + events.length }, events };
}

function successor(
  before: SubscriptionRow | undefined,
  seen: Observation,
  standing: Standing,
  moment: Moment,
): SubscriptionRow | undefined {
  switch (seen.kind) {
    case 'delegated': {
      const assessment = assessSubscription(seen.subscription.state, seen.delegations, standing);
      return delegatedRow(before, seen.subscription, seen.delegations, assessment, moment);
    }
    case 'unread':
      return unreadRow(before, seen, standing, moment);
    case 'not-delegated':
      return removedRow(before, standing, moment);
  }
}

function delegatedRow(
  before: SubscriptionRow | undefined,
  subscription: Subscription,
  delegations: readonly Delegation[],
  assessment: Assessment,
  moment: Moment,
): SubscriptionRow {
  const tenantName = delegations.find((each) => each.manageeTenantName !== undefined)?.manageeTenantName;
  const delegated = delegations.some((each) => provisioningOf(each.provisioningState) === 'succeeded')
    ? true
    : before?.delegated;
  const { recognition, findings, scopes, verdicts } = assessment;
  return {
    identity: moment.identity,
    ...subscription,
    ...(tenantName !== undefined && { tenantName }),
    ...worded(before, recognition, verdicts, moment),
    findings,
    scopes,
    observedAt: readAtOf(moment),
    read: true,
    ...(delegated !== undefined && { delegated }),
  };
}

function unreadRow(
  before: SubscriptionRow | undefined,
  seen: Extract<Observation, { kind: 'unread' }>,
  standing: Standing,
  moment: Moment,
): SubscriptionRow | undefined {
  // A removed row that still cannot be read stays what it was: removed is what was seen last.
  if (before?.removedAt !== undefined) return before;
  const { subscriptionId, cause } = seen;
  const subscription = seen.subscription ?? before;
  if (subscription === undefined) return undefined;
  const { displayName, tenantId, state } = subscription;
  const { observedAt = readAtOf(moment), delegated, tenantName, scopes = [] } = before ?? {};
  return {
    identity: moment.identity,
    subscriptionId,
    displayName,
    tenantId,
    ...(tenantName !== undefined && { tenantName }),
    state,
    ...worded(before, 'unknown', verdictsOfUnread(cause, standing), moment),
    findings: [finding('read-failed', cause)],
    scopes: scopes.map((scope) => ({ ...scope, recognition: 'unknown', findings: [] })),
    observedAt,
    read: false,
    ...(delegated !== undefined && { delegated }),
  };
}

function removedRow(
  before: SubscriptionRow | undefined,
  standing: Standing,
  moment: Moment,
): SubscriptionRow | undefined {
  // One that was only ever unknown turns out never to have been delegated, as far as anybody saw: it just goes.
  if (before === undefined || (before.lastKnown === undefined && before.delegated !== true)) return undefined;
  const {
    tenantName,
    subscriptionId,
    displayName,
    tenantId,
    state,
    delegated,
    removedAt = moment.now,
  } = before;
  return {
    identity: moment.identity,
    subscriptionId,
    displayName,
    tenantId,
    ...(tenantName !== undefined && { tenantName }),
    state,
    ...worded(before, 'none', verdictsOfRemoved(standing), moment),
    findings: [finding('removed')],
    scopes: [],
    observedAt: readAtOf(moment),
    read: true,
    ...(delegated !== undefined && { delegated: false }),
    removedAt,
  };
}

function readAtOf({ readAt, now }: Moment): string {
  return readAt ?? now;
}

/** The parts of a row that remember: since when, the last known word, the times of the conditions. */
function worded(
  before: SubscriptionRow | undefined,
  recognition: Recognition,
  verdicts: readonly Verdict[],
  moment: Moment,
): Pick<SubscriptionRow, 'recognition' | 'conditions' | 'since' | 'lastKnown' | 'baseline' | 'events'> {
  const lastKnown = recognition === 'unknown' ? before?.lastKnown : recognition;
  return {
    recognition,
    conditions: toConditions(verdicts, before?.conditions ?? [], moment.now),
    since: before?.recognition === recognition ? before.since : moment.now,
    ...(lastKnown !== undefined && { lastKnown }),
    baseline: before?.baseline ?? moment.baseline,
    events: before?.events ?? 0,
  };
}
