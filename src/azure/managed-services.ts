// Microsoft.ManagedServices (Lighthouse): what customers delegated to the provider tenant, subscription by
// subscription (facts: azure-wire.md §2). npm has no client for it, so it goes through the REST client.
import * as z from 'zod';
import { bareRoleId, provisioningOf, scopeOfResourceId, type Delegation } from '../domain/delegation.ts';
import { pageOf, requestAllPages, type ListingPage, type RestContext } from './azure-rest.ts';

const API_VERSION = '2022-10-01';

const authorization = z.object({
  principalId: z.string().transform((id) => id.toLowerCase()),
  roleDefinitionId: z.string().transform(bareRoleId),
});
const authorizations = z
  .array(authorization)
  .nullish()
  .transform((list) => list ?? []);

const definition = z.object({
  id: z.string().nullish(),
  properties: z.object({
    managedByTenantId: z
      .string()
      .min(1)
      .transform((id) => id.toLowerCase()),
    registrationDefinitionName: z.string().nullish(),
    manageeTenantName: z.string().nullish(),
    provisioningState: z.string().nullish(),
    authorizations,
    eligibleAuthorizations: authorizations,
  }),
});

const scope = z.string().transform((id, context) => {
  const found = scopeOfResourceId(id);
  if (found !== undefined) return found;
  context.addIssue('is neither of a subscription nor of a resource group');
  return z.NEVER;
});

const assignment = z.object({
  id: scope,
  name: z.string().nullish(),
  properties: z.object({
    registrationDefinitionId: z.string(),
    provisioningState: z.string().nullish(),
    registrationDefinition: definition,
  }),
});

/** Whose it is: all that is asked of what other providers manage. */
const managedBy = z.object({
  properties: z.object({
    registrationDefinition: z.object({
      properties: definition.shape.properties.pick({ managedByTenantId: true }),
    }),
  }),
});

/**
 * How the delegations to one provider are read. What another provider manages is left out whatever it looks like, so
 * that an oddity of theirs costs us nothing.
 */
export function delegationsPage(providerTenantId: string): ListingPage<Delegation[]> {
  const ours = z.unknown().transform((item, refinement) => {
    const owner = managedBy.safeParse(item);
    if (owner.success && tenantOf(owner.data) !== providerTenantId) return [];
    const parsed = assignment.safeParse(item);
    if (parsed.success) return [toDelegation(parsed.data)];
    for (const { path, message } of parsed.error.issues)
      refinement.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
  return pageOf(ours);
}

/**
 * Of the subscription and of its resource groups: the list mixes them.
 * @throws AzureFailure
 */
export async function listDelegations(
  context: RestContext,
  subscriptionId: string,
  page: ListingPage<Delegation[]>,
): Promise<Delegation[]> {
  const pages = await requestAllPages(
    context,
    {
      path: `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationAssignments`,
      query: { 'api-version': API_VERSION, $expandRegistrationDefinition: 'true' },
    },
    page,
  );
  return pages.flat();
}

function tenantOf({ properties }: z.infer<typeof managedBy>): string {
  return properties.registrationDefinition.properties.managedByTenantId;
}

function toDelegation({ id, properties }: z.infer<typeof assignment>): Delegation {
  const { registrationDefinitionId, registrationDefinition } = properties;
  const defined = registrationDefinition.properties;
  const definitionId = `/${registrationDefinitionId.replace(/^\/+/, '')}`;
  return {
    scope: id,
    definitionId,
    definitionName: defined.registrationDefinitionName ?? definitionId.split('/').at(-1) ?? '',
    provisioningState: worse(properties.provisioningState, defined.provisioningState),
    managedByTenantId: defined.managedByTenantId,
    ...(typeof defined.manageeTenantName === 'string' && { manageeTenantName: defined.manageeTenantName }),
    authorizations: defined.authorizations,
    eligibleAuthorizations: defined.eligibleAuthorizations,
  };
}

/** An assignment that succeeded rests on its definition; one without a state promises nothing. */
function worse(assigned: string | null | undefined, defined: string | null | undefined): string {
  const state = assigned ?? 'NotSpecified';
  return provisioningOf(state) === 'succeeded' ? (defined ?? state) : state;
}
