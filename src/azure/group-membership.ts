// Microsoft Graph: the groups that the principal is in, nested ones too (facts: azure-wire.md §7).
import * as z from 'zod';
import { requestJson, type RestContext } from './azure-rest.ts';

const memberGroups = z.object({ value: z.array(z.string().transform((id) => id.toLowerCase())) });

/** Needs Application.Read.All. @throws AzureFailure */
export async function listGroups(context: RestContext, principalId: string): Promise<ReadonlySet<string>> {
  const { value } = await requestJson(
    context,
    {
      method: 'POST',
      path: `/v1.0/servicePrincipals/${principalId}/getMemberGroups`,
      // true is for users only: Graph refuses it for a service principal.
      body: { securityEnabledOnly: false },
    },
    memberGroups,
  );
  return new Set(value);
}
