// What a template lacks: the role that counts, the two that Keeper's work rests on, and the assignment.
import { keepable } from './inspect-list.ts';
import type { InspectedOffer } from './inspect-offer.ts';
import type { Judging } from './judging.ts';
import { READER, REGISTRATION_ASSIGNMENT_DELETE, SUPPORT_REQUEST_CONTRIBUTOR } from './role-ids.ts';

export type Missing =
  { roleDefinitionId: string; roleName: string; why: string } | { resourceType: string; why: string };

const WHY: Record<string, string> = {
  [READER]:
    'Without Reader the principal may not read the delegation, so whether it earns cannot be watched.',
  [REGISTRATION_ASSIGNMENT_DELETE]: 'Without it only the customer can remove the delegation again.',
};
const WHY_COUNTING =
  'No permanent role for this principal counts for partner earned credit; this is the least that does.';
const WHY_ASSIGNMENT = 'A registration definition alone delegates nothing: it must be assigned to a scope.';

/** @param state whether something is left open, and whether anything is assigned, or may be */
export function missingFrom(
  offers: readonly InspectedOffer[],
  { isOpen, assigns }: { isOpen: boolean; assigns: boolean },
  judging: Judging,
): Missing[] {
  const missing: Missing[] = [];
  // What is not worked out may hold a role, but no assignment where there is none at all.
  if (!isOpen) missing.push(...missingRoles(offers, judging));
  if (offers.some(({ offer }) => offer.assignedTo.length === 0) && !(isOpen && assigns))
    missing.push({ resourceType: 'Microsoft.ManagedServices/registrationAssignments', why: WHY_ASSIGNMENT });
  return missing;
}

function missingRoles(offers: readonly InspectedOffer[], judging: Judging): Missing[] {
  const { catalogue } = judging.standing;
  const held = new Set(offers.flatMap((each) => ownRoles(each, judging)));
  return lackingRoles(held, judging).map((roleDefinitionId) => ({
    roleDefinitionId,
    roleName: catalogue.roleName(roleDefinitionId),
    why: WHY[roleDefinitionId] ?? WHY_COUNTING,
  }));
}

/** Permanent roles that our principal gets from an offer of our tenant, as far as Lighthouse takes them. */
export function ownRoles({ tenant, permanent }: InspectedOffer, { tenantId, standing }: Judging): string[] {
  if (tenant !== tenantId) return [];
  return keepable(permanent)
    .filter(({ principalId }) => principalId === standing.principal.principalId)
    .map(({ roleDefinitionId }) => roleDefinitionId);
}

/** What a principal with these roles lacks. */
export function lackingRoles(held: ReadonlySet<string>, { standing }: Judging): string[] {
  const counts = [...held].some((role) => standing.catalogue.eligibility(role) === 'yes');
  return [
    ...(counts ? [] : [SUPPORT_REQUEST_CONTRIBUTOR]),
    ...[READER, REGISTRATION_ASSIGNMENT_DELETE].filter((role) => !held.has(role)),
  ];
}
