// A lease that is held together with one of another space: the other one ends later at any time, so that whoever gets it
// after a kill finds the first one expired too.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LeaseLost, type Lease, type StateStore } from '../../src/ports/store.ts';
import { COMPANION_MS, holdLease, LEASE_MS } from '../../src/use-cases/hold-lease.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RENEWAL_MS = 15_000;

function leaseOf(identity: string, ms: number): Lease {
  return { identity, runId: 'run-1', token: 1, expiresAt: new Date(Date.now() + ms).toISOString() };
}

/** Renews what is asked for, and writes down in which order. */
function storeThat(renewed: string[], fails: (space: string) => boolean = () => false) {
  const renewLease: StateStore['renewLease'] = async ({ identity }, ms) => {
    if (fails(identity)) throw new LeaseLost(identity);
    renewed.push(identity);
    return leaseOf(identity, ms);
  };
  return { renewLease, releaseLease: async () => undefined } as Partial<StateStore> as StateStore;
}

describe('a lease with a companion', () => {
  it('renews the companion first, as long as the work goes on', async () => {
    const renewed: string[] = [];
    const store = storeThat(renewed);
    const clock = { now: () => new Date() };
    const held = holdLease({ store, clock }, leaseOf('own', LEASE_MS), () => undefined);
    const { promise: work, resolve: end } = Promise.withResolvers<string>();

    const done = held.withCompanion(leaseOf('other', COMPANION_MS), () => work);
    await vi.advanceTimersByTimeAsync(RENEWAL_MS);
    expect(renewed).toEqual(['other', 'own']);
    end('done');
    expect(await done).toBe('done');
    await vi.advanceTimersByTimeAsync(RENEWAL_MS);

    expect(renewed).toEqual(['other', 'own', 'own']);
    await held.release();
  });

  it('renews it at once where it would end before its own', async () => {
    const renewed: string[] = [];
    const clock = { now: () => new Date() };
    const held = holdLease({ store: storeThat(renewed), clock }, leaseOf('own', LEASE_MS), () => undefined);

    await held.withCompanion(leaseOf('other', LEASE_MS), async () => undefined);

    expect(renewed).toEqual(['other']);
    await held.release();
  });

  it('is lost with it, and renewed no more', async () => {
    const renewed: string[] = [];
    const lost: string[] = [];
    const store = storeThat(renewed, (space) => space === 'other');
    const clock = { now: () => new Date() };
    const held = holdLease({ store, clock }, leaseOf('own', LEASE_MS), ({ message }) => lost.push(message));
    const { promise: work, resolve: end } = Promise.withResolvers<void>();

    const done = held.withCompanion(leaseOf('other', COMPANION_MS), () => work);
    await vi.advanceTimersByTimeAsync(2 * RENEWAL_MS);
    end();
    await done;

    expect([renewed, lost]).toEqual([[], ['other']]);
    expect(held.lostBecause()).toBeInstanceOf(LeaseLost);
  });
});
