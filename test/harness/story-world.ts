// A small world for long stories: four customers of the demo's provider, one of each known recognition that earns or
// could, so that a run is short and every change is somebody's.
import type { Subscription, World } from '../../local/cloud/world.ts';
import { demoSubscriptionId, demoTenantId } from '../../local/cloud/worlds/demo-ids.ts';
import { delegated, groupsOnly } from '../../local/cloud/worlds/demo-subscriptions.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { READER, SUPPORT_REQUEST_CONTRIBUTOR } from '../../local/cloud/worlds/role-ids.ts';

/** With the link right these are pec, pec, pec-partial and pal-only. */
export const ALDER = demoSubscriptionId(21);
export const BIRCH = demoSubscriptionId(22);
export const CEDAR = demoSubscriptionId(23);
export const DOGWOOD = demoSubscriptionId(24);
/** Comes later in a story. */
export const ELDER = demoSubscriptionId(25);

export const EARNING = [READER, SUPPORT_REQUEST_CONTRIBUTOR];
export const READING = [READER];

export function storyWorld(): World {
  return {
    ...demoWorld(),
    customers: [
      customer(21, 'Alder', earning(21)),
      customer(22, 'Birch', earning(22)),
      customer(23, 'Cedar', groupsOnly(23, 'Cedar office')),
      customer(24, 'Dogwood', delegated(24, 'Dogwood works', READING)),
    ],
  };
}

/** The customer Elder delegates. */
export function addElder(world: World): void {
  world.customers.push(customer(25, 'Elder', earning(25)));
}

export function subscriptionIn(world: World, subscriptionId: string): Subscription {
  const all = world.customers.flatMap(({ subscriptions }) => subscriptions);
  const subscription = all.find((each) => each.subscriptionId === subscriptionId);
  if (subscription === undefined) throw new Error(`The story has no subscription ${subscriptionId}.`);
  return subscription;
}

/** Whatever was delegated on it is replaced by these roles; none takes the delegation away. */
export function redelegate(world: World, subscriptionId: string, roles: readonly string[]): void {
  subscriptionIn(world, subscriptionId).offers =
    roles.length === 0 ? [] : delegated(numberOf(subscriptionId), '', [...roles]).offers;
}

function earning(n: number): Subscription {
  return delegated(n, `Works ${n}`, [...EARNING]);
}

function numberOf(subscriptionId: string): number {
  return [21, 22, 23, 24, 25].find((n) => demoSubscriptionId(n) === subscriptionId) ?? 0;
}

function customer(n: number, name: string, subscription: Subscription): World['customers'][number] {
  return { tenantId: demoTenantId(n), name, subscriptions: [subscription] };
}
