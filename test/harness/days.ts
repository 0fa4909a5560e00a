// A keeper over the demo whose days go by: each run is a quarter of a day after the one before.
import { expect } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Subscription, World } from '../../local/cloud/world.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { Run } from '../../src/domain/run.ts';
import type { ReconcileRequest } from '../../src/use-cases/reconcile.ts';
import { startKeeper, type Cleanup, type KeeperOptions } from './keeper.ts';
import { eventsOf, runOnce, tellings } from './run-once.ts';
import { HOUR, testClock } from './test-clock.ts';

export interface Told {
  run: Run;
  /** What the run told, as lines. */
  told: string[];
  events: KeeperEvent[];
}

export async function startDays(test: Cleanup, options: Omit<KeeperOptions, 'clock'> = {}) {
  const clock = testClock();
  const keeper = await startKeeper(test, { ...options, clock });
  const { service, store } = keeper;
  const next = async (request: Partial<ReconcileRequest> = {}): Promise<Told> => {
    clock.advance(6 * HOUR);
    const known = new Set((await eventsOf(store)).map(({ id }) => id));
    const run = await runOnce(service, request);
    const events = (await eventsOf(store)).filter(({ id }) => !known.has(id));
    expect(run.events).toBe(events.length);
    for (const { time } of events) expect(time).toBe(run.endedAt);
    return { run, told: tellings(events), events };
  };
  return { ...keeper, clock, next };
}

export function subscriptionOf(world: World, n: number): Subscription {
  const all = world.customers.flatMap((customer) => customer.subscriptions);
  const found = all.find(({ subscriptionId }) => subscriptionId === demoSubscriptionId(n));
  if (found === undefined) throw new Error(`The demo has no subscription ${n}.`);
  return found;
}
