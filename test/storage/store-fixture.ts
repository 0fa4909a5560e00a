// What each contract test starts from: an empty store, a clock to move, and a lease where it wants to write.
import type { Clock } from '../../src/ports/clock.ts';
import type { Change, Lease, LeaseAnswer, Page, PageRequest, StateStore } from '../../src/ports/store.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { START } from './samples.ts';

export const LEASE_MS = 60_000;

/** Each call of `connect` is another process's way to the same state. */
export type OpenStore = (clock: Clock) => Promise<{ connect: () => StateStore }>;

export interface Fixture {
  clock: MovableClock;
  store: StateStore;
  other: StateStore;
}

export async function setUp(openStore: OpenStore): Promise<Fixture> {
  const clock = createMovableClock(START);
  const { connect } = await openStore(clock);
  return { clock, store: connect(), other: connect() };
}

export type Granted = Extract<LeaseAnswer, { kind: 'granted' }>;

/** @throws where the lease is held */
export async function grant(
  store: StateStore,
  runId = 'run-1',
  identity = 'default',
  leaseMs = LEASE_MS,
): Promise<Granted> {
  const answer = await store.acquireLease(identity, runId, leaseMs);
  if (answer.kind !== 'granted') throw new Error(`The lease is held by ${answer.runId}`);
  return answer;
}

/** Takes the lease, commits and gives it back. */
export async function write(store: StateStore, change: Change, identity = 'default'): Promise<void> {
  const lease: Lease = (await grant(store, 'run-of-write', identity)).lease;
  await store.commit(lease, change);
  await store.releaseLease(lease);
}

/** All pages, as a caller goes through them. */
export async function readAll<T>(list: (page: PageRequest) => Promise<Page<T>>, limit = 1000): Promise<T[]> {
  const items: T[] = [];
  let page = await list({ limit });
  items.push(...page.items);
  while (page.next !== undefined) {
    page = await list({ limit, after: page.next });
    items.push(...page.items);
  }
  return items;
}
