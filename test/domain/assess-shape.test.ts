// What an assessment shows beside its word: scopes, roles, conditions.
import { describe, expect, it } from 'vitest';
import { assessSubscription } from '../../src/domain/assess.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import { membershipCause } from '../../src/domain/scope-findings.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  GROUPS_OFF,
  GROUPS_UNREAD,
  inGroups,
  NONE,
  OTHER,
  ours,
  PRINCIPAL,
  READER,
  RIGHT,
  standing,
  STRANGER,
  SUBSCRIPTION_ID,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNREADABLE,
} from './fixtures.ts';

const BILLING_READER = 'fa23ad8b-c56e-40d8-ac0c-ce449e1d2c64';

describe('the scopes of an assessment', () => {
  it('lists each scope once, the subscription first, ids compared without regard to case', () => {
    const delegations = [
      delegation([ours(SUPPORT)], { group: 'web' }),
      delegation([ours(READER)], { group: 'WEB', definitionName: 'Second' }),
      delegation([ours(READER)]),
    ];

    const { scopes } = assessSubscription('Enabled', delegations, standing());

    expect(scopes.map(({ id, kind }) => [id, kind])).toEqual([
      [`/subscriptions/${SUBSCRIPTION_ID}`, 'subscription'],
      [`/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/web`, 'resourceGroup'],
    ]);
    expect(scopes[1]?.delegations.map(({ definitionName }) => definitionName)).toEqual([
      'Managed Azure',
      'Second',
    ]);
  });

  it('calls a group under a whole subscription pec-partial at most, reached by the subscription too', () => {
    const delegations = [delegation([ours(SUPPORT)]), delegation([ours(READER)], { group: 'web' })];

    const { scopes, recognition } = assessSubscription('Enabled', delegations, standing());

    expect(scopes.map((scope) => scope.recognition)).toEqual(['pec', 'pec-partial']);
    expect(recognition).toBe('pec');
  });

  it('gives each scope a word of its own, also where it is none', () => {
    const delegations = [delegation([ours(SUPPORT)], { group: 'app' }), delegation([], { group: 'web' })];
    const words = (link: LinkObservation) =>
      assessSubscription('Enabled', delegations, standing(link)).scopes.map(({ recognition }) => recognition);

    expect(words(RIGHT)).toEqual(['pec-partial', 'none']);
    expect(words(OTHER)).toEqual(['none', 'none']);
  });

  it('says of each delegation which it is', () => {
    const given = delegation([ours(SUPPORT)], { definitionId: '/definitions/two', definitionName: 'Two' });

    const { scopes } = assessSubscription('Enabled', [given], standing());

    expect(scopes[0]?.delegations).toMatchObject([
      { definitionId: '/definitions/two', definitionName: 'Two', provisioningState: 'Succeeded' },
    ]);
  });

  it('shows only the roles that reach the principal, with how and how they count', () => {
    const delegations = [
      delegation([ours(READER), to(GROUP, CONTRIBUTOR), to(STRANGER, CONTRIBUTOR)], {
        eligibleAuthorizations: [ours(TAG_CONTRIBUTOR)],
      }),
    ];

    const { scopes } = assessSubscription('Enabled', delegations, standing(RIGHT, inGroups(GROUP)));

    expect(scopes[0]?.delegations[0]?.roles).toEqual([
      {
        roleDefinitionId: READER,
        roleName: 'Reader',
        principalId: PRINCIPAL,
        via: 'principal',
        permanent: true,
        eligibility: 'no',
      },
      {
        roleDefinitionId: CONTRIBUTOR,
        roleName: 'Contributor',
        principalId: GROUP,
        via: 'group',
        permanent: true,
        eligibility: 'yes',
      },
      {
        roleDefinitionId: TAG_CONTRIBUTOR,
        roleName: 'Tag Contributor',
        principalId: PRINCIPAL,
        via: 'principal',
        permanent: false,
        eligibility: 'unlisted',
      },
    ]);
  });

  it('gives a finding the scope it is about in the row, and none of its own in the scope', () => {
    const { findings, scopes } = assessSubscription('Enabled', [delegation([ours(READER)])], standing());

    expect(findings[0]).toMatchObject({
      code: 'role-not-eligible',
      scope: `/subscriptions/${SUBSCRIPTION_ID}`,
    });
    expect(scopes[0]?.findings[0]).not.toHaveProperty('scope');
  });

  it.each([
    [
      'the roles held, each once and in order, and nobody else has',
      [delegation([ours(READER), ours(BILLING_READER), ours(READER), to(STRANGER, CONTRIBUTOR)])],
      'Holds only Billing Reader, Reader: no role',
    ],
    [
      'the unlisted ones alone',
      [delegation([ours(READER), ours(TAG_CONTRIBUTOR)])],
      'Holds Tag Contributor, on which',
    ],
    [
      'of just-in-time roles beside a permanent one only those that would count',
      [delegation([ours(READER)], { eligibleAuthorizations: [ours(BILLING_READER), ours(SUPPORT)] })],
      '\nSupport Request Contributor: authorized just-in-time',
    ],
    [
      'the state of a delegation on its way',
      [delegation([], { provisioningState: 'Creating' })],
      'still being provisioned (Creating)',
    ],
    [
      'the state of one that failed',
      [delegation([], { provisioningState: 'Failed' })],
      'did not come about (Failed)',
    ],
    [
      'the offers that give the same role, in order',
      [
        delegation([ours(SUPPORT)], { definitionId: 'b', definitionName: 'Second' }),
        delegation([ours(SUPPORT)], { definitionId: 'a', definitionName: 'First' }),
      ],
      'Each of the offers First, Second gives this principal Support Request Contributor:',
    ],
  ])('names in its findings %s', (_, delegations, text) => {
    const { findings } = assessSubscription('Enabled', delegations, standing());

    expect(findings.map(({ message }) => `\n${message}`).join('')).toContain(text);
  });

  it.each([
    [GROUPS_OFF, 'GROUP_LOOKUP is off'],
    [GROUPS_UNREAD, 'Graph answered 500.'],
    [inGroups(), 'the groups are known'],
  ])('says why it is not known who is in which group: %j', (groups, cause) => {
    expect(membershipCause(groups)).toBe(cause);
  });
});

describe('the conditions of an assessment', () => {
  const statuses = (delegations = [delegation([ours(SUPPORT)])], link = RIGHT) =>
    Object.fromEntries(
      assessSubscription('Enabled', delegations, standing(link)).verdicts.map(({ type, status, reason }) => [
        type,
        `${status} ${reason}`,
      ]),
    );

  it.each([
    [RIGHT, 'True LinkRight'],
    [NONE, 'False NoLink'],
    [OTHER, 'False OtherPartner'],
    [UNREADABLE, 'Unknown LinkUnreadable'],
  ])('Linked for %j is %s', (link, expected) => {
    expect(statuses(undefined, link)['Linked']).toBe(expected);
  });

  it.each([
    ['Succeeded', 'True Delegated'],
    ['Creating', 'Unknown UnderWay'],
    ['Failed', 'False NotSucceeded'],
  ])('Delegated for %s is %s', (provisioningState, expected) => {
    expect(statuses([delegation([ours(SUPPORT)], { provisioningState })])['Delegated']).toBe(expected);
  });

  it.each([
    [[delegation([ours(SUPPORT)])], 'True EligibleRole', 'True EligibleRole'],
    [[delegation([ours(SUPPORT)], { group: 'web' })], 'True EligibleRole', 'False NoPermanentRole'],
    [[delegation([ours(READER)])], 'False RoleNotEligible', 'False RoleNotEligible'],
    [[delegation([])], 'False NoPermanentRole', 'False NoPermanentRole'],
    [[delegation([ours(TAG_CONTRIBUTOR)])], 'Unknown RoleUnlisted', 'Unknown RoleUnlisted'],
    [[delegation([to(STRANGER, SUPPORT)])], 'Unknown GroupUnresolved', 'Unknown GroupUnresolved'],
    [[delegation([ours(SUPPORT)], { provisioningState: 'Running' })], 'Unknown UnderWay', 'Unknown UnderWay'],
  ])('RoleEligible and WholeSubscription, case %#', (delegations, eligible, whole) => {
    expect(statuses(delegations)).toMatchObject({
      RoleEligible: eligible,
      WholeSubscription: whole,
      Observed: 'True Read',
    });
  });
});
