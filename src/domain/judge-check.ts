// The step of one subscription when an onboarding check has looked: what the portal is told, and the row that follows.
import { toConditions, type Verdict } from './condition.ts';
import { wordChanges } from './diff.ts';
import type { KeeperEvent } from './event.ts';
import { finding, type Finding } from './finding.ts';
import { nextRow, type Moment, type Observation, type Subscription } from './next-row.ts';
import type { Recognition } from './recognition.ts';
import type { SubscriptionRow } from './row.ts';
import type { Standing } from './standing.ts';
import { toSubscriptionView, type SubscriptionView } from './subscription-view.ts';
import { verdictsOfHidden, verdictsOfUndelegated, verdictsOfUnread } from './verdicts.ts';
import type { WordChange } from './word-change.ts';

type Delegated = Extract<Observation, { kind: 'delegated' }>;
type Unread = Extract<Observation, { kind: 'unread' }>;

/** What the check saw. */
export type CheckSight =
  | Delegated
  | Unread
  /** Azure proved that this principal has no access. */
  | { kind: 'hidden' }
  /** Visible, but nothing is delegated there, or nothing can be. */
  | { kind: 'bare'; subscription: Subscription; why: 'not-delegated' | 'own-tenant' }
  /** No usable token. `cause`: a sentence. */
  | { kind: 'no-token'; cause: string }
  /** The token is for another principal than this identity is known as: nothing was read. */
  | { kind: 'other-principal'; expected: string; found: string };

/** The fields of a row; what Azure did not give of the subscription is absent. */
export type CheckView = Omit<SubscriptionView, 'displayName' | 'tenantId' | 'state'> &
  Partial<Pick<SubscriptionView, 'displayName' | 'tenantId' | 'state'>>;

/** When asking again makes sense: `soon`, or as the time since the first check says (`asked`). */
export type CheckAgain = 'soon' | 'asked' | 'not';

export interface CheckStep {
  view: CheckView;
  again: CheckAgain;
  /** undefined: there is none, or it goes. The very same as before where nothing was seen of it. */
  row: SubscriptionRow | undefined;
  events: KeeperEvent[];
  words: WordChange[];
}

export interface CheckMatter {
  subscriptionId: string;
  /** The row as it stands. */
  before: SubscriptionRow | undefined;
  standing: Standing;
  moment: Moment;
}

export function judgeCheck(sight: CheckSight, matter: CheckMatter): CheckStep {
  switch (sight.kind) {
    case 'delegated':
      return judgeDelegated(sight, matter);
    case 'unread':
      return judgeUnread(sight, finding('read-failed', sight.cause), matter);
    case 'no-token': {
      const { subscriptionId } = matter;
      const seen = { kind: 'unread', subscriptionId, cause: sight.cause } as const;
      return judgeUnread(seen, finding('token-failed', sight.cause), matter);
    }
    case 'other-principal': {
      const told = finding('link-principal-mismatch', sight.expected, sight.found);
      const view = unknownView(matter.before, told, told.message, matter);
      return { view, again: 'not', row: matter.before, events: [], words: [] };
    }
    case 'hidden':
      return judgeHidden(matter);
    case 'bare':
      return judgeBare(sight, matter);
  }
}

function judgeDelegated(seen: Delegated, matter: CheckMatter): CheckStep {
  const next = step(seen, matter);
  const view = viewOf(next.row, matter, NOTHING);
  const isOpen =
    view.recognition === 'unknown' &&
    view.findings.some(({ code }) => code === 'link-unreadable' || code === 'delegation-not-succeeded');
  return { ...next, view, again: isOpen ? 'soon' : 'not' };
}

function judgeUnread(seen: Unread, told: Finding, matter: CheckMatter): CheckStep {
  const next = step(seen, matter);
  // A removed row stays what was seen last; the answer is what was seen now.
  const row = next.row?.recognition === 'unknown' ? { ...next.row, findings: [told] } : matter.before;
  const view = unknownView(row, told, seen.cause, matter);
  return { ...next, row, view, again: 'soon' };
}

/** Confirmed by Azure: what was a row is removed, what was none is not visible (yet). */
function judgeHidden(matter: CheckMatter): CheckStep {
  const { before, subscriptionId, standing } = matter;
  const next = step({ kind: 'not-delegated', subscriptionId }, matter);
  const view = viewOf(next.row, matter, {
    recognition: 'unknown',
    verdicts: verdictsOfHidden(standing),
    findings: [finding('not-visible-yet')],
  });
  const isFresh = next.row !== undefined && before?.removedAt === undefined;
  return { ...next, view, again: isFresh ? 'not' : 'asked' };
}

function judgeBare(
  { subscription, why }: Extract<CheckSight, { kind: 'bare' }>,
  matter: CheckMatter,
): CheckStep {
  const { subscriptionId, standing } = matter;
  const next = step({ kind: 'not-delegated', subscriptionId }, matter);
  const view = viewOf(next.row, matter, {
    subscription,
    recognition: 'none',
    verdicts: verdictsOfUndelegated(standing),
    findings: [],
  });
  return {
    ...next,
    view: { ...view, findings: [finding(why), ...view.findings] },
    again: why === 'own-tenant' ? 'not' : 'asked',
  };
}

function step(
  seen: Observation,
  { before, standing, moment }: CheckMatter,
): Pick<CheckStep, 'row' | 'events' | 'words'> {
  const { row, events } = nextRow(before, seen, standing, moment);
  return { row, events, words: wordChanges(before, row, moment) };
}

/** What is shown where there is no row. */
interface Blank {
  subscription?: Partial<Subscription>;
  recognition: Recognition;
  verdicts: readonly Verdict[];
  findings: Finding[];
}

const NOTHING: Blank = { recognition: 'unknown', verdicts: [], findings: [] };

function viewOf(
  row: SubscriptionRow | undefined,
  { subscriptionId, moment }: CheckMatter,
  blank: Blank,
): CheckView {
  if (row !== undefined) return toSubscriptionView(row, undefined);
  const { subscription, recognition, verdicts, findings } = blank;
  const { identity, now } = moment;
  return {
    identity,
    ...subscription,
    subscriptionId,
    recognition,
    conditions: toConditions(verdicts, [], now),
    findings,
    scopes: [],
    since: now,
    observedAt: now,
  };
}

/** @param row what is known of it, if anything is */
function unknownView(
  row: SubscriptionRow | undefined,
  told: Finding,
  cause: string,
  matter: CheckMatter,
): CheckView {
  if (row?.recognition === 'unknown') return { ...toSubscriptionView(row, undefined), findings: [told] };
  const blank = {
    ...NOTHING,
    ...(row !== undefined && { subscription: subscriptionOf(row) }),
    verdicts: verdictsOfUnread(cause, matter.standing),
    findings: [told],
  };
  const view = viewOf(undefined, matter, blank);
  return row === undefined ? view : { ...view, observedAt: row.observedAt };
}

function subscriptionOf({ displayName, tenantId, state }: SubscriptionRow): Partial<Subscription> {
  return { displayName, tenantId, state };
}

/**
 * In seconds; undefined where asking again makes no sense.
 * @param firstAt of the first check of this subscription, @param now both ISO 8601 UTC
 */
export function retryAfterSeconds(again: CheckAgain, firstAt: string, now: string): number | undefined {
  if (again === 'not') return undefined;
  const isEarly = Date.parse(now) - Date.parse(firstAt) < SHOWS_WITHIN_MS;
  return again === 'soon' || isEarly ? SOON_S : LATER_S;
}

const SOON_S = 60;
const LATER_S = 900;
/** A new delegation takes up to 15 minutes to show. */
const SHOWS_WITHIN_MS = 15 * 60_000;
