// Why a scope has the word that it has: the findings of one scope, and those between the offers of a subscription.
import { provisioningOf, type Authorization, type Delegation, type Scope } from './delegation.ts';
import { finding, type Finding } from './finding.ts';
import { reaches, type GroupMembership, type RoleVerdict } from './role-verdict.ts';
import type { Standing } from './standing.ts';

export interface ScopeView {
  scope: Scope;
  /** Delegations registered at this very scope. */
  here: readonly Delegation[];
  /** These and, for a resource group, the subscription's. */
  reaching: readonly Delegation[];
  verdict: RoleVerdict;
  /** The subscription's own delegations already carry it as a whole. */
  wholeSubscription: boolean;
}

export function scopeFindings(view: ScopeView, standing: Standing): Finding[] {
  return [
    ...provisioningFindings(view.here),
    ...verdictFindings(view, standing),
    ...justInTimeFindings(view, standing),
    ...unsupportedFindings(view.here, standing),
  ];
}

function provisioningFindings(here: readonly Delegation[]): Finding[] {
  return here.flatMap(({ provisioningState }) => {
    const provisioning = provisioningOf(provisioningState);
    if (provisioning === 'succeeded') return [];
    return [finding('delegation-not-succeeded', provisioningState, provisioning === 'under-way')];
  });
}

function verdictFindings(view: ScopeView, standing: Standing): Finding[] {
  const { principal, catalogue } = standing;
  const succeeded = view.reaching.filter(hasSucceeded);
  const permanent = ours(succeeded, 'authorizations', standing);
  switch (view.verdict) {
    case 'eligible':
      return view.scope.kind === 'resourceGroup' && !view.wholeSubscription
        ? [finding('resource-group-only')]
        : [];
    case 'not-eligible':
      return [finding('role-not-eligible', names(permanent, standing))];
    case 'unlisted': {
      const unlisted = permanent.filter(
        (each) => catalogue.eligibility(each.roleDefinitionId) === 'unlisted',
      );
      return [finding('role-unlisted', names(unlisted, standing))];
    }
    case 'unresolved':
      return [finding('group-unresolved', membershipCause(principal.groups))];
    case 'none': {
      const justInTime = ours(succeeded, 'eligibleAuthorizations', standing);
      const otherwiseSaid = succeeded.length === 0 || justInTime.length > 0;
      return otherwiseSaid ? [] : [finding('no-authorization', principal.principalId)];
    }
    case 'under-way':
      return [];
  }
}

function justInTimeFindings({ reaching, verdict }: ScopeView, standing: Standing): Finding[] {
  if (verdict === 'eligible') return [];
  const justInTime = ours(reaching.filter(hasSucceeded), 'eligibleAuthorizations', standing);
  // Beside a permanent role only a just-in-time role that would count is worth a word.
  const told =
    verdict === 'none' || verdict === 'unresolved'
      ? justInTime
      : justInTime.filter((each) => standing.catalogue.eligibility(each.roleDefinitionId) === 'yes');
  return told.length === 0 ? [] : [finding('role-just-in-time-only', names(told, standing))];
}

function unsupportedFindings(here: readonly Delegation[], standing: Standing): Finding[] {
  const unsupported = ours(here.filter(hasSucceeded), 'authorizations', standing).filter(
    (each) => standing.catalogue.lighthouse(each.roleDefinitionId) === 'not-supported',
  );
  return unsupported.length === 0 ? [] : [finding('role-unsupported-soon', names(unsupported, standing))];
}

/** The same principal and role in two offers: facts §2, 'What breaks or changes recognition' [LH-REM, LH-UPD]. */
export function duplicateOffers(delegations: readonly Delegation[], standing: Standing): Finding[] {
  const held = new Map<string, { authorization: Authorization; offers: Map<string, string> }>();
  for (const delegation of delegations.filter(hasSucceeded)) {
    for (const authorization of ours([delegation], 'authorizations', standing)) {
      const key = `${authorization.principalId} ${authorization.roleDefinitionId}`;
      const { offers } = held.get(key) ?? { offers: new Map<string, string>() };
      offers.set(delegation.definitionId.toLowerCase(), delegation.definitionName);
      held.set(key, { authorization, offers });
    }
  }
  const twice = [...held.values()].filter(({ offers }) => offers.size > 1);
  if (twice.length === 0) return [];
  const roles = twice.map(({ authorization }) => authorization);
  const offers = new Set(twice.flatMap((each) => [...each.offers.values()]));
  return [finding('duplicate-offer-risk', names(roles, standing), [...offers].sort().join(', '))];
}

/** Why it is not known who is in which group. */
export function membershipCause(groups: GroupMembership): string {
  if (groups.kind === 'unread') return groups.cause;
  return groups.kind === 'off' ? 'GROUP_LOOKUP is off' : 'the groups are known';
}

function hasSucceeded({ provisioningState }: Delegation): boolean {
  return provisioningOf(provisioningState) === 'succeeded';
}

function ours(
  delegations: readonly Delegation[],
  kind: 'authorizations' | 'eligibleAuthorizations',
  { principal }: Standing,
): Authorization[] {
  return delegations.flatMap((each) => each[kind]).filter((each) => reaches(each, principal) !== undefined);
}

function names(authorizations: readonly Authorization[], { catalogue }: Standing): string {
  const roles = authorizations.map(({ roleDefinitionId }) => catalogue.roleName(roleDefinitionId));
  return [...new Set(roles)].sort().join(', ');
}
