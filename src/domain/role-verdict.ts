// What the delegations that reach one scope give our principal, apart from link and scope kind.
import type { Catalogue } from './catalogue.ts';
import { provisioningOf, type Authorization, type Delegation } from './delegation.ts';

/** The groups that the principal is a member of, or why they are not known. */
export type GroupMembership =
  | { kind: 'known'; groupIds: ReadonlySet<string> }
  /** Not looked up, as the settings say. */
  | { kind: 'off' }
  /** Looked up in vain: what counted through a group yesterday must not be said to be lost today. */
  | { kind: 'unread'; cause: string };

export interface Principal {
  /** Object id of the service principal, GUID in lower case. */
  principalId: string;
  groups: GroupMembership;
}

/**
 * Best first: `eligible` (a permanent role that counts), `unlisted` (only one the table does not know),
 * `not-eligible` (only ones that do not count), `unresolved` (other principals, any of which may be a group of
 * ours, would change the answer), `none`. `under-way`: what is being provisioned may still change the answer.
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
  const held = judgeHeld(
    all.filter((authorization) => reaches(authorization, principal) !== undefined),
    catalogue,
  );
  if (held === 'eligible' || principal.groups.kind === 'known') return held;
  // With the look-up off, a role of our own is what counts: only access *only* through a group is open.
  if (principal.groups.kind === 'off') return held === 'none' && all.length > 0 ? 'unresolved' : held;
  return judgeHeld(all, catalogue) === held ? held : 'unresolved';
}

function judgeHeld(held: readonly Authorization[], catalogue: Catalogue): RoleVerdict {
  const eligibilities = held.map(({ roleDefinitionId }) => catalogue.eligibility(roleDefinitionId));
  if (eligibilities.includes('yes')) return 'eligible';
  if (eligibilities.includes('unlisted')) return 'unlisted';
  return held.length > 0 ? 'not-eligible' : 'none';
}
