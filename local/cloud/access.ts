// What a caller may see: the effect of Lighthouse authorizations on a listing and on the reading of delegations.
import { errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Assumptions } from './assumptions.ts';
import { reachedBy } from './caller.ts';
import type { Caller } from './caller.ts';
import { parameter } from './route.ts';
import type { Call } from './route.ts';
import type { Found } from './subscription-index.ts';
import type { Customer, Subscription, World } from './world.ts';

export interface Grant {
  roleDefinitionId: string;
  /** undefined: the whole subscription. */
  resourceGroup: string | undefined;
  succeeded: boolean;
}

export interface View {
  caller: Caller;
  /** Ids in lower case: the caller and its groups. */
  reached: ReadonlySet<string>;
}

export function viewOf(world: World, caller: Caller): View {
  return { caller, reached: reachedBy(world, caller) };
}

/** The permanent roles that delegations to the caller's tenant give it. */
export function grantsOf(subscription: Subscription, view: View): Grant[] {
  const tenant = view.caller.tenantId.toLowerCase();
  return subscription.offers
    .filter((offer) => offer.managedByTenantId.toLowerCase() === tenant)
    .flatMap((offer) =>
      offer.authorizations
        .filter((each) => view.reached.has(each.principalId.toLowerCase()))
        .flatMap(({ roleDefinitionId }) =>
          offer.assignments.map(({ resourceGroup, provisioningState }) => ({
            roleDefinitionId,
            resourceGroup,
            succeeded: provisioningState === 'Succeeded',
          })),
        ),
    );
}

/** Whether the listing of subscriptions shows it. */
export function isListed(
  customer: Customer,
  subscription: Subscription,
  view: View,
  assumptions: Assumptions,
): boolean {
  if (subscription.visible !== undefined) return subscription.visible;
  if (customer.tenantId.toLowerCase() === view.caller.tenantId.toLowerCase()) return false;
  return grantsOf(subscription, view).some(
    (grant) =>
      (grant.succeeded || assumptions.pendingDelegationListed) &&
      (grant.resourceGroup === undefined || assumptions.groupOnlyListed),
  );
}

export type Seen = { found: Found; refused?: undefined } | { refused: Answer };

/** The subscription that the path names, or the answer of ARM to a caller that does not see it. */
export function seeSubscription(call: Call, caller: Caller): Seen {
  const { simulation } = call;
  const subscriptionId = parameter(call, 'subscriptionId');
  const found = simulation.index.find(subscriptionId);
  if (found === undefined) return { refused: notFound(subscriptionId, simulation.assumptions) };
  const { customer, subscription } = found;
  const hidden = subscription.whenHidden ?? simulation.assumptions.hiddenSubscription;
  if (hidden === 'found') return { found };
  if (isListed(customer, subscription, viewOf(simulation.world, caller), simulation.assumptions)) {
    return { found };
  }
  switch (hidden) {
    case 'wrong-tenant':
      return { refused: wrongTenant(caller.tenantId, customer.tenantId) };
    case 'forbidden': {
      const scope = `/subscriptions/${subscriptionId}`;
      return { refused: forbidden(caller, 'Microsoft.Resources/subscriptions/read', scope) };
    }
    case 'not-found':
      return { refused: notFound(subscriptionId, simulation.assumptions) };
  }
}

/** Recorded text and header. */
export function forbidden(
  caller: Caller,
  action: string,
  scope: string,
  code = 'AuthorizationFailed',
): Answer {
  const message =
    `The client '${caller.clientId}' with object id '${caller.objectId}' does not have authorization to perform ` +
    `action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please ` +
    'refresh your credentials.';
  return errorAnswer({ status: 403, code, message }, { 'x-ms-failure-cause': 'gateway' });
}

function notFound(subscriptionId: string, { subscriptionNotFound: error }: Assumptions): Answer {
  return errorAnswer({ ...error, message: error.message.replace('{subscriptionId}', subscriptionId) });
}

function wrongTenant(tokenTenant: string, homeTenant: string): Answer {
  const message =
    `The access token is from the wrong issuer 'https://sts.windows.net/${tokenTenant}/'. It must match the tenant ` +
    `'https://sts.windows.net/${homeTenant}/' associated with this subscription. Please use the authority (URL) ` +
    `'https://login.windows.net/${homeTenant}' to get the token. Note, if the subscription is transferred to another ` +
    'tenant there is no impact to the services, but information about new tenant could take time to propagate (up ' +
    'to an hour). If you just transferred your subscription and see this error message, please try back later.';
  return errorAnswer({ status: 401, code: 'InvalidAuthenticationTokenTenant', message });
}
