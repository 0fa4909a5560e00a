// Who may write into a space that several writers share: each takes its lease for a moment. Within a process they queue;
// a lease that another process has is waited for, but not for long.
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';
import { LeaseLost, type Lease, type StateStore } from '../ports/store.ts';

export interface QueuedSpace {
  /**
   * Does the work under the lease.
   * @param holder run id, or any other unique word
   * @throws StoreUnavailable and what the work throws
   */
  change<T>(holder: string, work: (lease: Lease) => Promise<T>, turn?: Partial<Turn>): Promise<Changed<T>>;
}

export type Changed<T> =
  | { kind: 'done'; value: T }
  /** Another process has held the lease for all the time that was to spare. Nothing was written. */
  | { kind: 'busy' };

export interface Turn {
  /** A holder that was killed keeps everybody out for that long. Default 20 s. */
  leaseMs: number;
  /** How long the lease is waited for. Default 10 s. */
  patienceMs: number;
  /** Whether the work is done anew, from the beginning, where a lease ran out in the middle of it. Default true. */
  anew: boolean;
}

const LEASE_MS = 20_000;
const PATIENCE_MS = 10_000;
/** For a test's clock, which may stand. */
const MOST_TRIES = 100;

/** One for each process and space: two of them would not queue behind each other, and wait for the lease instead. */
export function openQueuedSpace(store: StateStore, clock: Clock, space: string): QueuedSpace {
  let queue: Promise<unknown> = Promise.resolve();

  async function changeUnderLease<T>(
    holder: string,
    work: (lease: Lease) => Promise<T>,
    { leaseMs, anew, until }: Omit<Turn, 'patienceMs'> & { until: number },
  ): Promise<Changed<T>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await store.acquireLease(space, holder, leaseMs);
      if (answer.kind === 'granted') {
        try {
          return { kind: 'done', value: await work(answer.lease) };
        } catch (error) {
          if (!anew || !(error instanceof LeaseLost)) throw error;
        } finally {
          await store.releaseLease(answer.lease).catch(() => undefined);
        }
      }
      const isOver = clock.wait !== undefined && tries >= MOST_TRIES;
      if (isOver || clock.now().getTime() >= until) return { kind: 'busy' };
      // Uneven, so that processes that wait for one another do not meet again and again.
      const ms = 50 + Math.random() * 100;
      await (clock.wait?.(ms) ?? pause(ms));
    }
  }

  return {
    change(holder, work, { leaseMs = LEASE_MS, patienceMs = PATIENCE_MS, anew = true } = {}) {
      const until = clock.now().getTime() + patienceMs;
      const turn = queue.then(() => changeUnderLease(holder, work, { leaseMs, anew, until }));
      // What it gave is the caller's: after a run that is all its rows, which would be held until the next turn.
      const over = () => undefined;
      queue = turn.then(over, over);
      return turn;
    },
  };
}
