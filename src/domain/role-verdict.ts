// What the delegations that reach one scope give our principal, apart from link and scope kind.
import type { Catalogue } from './catalogue.ts';
import { provisioningOf, type Authorization, type Delegation } from './delegation.ts';

/** The groups that the principal is a member of, or why they are not known. */
export type GroupMembership =
  { kind: 'known'; groupIds: ReadonlySet<string> } | { kind: 'unknown'; cause: string };

export interface Principal {
  /** Object id of the service principal, GUID in lower case. */
  principalId: string;
  groups: GroupMembership;
}

/**
 * Best first: `eligible` (a permanent role that counts), `unlisted` (only one the table does not know),
 * `not-eligible` (only ones that do not count), `unresolved` (only other principals, any of which may be a group
 * of ours), `none`. `under-way`: what is being provisioned may still change the answer.
 */
export type RoleVerdict = 'eligible' | 'unlisted' | 'not-eligible' | 'unresolved' | 'none' | 'under-way';

/** Whether an authorization is ours: `principal` directly, `group` through a known membership. */
export function reaches(
  authorization: Authorization,
  principal: Principal,
): 'principal' | 'group' | undefined {
  if (authorization.principalId === principal.principalId) return 'principal';
  const { groups } = principal;
  return groups.kind === 'known' && groups.groupIds.has(authorization.principalId) ? 'group' : undefined;
}

export function judgeRoles(
  delegations: readonly Delegation[],
  principal: Principal,
  catalogue: Catalogue,
): RoleVerdict {
  const succeeded = delegations.filter((each) => provisioningOf(each.provisioningState) === 'succeeded');
  const underWay = delegations.filter((each) => provisioningOf(each.provisioningState) === 'under-way');
  const now = judgeAuthorizations(succeeded, principal, catalogue);
  if (underWay.length === 0 || now === 'eligible') return now;
  const later = judgeAuthorizations([...succeeded, ...underWay], principal, catalogue);
  return succeeded.length === 0 || later !== now ? 'under-way' : now;
}

function judgeAuthorizations(
  delegations: readonly Delegation[],
  principal: Principal,
  catalogue: Catalogue,
): RoleVerdict {
  const all = delegations.flatMap(({ authorizations }) => authorizations);
  const ours = all.filter((authorization) => reaches(authorization, principal) !== undefined);
  const eligibilities = ours.map(({ roleDefinitionId }) => catalogue.eligibility(roleDefinitionId));
  if (eligibilities.includes('yes')) return 'eligible';
  if (eligibilities.includes('unlisted')) return 'unlisted';
  if (ours.length > 0) return 'not-eligible';
  return all.length > 0 && principal.groups.kind === 'unknown' ? 'unresolved' : 'none';
}
