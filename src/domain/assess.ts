// Decides for one subscription what its delegations earn under the present link, and says why.
import type { Eligibility } from './catalogue.ts';
import type { Delegation, Scope, ScopeKind } from './delegation.ts';
import { finding, type Finding } from './finding.ts';
import type { LinkObservation } from './link.ts';
import { rollUp, type Recognition } from './recognition.ts';
import { judgeRoles, reaches, type RoleVerdict } from './role-verdict.ts';
import { duplicateOffers, scopeFindings } from './scope-findings.ts';
import type { Standing } from './standing.ts';
import { isSeenNotEnabled } from './subscription-state.ts';
import { verdictsOfRead } from './verdicts.ts';
import type { Verdict } from './condition.ts';

/** A role that reaches our principal through one delegation. */
export interface HeldRole {
  roleDefinitionId: string;
  roleName: string;
  principalId: string;
  via: 'principal' | 'group';
  /** false: just-in-time */
  permanent: boolean;
  eligibility: Eligibility;
}

export interface ScopeDelegation {
  definitionId: string;
  definitionName: string;
  provisioningState: string;
  roles: HeldRole[];
}

export interface AssessedScope {
  /** ARM id */
  id: string;
  kind: ScopeKind;
  recognition: Recognition;
  findings: Finding[];
  delegations: ScopeDelegation[];
}

export interface Assessment {
  recognition: Recognition;
  /** The subscription's own and, with `scope` set, those of its scopes. */
  findings: Finding[];
  scopes: AssessedScope[];
  verdicts: Verdict[];
}

/**
 * @param state of the subscription, as Azure spells it
 * @param delegations at least one, all of this subscription and of the provider tenant
 */
export function assessSubscription(
  state: string,
  delegations: readonly Delegation[],
  standing: Standing,
): Assessment {
  const own = delegations.filter(({ scope }) => scope.kind === 'subscription');
  const ownVerdict = judgeRoles(own, standing.principal, standing.catalogue);
  const scopes = scopesOf(delegations).map((scope) => assessScope(scope, delegations, ownVerdict, standing));
  const assessed = scopes.map((scope) => scope.assessed);
  const recognition = rollUp(
    assessed.find(({ kind }) => kind === 'subscription')?.recognition,
    assessed.filter(({ kind }) => kind === 'resourceGroup').map((scope) => scope.recognition),
  );
  const findings = [
    ...linkFindings(scopes, standing),
    ...tellingFirst(scopes, recognition).flatMap(({ assessed }) =>
      assessed.findings.map((each) => ({ ...each, scope: assessed.id })),
    ),
    ...(isSeenNotEnabled(state) ? [finding('subscription-not-enabled', state)] : []),
    ...duplicateOffers(delegations, standing),
  ];
  return {
    recognition,
    findings,
    scopes: assessed,
    verdicts: verdictsOfRead(
      { delegations, own: ownVerdict, all: scopes.map(({ verdict }) => verdict) },
      standing,
    ),
  };
}

/** The scopes that give the subscription its word first: what they say is the reason that people look for. */
function tellingFirst(scopes: readonly JudgedScope[], recognition: Recognition): JudgedScope[] {
  const tells = ({ assessed }: JudgedScope) => assessed.recognition === recognition;
  return [...scopes.filter(tells), ...scopes.filter((scope) => !tells(scope))];
}

interface JudgedScope {
  assessed: AssessedScope;
  verdict: RoleVerdict;
}

function assessScope(
  scope: Scope,
  all: readonly Delegation[],
  ownVerdict: RoleVerdict,
  standing: Standing,
): JudgedScope {
  const here = all.filter((delegation) => sameScope(delegation.scope, scope));
  // A subscription's delegation reaches its resource groups too (facts §1 'Scope': it rolls down).
  const reaching =
    scope.kind === 'subscription'
      ? here
      : [...all.filter(({ scope: { kind } }) => kind === 'subscription'), ...here];
  const verdict = judgeRoles(reaching, standing.principal, standing.catalogue);
  const assessed: AssessedScope = {
    id: scope.id,
    kind: scope.kind,
    recognition: recognize(verdict, scope.kind, standing.link, standing.wantedPartnerId),
    findings: scopeFindings(
      { scope, here, reaching, verdict, wholeSubscription: ownVerdict === 'eligible' },
      standing,
    ),
    delegations: here.map((delegation) => toScopeDelegation(delegation, standing)),
  };
  return { assessed, verdict };
}

/** The word of a scope: what the roles would earn, as the link lets it count. */
function recognize(
  verdict: RoleVerdict,
  kind: ScopeKind,
  link: LinkObservation,
  wantedPartnerId: string,
): Recognition {
  if (verdict === 'none') return 'none';
  if (link.kind === 'unreadable') return 'unknown';
  if (link.kind === 'none' || link.partnerId !== wantedPartnerId) return 'none';
  if (verdict === 'eligible') return kind === 'subscription' ? 'pec' : 'pec-partial';
  return verdict === 'not-eligible' ? 'pal-only' : 'unknown';
}

function linkFindings(scopes: readonly JudgedScope[], standing: Standing): Finding[] {
  // A link finding stands only on the rows whose recognition it costs: those with a role, or perhaps one.
  if (scopes.every(({ verdict }) => verdict === 'none')) return [];
  return findingsOfLink(standing.link, standing.wantedPartnerId);
}

export function findingsOfLink(link: LinkObservation, wantedPartnerId: string): Finding[] {
  if (link.kind === 'none') return [finding('link-missing', wantedPartnerId)];
  if (link.kind === 'unreadable') return [finding('link-unreadable', link.cause)];
  if (link.partnerId === wantedPartnerId) return [];
  return [finding('link-other-partner', link.partnerId, wantedPartnerId)];
}

function toScopeDelegation(delegation: Delegation, { principal, catalogue }: Standing): ScopeDelegation {
  const held = (permanent: boolean) =>
    delegation[permanent ? 'authorizations' : 'eligibleAuthorizations'].flatMap(
      (authorization): HeldRole[] => {
        const via = reaches(authorization, principal);
        if (via === undefined) return [];
        const { principalId, roleDefinitionId } = authorization;
        const roleName = catalogue.roleName(roleDefinitionId);
        const eligibility = catalogue.eligibility(roleDefinitionId);
        return [{ roleDefinitionId, roleName, principalId, via, permanent, eligibility }];
      },
    );
  const { definitionId, definitionName, provisioningState } = delegation;
  return { definitionId, definitionName, provisioningState, roles: [...held(true), ...held(false)] };
}

/** Each scope once, the subscription first, then by id; ARM ids differ in case from call to call. */
function scopesOf(delegations: readonly Delegation[]): Scope[] {
  const byId = new Map<string, Scope>();
  for (const { scope } of delegations) {
    const key = scope.id.toLowerCase();
    if (!byId.has(key)) byId.set(key, scope);
  }
  return [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, scope]) => scope);
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.id.toLowerCase() === b.id.toLowerCase();
}
