// The list of expected subscriptions, which all identities and all callers share.
import type { Clock } from '../ports/clock.ts';
import { EXPECTED_SPACE, type StateStore } from '../ports/store.ts';
import { openQueuedSpace, type QueuedSpace } from './queued-space.ts';

export interface ExpectedSpace extends QueuedSpace {
  readonly store: StateStore;
  readonly clock: Clock;
  /** Of every configured identity: what any of them sees is there. */
  readonly identityNames: readonly string[];
}

export function openExpectedSpace(
  store: StateStore,
  clock: Clock,
  identityNames: readonly string[],
): ExpectedSpace {
  return { store, clock, identityNames, ...openQueuedSpace(store, clock, EXPECTED_SPACE) };
}
