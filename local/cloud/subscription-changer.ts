// Changes one subscription of a running world as its customer could: delegations taken and given back, roles, states.
import { errorAnswer, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SubscriptionChange } from './control-schemas.ts';
import { ownerIn } from './link-book.ts';
import { grant } from './world.ts';
import type { Offer, Subscription, World } from './world.ts';

export class SubscriptionChanger {
  readonly #world: World;
  readonly #taken = new Map<string, Offer[]>();

  constructor(world: World) {
    this.#world = world;
  }

  change(subscription: Subscription, wanted: SubscriptionChange): Answer {
    const ours = ownerIn(this.#world, wanted.principalId).tenantId.toLowerCase();
    const key = `${subscription.subscriptionId} ${ours}`.toLowerCase();
    if (wanted.delegations === 'restored' && !this.#taken.has(key)) {
      const id = subscription.subscriptionId.toLowerCase();
      const message = `Nothing was removed from the subscription '${id}', so nothing can be restored.`;
      return errorAnswer({ status: 409, code: 'NothingRemoved', message });
    }
    if (wanted.delegations === 'removed') this.#remove(subscription, key, ours);
    if (wanted.delegations === 'restored') this.#restore(subscription, key);
    for (const offer of offersOf(subscription, ours)) this.#changeOffer(offer, wanted);
    if (wanted.state !== undefined) subscription.state = wanted.state;
    if (wanted.displayName !== undefined) subscription.displayName = wanted.displayName;
    if (wanted.whenHidden !== undefined) subscription.whenHidden = wanted.whenHidden;
    setOrClear(subscription, 'visible', wanted.visible);
    setOrClear(subscription, 'readable', wanted.readable);
    return ok(subscription);
  }

  #remove(subscription: Subscription, key: string, tenantId: string): void {
    const taken = offersOf(subscription, tenantId);
    if (taken.length === 0) return;
    this.#taken.set(key, taken);
    subscription.offers = subscription.offers.filter((offer) => !taken.includes(offer));
  }

  #restore(subscription: Subscription, key: string): void {
    subscription.offers = [...(this.#taken.get(key) ?? []), ...subscription.offers];
    this.#taken.delete(key);
  }

  #changeOffer(offer: Offer, { roles, principalId, provisioningState }: SubscriptionChange): void {
    if (roles !== undefined) {
      const holder = (principalId ?? this.#world.principals[0]?.objectId ?? '').toLowerCase();
      const others = offer.authorizations.filter((each) => each.principalId.toLowerCase() !== holder);
      offer.authorizations = [...others, ...roles.map((role) => grant(holder, role))];
    }
    if (provisioningState !== undefined) {
      offer.assignments = offer.assignments.map((each) => ({ ...each, provisioningState }));
    }
  }
}

/** @param tenantId in lower case */
function offersOf({ offers }: Subscription, tenantId: string): Offer[] {
  return offers.filter((offer) => offer.managedByTenantId.toLowerCase() === tenantId);
}

function setOrClear(
  subscription: Subscription,
  field: 'visible' | 'readable',
  value: boolean | null | undefined,
): void {
  if (value === null) delete subscription[field];
  else if (value !== undefined) subscription[field] = value;
}
