// Who may write: decided on what the stored lease says and the time, by nothing else; the same in both stores.
import * as z from 'zod';
import { LeaseLost, type Lease, type LeaseAnswer } from '../ports/store.ts';

/** As it stands in the state of a space, whichever store keeps it. */
export const storedLease = z.object({
  token: z.int().positive(),
  runId: z.string(),
  expiresAt: z.iso.datetime(),
  released: z.boolean(),
});

type StoredLease = z.infer<typeof storedLease>;

/** Twice what a run takes its lease for. */
const LONGEST_MS = 120_000;

interface Leased {
  lease?: StoredLease | undefined;
}

export function answerAcquire(
  state: Leased,
  wanted: { identity: string; runId: string; leaseMs: number },
  now: Date,
): LeaseAnswer {
  const { lease: former } = state;
  // One that seems to last longer was given before the clock was set back, and its holder may be long dead: it goes to who
  // asks, and a holder that does live is fenced off by its token.
  const longestMs = Math.max(LONGEST_MS, 2 * wanted.leaseMs);
  if (former && isHeld(former, now) && remainingMs(former, now) <= longestMs)
    return { kind: 'held', runId: former.runId, expiresAt: former.expiresAt };
  const lease: Lease = {
    identity: wanted.identity,
    runId: wanted.runId,
    token: (former?.token ?? 0) + 1,
    expiresAt: expiry(now, wanted.leaseMs),
  };
  if (!former || former.released) return { kind: 'granted', lease };
  return { kind: 'granted', lease, abandonedRunId: former.runId };
}

/** Whether this lease, of which only the token counts, is the one that is held now. */
export function stillHolds(state: Leased, lease: Lease, now: Date): boolean {
  return state.lease?.token === lease.token && isHeld(state.lease, now);
}

export function toStored({ token, runId, expiresAt }: Lease): StoredLease {
  return { token, runId, expiresAt, released: false };
}

export function expiry(now: Date, leaseMs: number): string {
  return new Date(now.getTime() + leaseMs).toISOString();
}

function isHeld(lease: StoredLease, now: Date): boolean {
  return !lease.released && remainingMs(lease, now) > 0;
}

function remainingMs({ expiresAt }: StoredLease, now: Date): number {
  return Date.parse(expiresAt) - now.getTime();
}

export function leaseLost({ identity, runId }: Lease): LeaseLost {
  return new LeaseLost(
    `Run ${runId} no longer holds the lease of ${identity}: it has expired, was released or was taken over. Nothing was written.`,
  );
}
