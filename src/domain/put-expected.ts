// The step of an entry when somebody puts it on the list of what ought to be delegated, or puts it there anew.
import type { ExpectedState, ExpectedSubscription } from './expected-subscription.ts';

export interface ExpectedWish {
  /** GUID in lower case. */
  subscriptionId: string;
  name?: string | undefined;
  customer?: string | undefined;
  note?: string | undefined;
  /** ISO 8601 UTC; absent: due now. */
  dueAt?: string | undefined;
}

/**
 * Tells nothing: an event comes with a run. What was told to be missing stays so until a run tells its arrival, or
 * waits again where it is given more time.
 * @param now ISO 8601 UTC
 * @param isDelegated a row of any identity shows it delegated
 */
export function putExpected(
  before: ExpectedSubscription | undefined,
  { subscriptionId, name, customer, note, ...wish }: ExpectedWish,
  now: string,
  isDelegated: boolean,
): ExpectedSubscription {
  const dueAt = wish.dueAt ?? now;
  const state = stateAfter(before?.state ?? 'waiting', dueAt <= now, isDelegated);
  return {
    subscriptionId,
    ...(name !== undefined && { name }),
    ...(customer !== undefined && { customer }),
    ...(note !== undefined && { note }),
    dueAt,
    createdAt: before?.createdAt ?? now,
    state,
    events: before?.events ?? 0,
    ...(before?.seen !== undefined && state === before.state && { seen: before.seen }),
  };
}

function stateAfter(before: ExpectedState, isDue: boolean, isDelegated: boolean): ExpectedState {
  switch (before) {
    case 'waiting':
      return isDelegated ? 'arrived' : 'waiting';
    case 'missing':
      return isDue ? 'missing' : 'waiting';
    case 'arrived':
      return 'arrived';
  }
}
