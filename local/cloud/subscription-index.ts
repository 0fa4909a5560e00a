// Finds a subscription of a world by its id without walking 100,000 of them, although tests change the world at will.
import type { Customer, Subscription, World } from './world.ts';

export interface Found {
  customer: Customer;
  subscription: Subscription;
  /** Where it stands: the customer's index and its index there. */
  position: readonly [number, number];
}

export class SubscriptionIndex {
  readonly #world: World;
  #positions = new Map<string, readonly [number, number]>();

  constructor(world: World) {
    this.#world = world;
  }

  find(subscriptionId: string): Found | undefined {
    const id = subscriptionId.toLowerCase();
    const found = this.#look(id);
    if (found !== undefined) return found;
    // Not where it was, or nowhere: the world may have changed since, which only a fresh walk can tell.
    this.#build();
    return this.#look(id);
  }

  #look(id: string): Found | undefined {
    const position = this.#positions.get(id);
    if (position === undefined) return undefined;
    const customer = this.#world.customers[position[0]];
    const subscription = customer?.subscriptions[position[1]];
    if (customer === undefined || subscription?.subscriptionId.toLowerCase() !== id) return undefined;
    return { customer, subscription, position };
  }

  #build(): void {
    this.#positions = new Map();
    this.#world.customers.forEach((customer, first) => {
      customer.subscriptions.forEach((subscription, second) => {
        this.#positions.set(subscription.subscriptionId.toLowerCase(), [first, second]);
      });
    });
  }
}
