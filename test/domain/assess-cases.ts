// What the tables of assessSubscription are made of: a subscription as it was seen, and what it earns.
import { assessSubscription } from '../../src/domain/assess.ts';
import type { Delegation } from '../../src/domain/delegation.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { GroupMembership } from '../../src/domain/role-verdict.ts';
import { GROUPS_OFF, RIGHT, standing } from './fixtures.ts';

export interface Case {
  name: string;
  delegations: Delegation[];
  link?: LinkObservation;
  groups?: GroupMembership;
  state?: string;
  recognition: string;
  findings: string[];
}

export const secondOffer = {
  definitionId: '/subscriptions/x/registrationDefinitions/two',
  definitionName: 'Second offer',
};

/** The word and the codes of the findings that a case comes to. */
export function assessed({
  delegations,
  link = RIGHT,
  groups = GROUPS_OFF,
  state = 'Enabled',
}: Case): Pick<Case, 'recognition' | 'findings'> {
  const { recognition, findings } = assessSubscription(state, delegations, standing(link, groups));
  return { recognition, findings: findings.map(({ code }) => code) };
}
