// A delegation as Azure tells it: a registration assignment with its expanded definition, freed of wire detail.

export type ScopeKind = 'subscription' | 'resourceGroup';

export interface Scope {
  /** ARM id with a leading slash, without a trailing one; the subscription's GUID in lower case. */
  id: string;
  kind: ScopeKind;
  subscriptionId: string;
}

/** A principal of the managing tenant (user, group or service principal: Azure does not say which) and a role. */
export interface Authorization {
  /** GUID in lower case. */
  principalId: string;
  /** Bare GUID in lower case. */
  roleDefinitionId: string;
}

export interface Delegation {
  scope: Scope;
  /** ARM id of the registration definition, with a leading slash. */
  definitionId: string;
  definitionName: string;
  /** As Azure spells it; the definition's own where the assignment's says Succeeded. */
  provisioningState: string;
  managedByTenantId: string;
  manageeTenantName?: string;
  /** Permanent. */
  authorizations: Authorization[];
  /** Just-in-time: they never count (facts: PEC applies to permanent assignments only). */
  eligibleAuthorizations: Authorization[];
}

export type Provisioning = 'succeeded' | 'under-way' | 'not-succeeded';

const ENDED_BADLY = new Set(['failed', 'canceled', 'deleted']);

/** A state that Azure adds one day is taken for under way: not proven to have ended, so neither yes nor no. */
export function provisioningOf(provisioningState: string): Provisioning {
  const state = provisioningState.toLowerCase();
  if (state === 'succeeded') return 'succeeded';
  return ENDED_BADLY.has(state) ? 'not-succeeded' : 'under-way';
}

/** The bare GUID, in lower case, of a role given as a GUID or as a resource id in any case. */
export function bareRoleId(roleDefinitionId: string): string {
  return roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1).toLowerCase();
}

const SCOPED_ID =
  /^\/?subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/providers\/Microsoft\.ManagedServices\//i;

/** The scope in front of a Microsoft.ManagedServices resource id, or undefined where it is neither kind. */
export function scopeOfResourceId(resourceId: string): Scope | undefined {
  const match = SCOPED_ID.exec(resourceId);
  if (match?.[1] === undefined) return undefined;
  const subscriptionId = match[1].toLowerCase();
  const subscriptionScope = `/subscriptions/${subscriptionId}`;
  if (match[2] === undefined) return { id: subscriptionScope, kind: 'subscription', subscriptionId };
  return { id: `${subscriptionScope}/resourceGroups/${match[2]}`, kind: 'resourceGroup', subscriptionId };
}
