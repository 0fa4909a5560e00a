// What the probe takes out of Azure's answers: more than the product does, for it asks about what the product leaves.
import * as z from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());

const listedSubscription = z.object({
  subscriptionId: guid,
  tenantId: guid,
  authorizationSource: z.string().optional(),
  managedByTenants: z.array(z.object({ tenantId: guid })).default([]),
});
export type ListedSubscription = z.infer<typeof listedSubscription>;

export const subscriptionsPage = z.object({
  value: z.array(listedSubscription),
  count: z.object({ value: z.number() }).optional(),
  nextLink: z.string().optional(),
});

const authorization = z.object({
  principalId: guid,
  roleDefinitionId: z.string().transform((id) => (id.split('/').at(-1) ?? '').toLowerCase()),
});

export const definition = z.object({
  properties: z.object({
    managedByTenantId: guid,
    manageeTenantId: z.string().nullish(),
    authorizations: z
      .array(authorization)
      .nullish()
      .transform((list) => list ?? []),
  }),
});

const assignment = z.object({
  id: z.string(),
  properties: z.object({
    registrationDefinitionId: z.string(),
    provisioningState: z.string().optional(),
    registrationDefinition: definition,
  }),
});
export type Assignment = z.infer<typeof assignment>;

export const assignmentsPage = z.object({ value: z.array(assignment), nextLink: z.string().optional() });

export const link = z.object({ properties: z.object({ partnerId: z.string(), state: z.string() }) });

/** Undefined: of the whole subscription. */
export function groupOf({ id }: Assignment): string | undefined {
  return /\/resourceGroups\/([^/]+)\/providers\//i.exec(id)?.[1];
}
