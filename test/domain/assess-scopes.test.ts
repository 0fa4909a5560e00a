// What a subscription earns by how it is delegated and by the link, at every boundary of the rules in design §2 and §4.
import { describe, expect, it } from 'vitest';
import { assessed, secondOffer, type Case } from './assess-cases.ts';
import {
  delegation,
  GROUP,
  LOG_ANALYTICS_CONTRIBUTOR,
  NONE,
  OTHER,
  ours,
  READER,
  SUPPORT,
  to,
  UNHEARD_OF,
  UNREADABLE,
} from './fixtures.ts';

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
    name: 'Reader in force, and under way an offer without a role',
    delegations: [
      delegation([ours(READER)]),
      delegation([], { ...secondOffer, provisioningState: 'Creating' }),
    ],
    recognition: 'pal-only',
    findings: ['delegation-not-succeeded', 'role-not-eligible'],
  },
  {
    name: 'just-in-time only, in an offer that failed',
    delegations: [delegation([], { provisioningState: 'Failed', eligibleAuthorizations: [ours(SUPPORT)] })],
    recognition: 'none',
    findings: ['delegation-not-succeeded'],
  },
  {
    name: 'a role that Lighthouse takes no longer, in an offer that failed',
    delegations: [delegation([ours(LOG_ANALYTICS_CONTRIBUTOR)], { provisioningState: 'Failed' })],
    recognition: 'none',
    findings: ['delegation-not-succeeded'],
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
      name: `${name}: a group that would count beside one without a role`,
      delegations: [delegation([ours(SUPPORT)], { group: 'app' }), delegation([], { group: 'web' })],
      link,
      recognition: 'none',
      findings: [code, 'resource-group-only', 'no-authorization'],
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
  ['provisioning', PROVISIONING_CASES],
  ['scopes', SCOPE_CASES],
  ['link', LINK_CASES],
])('assessSubscription: %s', (_, cases) => {
  it.each(cases)('$name', (each) => {
    const { recognition, findings } = each;

    expect(assessed(each)).toEqual({ recognition, findings });
  });
});
