// Keeps a lease while work goes on under it, and says so when it is lost: then nothing more may be written.
import type { Clock } from '../ports/clock.ts';
import { LeaseLost, StoreUnavailable, type Lease, type StateStore } from '../ports/store.ts';

export const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;

export interface HeldLease {
  /** The lease as last renewed. */
  current(): Lease;
  /** Why it is no longer ours, if so. */
  lostBecause(): Error | undefined;
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
  let lost: Error | undefined;
  let renewing = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, RENEW_EVERY_MS);
  timer.unref();

  async function renew(): Promise<void> {
    if (lost !== undefined) return;
    try {
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
    async release() {
      clearInterval(timer);
      await renewing;
      if (lost === undefined) await store.releaseLease(lease);
    },
  };
}
