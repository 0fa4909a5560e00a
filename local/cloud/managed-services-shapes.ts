// The wire shapes of Microsoft.ManagedServices, property order included: properties, [plan], id, type, name.
import type { Found } from './subscription-index.ts';
import type { Assignment, Offer, World } from './world.ts';

const PROVIDER = 'providers/Microsoft.ManagedServices';

/** The scope of an assignment is the prefix of its id. */
export function assignmentShape(
  found: Found,
  offer: Offer,
  assignment: Assignment,
  world: World,
  expand: boolean,
) {
  const scope =
    assignment.resourceGroup === undefined
      ? subscriptionScope(found)
      : `${subscriptionScope(found)}/resourceGroups/${assignment.resourceGroup}`;
  const id = definitionResourceId(found, offer);
  return {
    properties: {
      // The service echoes what was written when the assignment was made (a recording of the Python SDK).
      registrationDefinitionId: offer.withoutLeadingSlash === true ? id.slice(1) : id,
      provisioningState: assignment.provisioningState,
      ...(expand ? { registrationDefinition: definitionShape(found, offer, world, true) } : {}),
    },
    id: `${scope}/${PROVIDER}/registrationAssignments/${assignment.id}`,
    type: 'Microsoft.ManagedServices/registrationAssignments',
    name: assignment.id,
  };
}

/** A definition always lives at the subscription, also for a delegated group. */
export function definitionShape(found: Found, offer: Offer, world: World, namesManagee: boolean) {
  const { customer } = found;
  const managedByTenantName = offer.managedByTenantName ?? providerName(offer, world);
  return {
    properties: {
      ...(offer.description === undefined ? {} : { description: offer.description }),
      registrationDefinitionName: offer.name,
      authorizations: offer.authorizations,
      ...(offer.eligibleAuthorizations === undefined
        ? {}
        : { eligibleAuthorizations: offer.eligibleAuthorizations }),
      provisioningState: 'Succeeded',
      ...(namesManagee ? { manageeTenantId: customer.tenantId, manageeTenantName: customer.name } : {}),
      managedByTenantId: offer.managedByTenantId,
      ...(managedByTenantName === undefined ? {} : { managedByTenantName }),
    },
    ...(offer.plan === undefined ? {} : { plan: offer.plan }),
    id: definitionResourceId(found, offer),
    type: 'Microsoft.ManagedServices/registrationDefinitions',
    name: offer.definitionId,
  };
}

function definitionResourceId(found: Found, offer: Offer): string {
  return `${subscriptionScope(found)}/${PROVIDER}/registrationDefinitions/${offer.definitionId}`;
}

function subscriptionScope(found: Found): string {
  return `/subscriptions/${found.subscription.subscriptionId}`;
}

function providerName(offer: Offer, { provider }: World): string | undefined {
  return offer.managedByTenantId.toLowerCase() === provider.tenantId.toLowerCase()
    ? provider.name
    : undefined;
}
