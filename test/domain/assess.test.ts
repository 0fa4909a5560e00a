// What a subscription earns, at every boundary of the rules in design §2 and §4.
import { describe, expect, it } from 'vitest';
import { assessSubscription } from '../../src/domain/assess.ts';
import type { Delegation } from '../../src/domain/delegation.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { GroupMembership } from '../../src/domain/role-verdict.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  GROUPS_OFF,
  GROUPS_UNREAD,
  inGroups,
  LOG_ANALYTICS_CONTRIBUTOR,
  NONE,
  OTHER,
  ours,
  READER,
  RIGHT,
  standing,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNHEARD_OF,
  UNREADABLE,
} from './fixtures.ts';

interface Case {
  name: string;
  delegations: Delegation[];
  link?: LinkObservation;
  groups?: GroupMembership;
  state?: string;
  recognition: string;
  findings: string[];
}

const secondOffer = {
  definitionId: '/subscriptions/x/registrationDefinitions/two',
  definitionName: 'Second offer',
};

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

const PROVISIONING_CASES: Case[] = [
  ...['Failed', 'Canceled', 'Deleted', 'FAILED'].map((provisioningState) => ({
    name: provisioningState,
    delegations: [delegation([ours(SUPPORT)], { provisioningState })],
    recognition: 'none',
    findings: ['delegation-not-succeeded'],
  })),
  ...['Accepted', 'Creating', 'Running', 'Updating', 'Deleting', 'NotSpecified', 'SomethingNew'].map(
    (provisioningState) => ({
      name: provisioningState,
      delegations: [delegation([ours(SUPPORT)], { provisioningState })],
      recognition: 'unknown',
      findings: ['delegation-not-succeeded'],
    }),
  ),
  {
    name: 'under way, whatever it names',
    delegations: [delegation([], { provisioningState: 'Creating' })],
    recognition: 'unknown',
    findings: ['delegation-not-succeeded'],
  },
  {
    name: 'Reader in force, and under way what would count',
    delegations: [
      delegation([ours(READER)]),
      delegation([ours(SUPPORT)], { ...secondOffer, provisioningState: 'Creating' }),
    ],
    recognition: 'unknown',
    findings: ['delegation-not-succeeded'],
  },
  {
    name: 'Reader in force, and under way what would change nothing',
    delegations: [
      delegation([ours(READER)]),
      delegation([ours(READER)], { ...secondOffer, provisioningState: 'Creating' }),
    ],
    recognition: 'pal-only',
    findings: ['delegation-not-succeeded', 'role-not-eligible'],
  },
  {
    name: 'what counts in force, and another under way',
    delegations: [
      delegation([ours(SUPPORT)]),
      delegation([ours(READER)], { ...secondOffer, provisioningState: 'Updating' }),
    ],
    recognition: 'pec',
    findings: ['delegation-not-succeeded'],
  },
  {
    name: 'state in any case',
    delegations: [delegation([ours(SUPPORT)], { provisioningState: 'succeeded' })],
    recognition: 'pec',
    findings: [],
  },
];

const SCOPE_CASES: Case[] = [
  {
    name: 'one resource group with a role that counts',
    delegations: [delegation([ours(SUPPORT)], { group: 'web' })],
    recognition: 'pec-partial',
    findings: ['resource-group-only'],
  },
  {
    name: 'one resource group that counts and one with Reader: the reason of the word stands first',
    delegations: [
      delegation([ours(READER)], { group: 'app' }),
      delegation([ours(SUPPORT)], { group: 'web' }),
    ],
    recognition: 'pec-partial',
    findings: ['resource-group-only', 'role-not-eligible'],
  },
  {
    name: 'the whole subscription and a group beside it',
    delegations: [delegation([ours(SUPPORT)]), delegation([ours(READER)], { group: 'web' })],
    recognition: 'pec',
    findings: [],
  },
  {
    name: 'Reader on the subscription, a role that counts on a group',
    delegations: [delegation([ours(READER)]), delegation([ours(SUPPORT)], { group: 'web' })],
    recognition: 'pec-partial',
    findings: ['resource-group-only', 'role-not-eligible'],
  },
  {
    name: 'a group with Reader and a group unresolved: unknown comes before pal-only',
    delegations: [
      delegation([ours(READER)], { group: 'app' }),
      delegation([to(GROUP, SUPPORT)], { group: 'web' }),
    ],
    recognition: 'unknown',
    findings: ['group-unresolved', 'role-not-eligible'],
  },
];

const LINK_CASES: Case[] = [
  ...(
    [
      ['none', NONE, 'link-missing'],
      ['to another partner', OTHER, 'link-other-partner'],
    ] as const
  ).flatMap(([name, link, code]) => [
    {
      name: `${name}: what would count is none`,
      delegations: [delegation([ours(SUPPORT)])],
      link,
      recognition: 'none',
      findings: [code],
    },
    {
      name: `${name}: a group that would count is none`,
      delegations: [delegation([ours(SUPPORT)], { group: 'web' })],
      link,
      recognition: 'none',
      findings: [code, 'resource-group-only'],
    },
    {
      name: `${name}: Reader is none`,
      delegations: [delegation([ours(READER)])],
      link,
      recognition: 'none',
      findings: [code, 'role-not-eligible'],
    },
    {
      name: `${name}: an unlisted role is none, for nothing is credited anyway`,
      delegations: [delegation([ours(UNHEARD_OF)])],
      link,
      recognition: 'none',
      findings: [code, 'role-unlisted'],
    },
    {
      name: `${name}: without a role the link costs nothing`,
      delegations: [delegation([])],
      link,
      recognition: 'none',
      findings: ['no-authorization'],
    },
  ]),
  ...[
    delegation([ours(SUPPORT)]),
    delegation([ours(READER)]),
    delegation([ours(SUPPORT)], { group: 'web' }),
  ].map((each, index) => ({
    name: `unreadable: ${['pec', 'pal-only', 'pec-partial'][index]} is unknown`,
    delegations: [each],
    link: UNREADABLE,
    recognition: 'unknown',
    findings:
      [
        ['link-unreadable'],
        ['link-unreadable', 'role-not-eligible'],
        ['link-unreadable', 'resource-group-only'],
      ][index] ?? [],
  })),
  {
    name: 'unreadable: without a role it stays none',
    delegations: [delegation([])],
    link: UNREADABLE,
    recognition: 'none',
    findings: ['no-authorization'],
  },
];

describe.each([
  ['roles', ROLE_CASES],
  ['groups', GROUP_CASES],
  ['provisioning', PROVISIONING_CASES],
  ['scopes', SCOPE_CASES],
  ['link', LINK_CASES],
])('assessSubscription: %s', (_, cases) => {
  it.each(cases)(
    '$name',
    ({ delegations, link = RIGHT, groups = GROUPS_OFF, state = 'Enabled', recognition, findings }) => {
      const assessment = assessSubscription(state, delegations, standing(link, groups));

      expect(assessment.recognition).toBe(recognition);
      expect(assessment.findings.map(({ code }) => code)).toEqual(findings);
    },
  );
});
