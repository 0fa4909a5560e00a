// Whether what ought to be delegated is there: the step of an entry when a run has looked.
import type { KeeperEvent } from './event.ts';
import type { ExpectedState, ExpectedSubscription } from './expected-subscription.ts';
import { isSince } from './in-order.ts';
import type { SubscriptionRow } from './row.ts';
import { tellEvents, type EventDetails } from './subject-events.ts';

/** What one identity sees. `unread`: it could not look, which is neither. */
export type Presence = 'delegated' | 'absent' | 'unread';

/** What the identity of the run sees, and what all others see together. */
export interface Sight {
  own: Presence;
  elsewhere: Presence;
}

/** The run that judges, and its end. */
export interface ExpectedMoment {
  identity: string;
  runId: string;
  /** ISO 8601 UTC */
  now: string;
}

export interface ExpectedStep {
  /** The very same where nothing changes. */
  entry: ExpectedSubscription;
  events: KeeperEvent[];
}

/** Any delegation that any identity sees is an arrival; absent is only what every one of them could look for. */
export function judgeExpected(
  before: ExpectedSubscription,
  { own, elsewhere }: Sight,
  { identity, runId, now }: ExpectedMoment,
): ExpectedStep {
  const presence = joinPresence([own, elsewhere]);
  const state = nextState(before, presence, now);
  if (state === before.state) return { entry: before, events: [] };
  const { seen: _, ...rest } = before;
  const subject = {
    identity,
    // An entry that is deleted and made anew is another subject, so that its events are not taken for the old ones.
    name: `expected.${before.subscriptionId}.${Date.parse(before.createdAt)}`,
    events: before.events,
  };
  const events = tellEvents(subject, detailsOf(state, before.subscriptionId), { runId, time: now });
  return {
    entry: {
      ...rest,
      state,
      events: before.events + events.length,
      ...(own === presence && { seen: { identity, at: now } }),
    },
    events,
  };
}

function nextState(before: ExpectedSubscription, presence: Presence, now: string): ExpectedState {
  switch (presence) {
    case 'delegated':
      return 'arrived';
    case 'unread':
      return before.state;
    case 'absent':
      return before.dueAt <= now ? 'missing' : 'waiting';
  }
}

function detailsOf(state: ExpectedState, subscriptionId: string): EventDetails[] {
  switch (state) {
    case 'arrived':
      return [{ type: 'expected.arrived', subscriptionId, actor: 'observed' }];
    case 'missing':
      return [
        { type: 'expected.missing', subscriptionId, findings: ['expected-missing'], actor: 'observed' },
      ];
    case 'waiting':
      return [];
  }
}

/** What several identities see together. */
export function joinPresence(all: readonly Presence[]): Presence {
  return (['delegated', 'unread'] as const).find((presence) => all.includes(presence)) ?? 'absent';
}

/** A delegation that has not come about (yet) is none. */
export function presenceOf(row: SubscriptionRow | undefined): Presence {
  if (row === undefined) return 'absent';
  if (!row.read) return 'unread';
  return row.delegated === true ? 'delegated' : 'absent';
}

/**
 * What an onboarding check of the run's own identity saw of this very entry after the run had begun: later than the run,
 * as far as anybody can tell.
 * @param run when it began and ended, ISO 8601 UTC
 */
export function presenceSince(
  { seen, state }: ExpectedSubscription,
  identity: string,
  run: { startedAt: string; endedAt: string },
): Presence | undefined {
  if (seen?.identity !== identity || !isSince(seen.at, run)) return undefined;
  return state === 'arrived' ? 'delegated' : 'absent';
}

/**
 * What another identity sees, from its stored rows; or, where they are older than what its run saw of this very entry
 * (they are about to be kept, or were lost), from that.
 * @param observedAt the end of the run whose rows they are, ISO 8601 UTC; undefined before the first
 */
export function presenceElsewhere(
  { seen, state }: ExpectedSubscription,
  {
    identity,
    observedAt,
    row,
  }: Pick<ExpectedMoment, 'identity'> & {
    observedAt: string | undefined;
    row: SubscriptionRow | undefined;
  },
): Presence {
  const isOlder = seen?.identity === identity && (observedAt ?? '') < seen.at;
  // One that never came through with a run has not looked: what is its customer's may well be there.
  if (!isOlder) return observedAt === undefined ? 'unread' : presenceOf(row);
  return state === 'arrived' ? 'delegated' : 'absent';
}
