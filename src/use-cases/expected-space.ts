// Who may write the list of expected subscriptions: all identities and all callers share it, so each takes its lease
// for a moment. Within a process they queue; a lease that another process has is waited for, but not for long.
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';
import { EXPECTED_SPACE, LeaseLost, type Lease, type StateStore } from '../ports/store.ts';

export interface ExpectedSpace {
  readonly store: StateStore;
  readonly clock: Clock;
  /** Of every configured identity: what any of them sees is there. */
  readonly identityNames: readonly string[];
  /**
   * Does the work under the lease; anew, from the beginning, where the lease ran out in the middle of it.
   * @param holder run id, or any other unique word
   * @throws StoreUnavailable and what the work throws
   */
  change<T>(holder: string, work: (lease: Lease) => Promise<T>): Promise<Changed<T>>;
}

export type Changed<T> =
  | { kind: 'done'; value: T }
  /** Another process has held the lease for all the time that was to spare. Nothing was written. */
  | { kind: 'busy' };

/** A holder that was killed keeps everybody out for that long. */
const LEASE_MS = 20_000;
const PATIENCE_MS = 10_000;
/** For a clock that stands. */
const MOST_TRIES = 100;

export function openExpectedSpace(
  store: StateStore,
  clock: Clock,
  identityNames: readonly string[],
): ExpectedSpace {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    store,
    clock,
    identityNames,
    change(holder, work) {
      const until = clock.now().getTime() + PATIENCE_MS;
      const turn = queue.then(() => changeUnderLease(store, clock, { holder, work, until }));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function changeUnderLease<T>(
  store: StateStore,
  clock: Clock,
  { holder, work, until }: { holder: string; work: (lease: Lease) => Promise<T>; until: number },
): Promise<Changed<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await store.acquireLease(EXPECTED_SPACE, holder, LEASE_MS);
    if (answer.kind === 'granted') {
      try {
        return { kind: 'done', value: await work(answer.lease) };
      } catch (error) {
        if (!(error instanceof LeaseLost)) throw error;
      } finally {
        await store.releaseLease(answer.lease).catch(() => undefined);
      }
    }
    if (tries === MOST_TRIES || clock.now().getTime() >= until) return { kind: 'busy' };
    // Uneven, so that processes that wait for one another do not meet again and again.
    const ms = 50 + Math.random() * 100;
    await (clock.wait?.(ms) ?? pause(ms));
  }
}
