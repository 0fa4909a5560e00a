// Plain values for the tables of the pure core: each test names only what it is about.
import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { Authorization, Delegation } from '../../src/domain/delegation.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { Moment, Subscription } from '../../src/domain/next-row.ts';
import type { GroupMembership } from '../../src/domain/role-verdict.ts';
import type { Standing } from '../../src/domain/standing.ts';

export const PRINCIPAL = '11111111-0000-4000-8000-000000000001';
export const GROUP = '11111111-0000-4000-8000-000000000002';
export const STRANGER = '11111111-0000-4000-8000-000000000003';
export const PARTNER = '7000001';
export const OTHER_PARTNER = '7000002';
export const SUBSCRIPTION_ID = '22222222-0000-4000-8000-000000000001';
export const CUSTOMER_TENANT = '33333333-0000-4000-8000-000000000001';
export const PROVIDER_TENANT = '33333333-0000-4000-8000-000000000002';

export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const CONTRIBUTOR = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const SUPPORT = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
/** Built in, but not in the PEC table. */
export const TAG_CONTRIBUTOR = '4a9ae827-6dc8-4573-8ac7-8239d42aa03f';
/** Yes in the PEC table, but Lighthouse refuses it by now. */
export const LOG_ANALYTICS_CONTRIBUTOR = '92aaf0da-9dab-42b6-94a3-d43ce8d16293';
export const UNHEARD_OF = '99999999-0000-4000-8000-000000000009';

export const RIGHT: LinkObservation = { kind: 'linked', partnerId: PARTNER, version: 1 };
export const OTHER: LinkObservation = { kind: 'linked', partnerId: OTHER_PARTNER, version: 2 };
export const NONE: LinkObservation = { kind: 'none' };
export const UNREADABLE: LinkObservation = { kind: 'unreadable', cause: 'Azure answered 500.' };

export function ours(roleDefinitionId: string): Authorization {
  return { principalId: PRINCIPAL, roleDefinitionId };
}

export function to(principalId: string, roleDefinitionId: string): Authorization {
  return { principalId, roleDefinitionId };
}

export function delegation(
  authorizations: Authorization[],
  rest: Partial<Omit<Delegation, 'scope'>> & { group?: string } = {},
): Delegation {
  const { group, ...others } = rest;
  const subscriptionScope = `/subscriptions/${SUBSCRIPTION_ID}`;
  return {
    scope:
      group === undefined
        ? { id: subscriptionScope, kind: 'subscription', subscriptionId: SUBSCRIPTION_ID }
        : {
            id: `${subscriptionScope}/resourceGroups/${group}`,
            kind: 'resourceGroup',
            subscriptionId: SUBSCRIPTION_ID,
          },
    definitionId: `${subscriptionScope}/providers/Microsoft.ManagedServices/registrationDefinitions/one`,
    definitionName: 'Managed Azure',
    provisioningState: 'Succeeded',
    managedByTenantId: PROVIDER_TENANT,
    authorizations,
    eligibleAuthorizations: [],
    ...others,
  };
}

export const GROUPS_OFF: GroupMembership = { kind: 'off' };
export const GROUPS_UNREAD: GroupMembership = { kind: 'unread', cause: 'Graph answered 500.' };

export function inGroups(...groupIds: string[]): GroupMembership {
  return { kind: 'known', groupIds: new Set(groupIds) };
}

export function standing(link: LinkObservation = RIGHT, groups: GroupMembership = GROUPS_OFF): Standing {
  return {
    principal: { principalId: PRINCIPAL, groups },
    wantedPartnerId: PARTNER,
    link,
    catalogue: createCatalogue(),
  };
}

export const SUBSCRIPTION: Subscription = {
  subscriptionId: SUBSCRIPTION_ID,
  displayName: 'Production',
  tenantId: CUSTOMER_TENANT,
  state: 'Enabled',
};

/** @param day of January 2026 */
export function moment(day: number, baseline = false): Moment {
  const now = `2026-01-${String(day).padStart(2, '0')}T06:17:00.000Z`;
  return { identity: 'default', runId: `run-${day}`, now, baseline };
}
