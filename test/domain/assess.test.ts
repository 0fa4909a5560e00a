// What a subscription earns by who holds which role, at every boundary of the rules in design §2 and §4.
import { describe, expect, it } from 'vitest';
import { assessed, secondOffer, type Case } from './assess-cases.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  GROUPS_UNREAD,
  inGroups,
  LOG_ANALYTICS_CONTRIBUTOR,
  ours,
  READER,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNHEARD_OF,
} from './fixtures.ts';

const ROLE_CASES: Case[] = [
  {
    name: 'a role that counts',
    delegations: [delegation([ours(SUPPORT)])],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'a role that counts beside Reader and a stranger',
    delegations: [delegation([ours(READER), ours(SUPPORT), to(STRANGER, CONTRIBUTOR)])],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'Reader alone',
    delegations: [delegation([ours(READER)])],
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
  },
  {
    name: 'Reader, while others hold Contributor: only access *only* through a group is open',
    delegations: [delegation([ours(READER), to(STRANGER, CONTRIBUTOR)])],
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
  },
  {
    name: 'a built-in role that the table does not list',
    delegations: [delegation([ours(TAG_CONTRIBUTOR)])],
    recognition: 'unknown',
    findings: ['role-unlisted'],
  },
  {
    name: 'a role that nobody knows, beside Reader',
    delegations: [delegation([ours(UNHEARD_OF), ours(READER)])],
    recognition: 'unknown',
    findings: ['role-unlisted'],
  },
  {
    name: 'an unlisted role beside one that counts',
    delegations: [delegation([ours(UNHEARD_OF), ours(CONTRIBUTOR)])],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'just-in-time only',
    delegations: [delegation([], { eligibleAuthorizations: [ours(CONTRIBUTOR)] })],
    recognition: 'none',
    findings: ['role-just-in-time-only'],
  },
  {
    name: 'Reader permanent and Contributor just-in-time',
    delegations: [delegation([ours(READER)], { eligibleAuthorizations: [ours(CONTRIBUTOR)] })],
    recognition: 'pal-only',
    findings: ['role-not-eligible', 'role-just-in-time-only'],
  },
  {
    name: 'Reader permanent and Reader just-in-time: the latter would change nothing',
    delegations: [delegation([ours(READER)], { eligibleAuthorizations: [ours(READER)] })],
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
  },
  {
    name: 'just-in-time only, and no role that counts',
    delegations: [delegation([], { eligibleAuthorizations: [ours(READER)] })],
    recognition: 'none',
    findings: ['role-just-in-time-only'],
  },
  {
    name: 'just-in-time for another',
    delegations: [delegation([], { eligibleAuthorizations: [to(STRANGER, CONTRIBUTOR)] })],
    recognition: 'none',
    findings: ['no-authorization'],
  },
  {
    name: 'a role that counts, and another just-in-time',
    delegations: [delegation([ours(SUPPORT)], { eligibleAuthorizations: [ours(CONTRIBUTOR)] })],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'a role that counts and that Lighthouse takes no longer',
    delegations: [delegation([ours(LOG_ANALYTICS_CONTRIBUTOR)])],
    recognition: 'pec',
    findings: ['role-unsupported-soon'],
  },
  {
    name: 'nobody has a permanent role',
    delegations: [delegation([])],
    recognition: 'none',
    findings: ['no-authorization'],
  },
  {
    name: 'the same role in two offers',
    delegations: [delegation([ours(CONTRIBUTOR)]), delegation([ours(CONTRIBUTOR)], secondOffer)],
    recognition: 'pec',
    findings: ['duplicate-offer-risk'],
  },
  {
    name: 'the same role for another in two offers',
    delegations: [
      delegation([ours(SUPPORT), to(STRANGER, CONTRIBUTOR)]),
      delegation([to(STRANGER, CONTRIBUTOR)], secondOffer),
    ],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'the same offer twice, its id in another case',
    delegations: [
      delegation([ours(CONTRIBUTOR)], secondOffer),
      delegation([ours(CONTRIBUTOR)], {
        ...secondOffer,
        definitionId: secondOffer.definitionId.toUpperCase(),
      }),
    ],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'different roles in two offers',
    delegations: [delegation([ours(CONTRIBUTOR)]), delegation([ours(SUPPORT)], secondOffer)],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'the same role in two offers, one of which failed',
    delegations: [
      delegation([ours(CONTRIBUTOR)]),
      delegation([ours(CONTRIBUTOR)], { ...secondOffer, provisioningState: 'Failed' }),
    ],
    recognition: 'pec',
    findings: ['delegation-not-succeeded'],
  },
  {
    name: 'a disabled subscription keeps its word',
    delegations: [delegation([ours(SUPPORT)])],
    state: 'Disabled',
    recognition: 'pec',
    findings: ['subscription-not-enabled'],
  },
  {
    name: 'that a subscription is not enabled is not said where Azure gave no state',
    delegations: [delegation([ours(SUPPORT)])],
    state: 'Unknown',
    recognition: 'pec',
    findings: [],
  },
];

const GROUP_CASES: Case[] = [
  {
    name: 'others only, groups not looked up',
    delegations: [delegation([to(GROUP, CONTRIBUTOR)])],
    recognition: 'unknown',
    findings: ['group-unresolved'],
  },
  {
    name: 'others only and just-in-time for us, groups not looked up',
    delegations: [delegation([to(GROUP, READER)], { eligibleAuthorizations: [ours(CONTRIBUTOR)] })],
    recognition: 'unknown',
    findings: ['group-unresolved', 'role-just-in-time-only'],
  },
  {
    name: 'others only and Reader just-in-time for us, groups not looked up',
    delegations: [delegation([to(GROUP, READER)], { eligibleAuthorizations: [ours(READER)] })],
    recognition: 'unknown',
    findings: ['group-unresolved', 'role-just-in-time-only'],
  },
  {
    name: 'a group of ours',
    delegations: [delegation([to(GROUP, CONTRIBUTOR)])],
    groups: inGroups(GROUP),
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'a group of ours with Reader',
    delegations: [delegation([to(GROUP, READER)])],
    groups: inGroups(GROUP),
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
  },
  {
    name: 'Reader for us, Contributor for a group of ours',
    delegations: [delegation([ours(READER), to(GROUP, CONTRIBUTOR)])],
    groups: inGroups(GROUP),
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'Reader for us, Contributor for another: not known while Graph does not tell',
    delegations: [delegation([ours(READER), to(GROUP, CONTRIBUTOR)])],
    groups: GROUPS_UNREAD,
    recognition: 'unknown',
    findings: ['group-unresolved'],
  },
  {
    name: 'Reader for us and for another: nothing that Graph could tell would change it',
    delegations: [delegation([ours(READER), to(GROUP, READER)])],
    groups: GROUPS_UNREAD,
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
  },
  {
    name: 'a role that counts for us, Contributor for another, while Graph does not tell',
    delegations: [delegation([ours(SUPPORT), to(GROUP, CONTRIBUTOR)])],
    groups: GROUPS_UNREAD,
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'others only, while Graph does not tell',
    delegations: [delegation([to(GROUP, READER)])],
    groups: GROUPS_UNREAD,
    recognition: 'unknown',
    findings: ['group-unresolved'],
  },
  {
    name: 'nobody permanent, while Graph does not tell',
    delegations: [delegation([])],
    groups: GROUPS_UNREAD,
    recognition: 'none',
    findings: ['no-authorization'],
  },
  {
    name: 'others only, and none of them is a group of ours',
    delegations: [delegation([to(STRANGER, CONTRIBUTOR)])],
    groups: inGroups(GROUP),
    recognition: 'none',
    findings: ['no-authorization'],
  },
];

describe.each([
  ['roles', ROLE_CASES],
  ['groups', GROUP_CASES],
])('assessSubscription: %s', (_, cases) => {
  it.each(cases)('$name', (each) => {
    const { recognition, findings } = each;

    expect(assessed(each)).toEqual({ recognition, findings });
  });
});
