// The five conditions of a row, decided from what a run saw; condition.ts dates them.
import type { ConditionStatus, ConditionType, Verdict } from './condition.ts';
import { provisioningOf, type Delegation } from './delegation.ts';
import type { LinkObservation } from './link.ts';
import type { RoleVerdict } from './role-verdict.ts';
import type { Standing } from './standing.ts';

export interface SeenRoles {
  delegations: readonly Delegation[];
  /** Of the subscription as a whole. */
  own: RoleVerdict;
  /** Of each scope. */
  all: readonly RoleVerdict[];
}

export function verdictsOfRead(seen: SeenRoles, standing: Standing): Verdict[] {
  return [
    linkedVerdict(standing.link, standing.wantedPartnerId),
    delegatedVerdict(seen.delegations),
    eligibleVerdict(seen.all),
    wholeVerdict(seen.own),
    verdict('Observed', 'True', 'Read', 'What is delegated was read.'),
  ];
}

/** @param cause a sentence on what failed */
export function verdictsOfUnread(cause: string, standing: Standing): Verdict[] {
  const unknown = (type: ConditionType) =>
    verdict(type, 'Unknown', 'NotRead', 'It could not be read this time.');
  return [
    linkedVerdict(standing.link, standing.wantedPartnerId),
    unknown('Delegated'),
    unknown('RoleEligible'),
    unknown('WholeSubscription'),
    verdict('Observed', 'False', 'ReadFailed', cause),
  ];
}

export function verdictsOfRemoved(standing: Standing): Verdict[] {
  const no = (type: ConditionType) => verdict(type, 'False', 'Removed', 'Nothing is delegated any more.');
  return [
    linkedVerdict(standing.link, standing.wantedPartnerId),
    no('Delegated'),
    no('RoleEligible'),
    no('WholeSubscription'),
    verdict('Observed', 'True', 'Read', 'The removal was seen.'),
  ];
}

/** Not visible, and never was: whether it is delegated is not known. */
export function verdictsOfHidden(standing: Standing): Verdict[] {
  const unknown = (type: ConditionType) =>
    verdict(type, 'Unknown', 'NotVisible', 'It is not visible to the principal.');
  return [
    linkedVerdict(standing.link, standing.wantedPartnerId),
    unknown('Delegated'),
    unknown('RoleEligible'),
    unknown('WholeSubscription'),
    verdict('Observed', 'False', 'NotVisible', 'It is not visible to the principal.'),
  ];
}

/** Visible, and nothing is or can be delegated. */
export function verdictsOfUndelegated(standing: Standing): Verdict[] {
  const no = (type: ConditionType) =>
    verdict(type, 'False', 'NotDelegated', 'Nothing is delegated to the provider tenant.');
  return [
    linkedVerdict(standing.link, standing.wantedPartnerId),
    no('Delegated'),
    no('RoleEligible'),
    no('WholeSubscription'),
    verdict('Observed', 'True', 'Read', 'It was seen that nothing is delegated.'),
  ];
}

export function linkedVerdict(link: LinkObservation, wantedPartnerId: string): Verdict {
  if (link.kind === 'unreadable') return verdict('Linked', 'Unknown', 'LinkUnreadable', link.cause);
  if (link.kind === 'none') return verdict('Linked', 'False', 'NoLink', 'The principal has no PAL link.');
  const { partnerId } = link;
  return partnerId === wantedPartnerId
    ? verdict('Linked', 'True', 'LinkRight', `The principal is linked to partner ID ${partnerId}.`)
    : verdict('Linked', 'False', 'OtherPartner', `The principal is linked to partner ID ${partnerId}.`);
}

function delegatedVerdict(delegations: readonly Delegation[]): Verdict {
  const states = new Set(delegations.map(({ provisioningState }) => provisioningOf(provisioningState)));
  if (states.has('succeeded'))
    return verdict('Delegated', 'True', 'Delegated', 'A delegation to this tenant is in force.');
  return states.has('under-way')
    ? verdict('Delegated', 'Unknown', 'UnderWay', 'The delegation is being provisioned.')
    : verdict('Delegated', 'False', 'NotSucceeded', 'The delegation did not come about.');
}

function eligibleVerdict(all: readonly RoleVerdict[]): Verdict {
  if (all.includes('eligible')) return verdict('RoleEligible', 'True', ...ROLE_REASONS.eligible);
  const open = (['unlisted', 'unresolved', 'under-way'] as const).find((each) => all.includes(each));
  if (open !== undefined) return verdict('RoleEligible', 'Unknown', ...ROLE_REASONS[open]);
  return verdict(
    'RoleEligible',
    'False',
    ...ROLE_REASONS[all.includes('not-eligible') ? 'not-eligible' : 'none'],
  );
}

function wholeVerdict(own: RoleVerdict): Verdict {
  const status = own === 'eligible' ? 'True' : own === 'not-eligible' || own === 'none' ? 'False' : 'Unknown';
  return verdict('WholeSubscription', status, ...ROLE_REASONS[own]);
}

const ROLE_REASONS: Record<RoleVerdict, [reason: string, message: string]> = {
  eligible: ['EligibleRole', 'The principal holds a permanent role that counts.'],
  unlisted: ['RoleUnlisted', 'The principal holds a role on which the table says nothing.'],
  unresolved: ['GroupUnresolved', 'Whether the principal has access through a group is not known.'],
  'under-way': ['UnderWay', 'The delegation is being provisioned.'],
  'not-eligible': ['RoleNotEligible', 'The principal holds only roles that do not count.'],
  none: ['NoPermanentRole', 'The principal holds no permanent role here.'],
};

function verdict(type: ConditionType, status: ConditionStatus, reason: string, message: string): Verdict {
  return { type, status, reason, message };
}
