// The ground of stories about onboarding checks: a keeper that has run once, and what checks and runs made of it.
import { expect, onTestFinished } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { StateStore } from '../../src/ports/store.ts';
import type { Service } from '../../src/service.ts';
import { readAll } from '../storage/store-fixture.ts';
import { startDays, subscriptionOf } from './days.ts';
import type { KeeperOptions } from './keeper.ts';
import { eventsOf, rowsOf, tellings } from './run-once.ts';
import { SECOND } from './test-clock.ts';

/** A keeper that has run once, and what is told of rows and entries from then on. */
export async function startChecks(options: Omit<KeeperOptions, 'clock'> = {}) {
  const days = await startDays({ onTestFinished }, options);
  const { service, store, cloud, clock, next } = days;
  await next();
  const known = new Set((await eventsOf(store)).map(({ id }) => id));
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  return {
    ...days,
    check: (n: number) => service.checkOnboarding('default', demoSubscriptionId(n)),
    told: async () => tellings((await eventsOf(store)).filter(({ id }) => !known.has(id))),
    leave: () => void (customer.offers = []),
    comeBack: () => void (customer.offers = offers),
    later: () => clock.advance(SECOND),
  };
}

export async function wordOf(service: Service, n: number): Promise<string | undefined> {
  return (await service.readSubscription('default', demoSubscriptionId(n)))?.recognition;
}

/** Nothing that checks kept stands over the rows any more, and status and rows say the same. */
export async function expectTakenOver(service: Service, store: StateStore): Promise<void> {
  expect(await readAll((page) => store.listChecked('default', page))).toEqual([]);
  const rows = await rowsOf(store);
  const { items } = await service.listSubscriptions({ identities: ['default'], top: 1000 });
  expect(items.map(({ recognition }) => recognition)).toEqual(rows.map(({ recognition }) => recognition));
  const { notDelegated: _, ...totals } = (await service.status()).identities[0]?.totals ?? {
    notDelegated: 0,
  };
  for (const [word, count] of Object.entries(totals))
    expect(rows.filter(({ recognition }) => recognition === word)).toHaveLength(count);
}
