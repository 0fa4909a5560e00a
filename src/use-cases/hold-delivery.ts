// The delivery record of one identity under its lease: read afresh, changed by pure functions, written one after the
// other. Two processes never tell the same thing at once.
import { randomBytes } from 'node:crypto';
import { EMPTY_DELIVERY, type DeliveryRecord } from '../domain/delivery.ts';
import { deliverySpace } from '../ports/store.ts';
import type { Courier } from './courier.ts';
import { holdLease, LEASE_MS } from './hold-lease.ts';

export interface HeldDelivery {
  record(): DeliveryRecord;
  /** Resolves when it is written; what does not change is not written. @throws LeaseLost, StoreUnavailable */
  change(step: (record: DeliveryRecord) => DeliveryRecord): Promise<void>;
  /** Whether the lease is ours for at least `ms` more, and all that changed is written. */
  lasts(ms: number): boolean;
}

/** @returns undefined where another process holds it @throws StoreUnavailable, LeaseLost */
export async function holdDelivery<T>(
  courier: Courier,
  work: (held: HeldDelivery) => Promise<T>,
): Promise<T | undefined> {
  const { store, clock, identity } = courier;
  const holder = `delivery-${randomBytes(4).toString('hex')}`;
  const answer = await store.acquireLease(deliverySpace(identity), holder, LEASE_MS);
  if (answer.kind === 'held') return undefined;
  const held = holdLease(courier, answer.lease, () => undefined);
  try {
    let record = (await store.readDelivery(identity)) ?? EMPTY_DELIVERY;
    let writing: Promise<void> = Promise.resolve();
    let isBroken = false;
    const write = async (delivery: DeliveryRecord) => {
      try {
        await store.commit(held.current(), { delivery });
      } catch (error) {
        isBroken = true;
        throw error;
      }
    };
    return await work({
      record: () => record,
      change(step) {
        const changed = step(record);
        if (changed === record) return writing;
        record = changed;
        writing = writing.then(() => write(changed));
        return writing;
      },
      lasts: (ms) =>
        !isBroken &&
        held.lostBecause() === undefined &&
        Date.parse(held.current().expiresAt) - clock.now().getTime() >= ms,
    });
  } finally {
    await held.release().catch(() => undefined);
  }
}
