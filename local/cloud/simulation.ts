// Everything that the simulated services share while a cloud runs.
import type { Assumptions } from './assumptions.ts';
import type { LinkBook } from './link-book.ts';
import type { SubscriptionIndex } from './subscription-index.ts';
import type { Throttle } from './throttle.ts';
import type { TokenKeys } from './token-keys.ts';
import type { World } from './world.ts';

export interface Simulation {
  world: World;
  assumptions: Assumptions;
  /** Subscriptions on a page of the listing. */
  pageSize: number;
  throttling: boolean;
  now: () => Date;
  links: LinkBook;
  keys: TokenKeys;
  throttle: Throttle;
  index: SubscriptionIndex;
}
