// Keeps a lease while work goes on under it, and says so when it is lost: then nothing more may be written.
import type { Clock } from '../ports/clock.ts';
import { LeaseLost, StoreUnavailable, type Lease, type StateStore } from '../ports/store.ts';

export const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
/** A companion outlasts the lease that it goes with: whoever gets it after a kill finds the other one expired too. */
export const COMPANION_MS = LEASE_MS + 500;

export interface HeldLease {
  /** The lease as last renewed. */
  current(): Lease;
  /** Why it is no longer ours, if so. */
  lostBecause(): Error | undefined;
  /**
   * Keeps the lease of another space as well while the work goes on, always for longer than its own.
   * @param companion just granted, for COMPANION_MS
   */
  withCompanion<T>(companion: Lease, work: () => Promise<T>): Promise<T>;
  /** Stops renewing and gives it back. */
  release(): Promise<void>;
}

/** @param onLost called once, as soon as a renewal fails for good */
export function holdLease(
  { store, clock }: { store: StateStore; clock: Clock },
  granted: Lease,
  onLost: (error: Error) => void,
): HeldLease {
  let lease = granted;
  let companion: Lease | undefined;
  let lost: Error | undefined;
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, RENEW_EVERY_MS);
  timer.unref();

  async function renew(): Promise<void> {
    if (lost !== undefined) return;
    try {
      // In this order, so that it ends after the other one at any time.
      if (companion !== undefined) companion = await store.renewLease(companion, COMPANION_MS);
      lease = await store.renewLease(lease, LEASE_MS);
    } catch (error) {
      // A store that does not answer may answer next time: until it expires the lease is still ours.
      const expired = Date.parse(lease.expiresAt) <= clock.now().getTime();
      if (error instanceof StoreUnavailable && !expired) return;
      lost = error instanceof Error ? error : new LeaseLost(String(error));
      clearInterval(timer);
      onLost(lost);
    }
  }

  return {
    current: () => lease,
    lostBecause: () => lost,
    async withCompanion(other, work) {
      companion = other;
      await renewing;
      try {
        if (companion.expiresAt <= lease.expiresAt)
          companion = await store.renewLease(companion, COMPANION_MS);
        return await work();
      } finally {
        companion = undefined;
        await renewing;
      }
    },
    async release() {
      clearInterval(timer);
      await renewing;
      if (lost === undefined) await store.releaseLease(lease);
    },
  };
}
