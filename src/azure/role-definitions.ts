// Microsoft.Authorization: names of built-in roles that the shipped data does not know (facts: azure-wire.md §3).
import type { AuthorizationManagementClient } from '@azure/arm-authorization';
import { bareRoleId } from '../domain/delegation.ts';
import { AzureFailure } from '../ports/azure.ts';
import { askAzure, type Patience } from './patience.ts';

export interface AuthorizationContext extends Patience {
  client: AuthorizationManagementClient;
}

/** Azure has sent some 450 roles on one page; the SDK itself would follow a circle of pages for ever. */
const MOST_PAGES = 100;

/** Role name by bare role id. @throws AzureFailure */
export async function listRoleNames(
  context: AuthorizationContext,
  subscriptionId: string,
): Promise<Record<string, string>> {
  return askAzure(context, async (abortSignal) => {
    const names: Record<string, string> = {};
    // Without its leading slash: the SDK puts one before the scope and would send two.
    const scope = `subscriptions/${subscriptionId}`;
    const roles = context.client.roleDefinitions.list(scope, {
      filter: "type eq 'BuiltInRole'",
      abortSignal,
    });
    let pages = 0;
    for await (const page of roles.byPage()) {
      pages += 1;
      if (pages > MOST_PAGES)
        throw new AzureFailure('The listing of roles does not end.', {
          code: 'EndlessListing',
          retryable: false,
        });
      for (const { name, roleName } of page)
        if (name !== undefined && roleName !== undefined) names[bareRoleId(name)] = roleName;
    }
    return names;
  });
}
