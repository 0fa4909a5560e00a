// One process commits and is stopped, another takes over and goes on, and the first wakes up: the same of every store.
import { expect } from 'vitest';
import { LeaseLost, type StateStore } from '../../src/ports/store.ts';
import type { MovableClock } from './movable-clock.ts';
import { guid, sampleRecord, sampleRow } from './samples.ts';
import { grant, LEASE_MS } from './store-fixture.ts';

export interface Overtaking {
  sleeper: StateStore;
  other: StateStore;
  /** Of both. */
  clock: MovableClock;
  /** From now on the sleeper stops at the step of that number; it settles when that is so. */
  sleepAt: (step: number) => Promise<void>;
  wake: () => void;
}

/**
 * Checks that nothing of the other's is overwritten, and that the sleeper is told the truth.
 * @returns the lease that the other one still has, and whether the commit of the sleeper was in before
 */
export async function overtake({ sleeper, other, clock, sleepAt, wake }: Overtaking, step: number) {
  const { lease } = await grant(sleeper, 'sleeper');
  await sleeper.commit(lease, { putRows: [sampleRow(guid(1)), sampleRow(guid(2))] });

  const asleep = sleepAt(step);
  const change = { identity: sampleRecord({ events: 1 }), putRows: [sampleRow(guid(3))] };
  const committed = sleeper.commit(lease, change).then(
    () => 'in' as const,
    (error: unknown) => {
      if (error instanceof LeaseLost) return 'lost' as const;
      throw error;
    },
  );
  await Promise.race([asleep, committed]);
  clock.advance(LEASE_MS);
  const taken = (await grant(other, 'other')).lease;
  const seen = await other.readRow('default', guid(3));
  for (let events = 2; events < 8; events += 1)
    await other.commit(taken, { identity: sampleRecord({ events }), deleteRows: [guid(1)] });
  wake();
  const outcome = await committed;

  expect({ step, outcome }).toEqual({ step, outcome: seen ? 'in' : 'lost' });
  expect(await other.readIdentity('default')).toEqual(sampleRecord({ events: 7 }));
  expect(await other.readRow('default', guid(3))).toEqual(seen);
  return { taken, outcome };
}
