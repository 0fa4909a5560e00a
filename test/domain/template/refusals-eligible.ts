// Eligible authorizations, and what Lighthouse refuses of them at which place.
import type { Json } from '../../../src/domain/template/json.ts';
import { CONTRIBUTOR, GROUP, ours, PRINCIPAL, READER, STRANGER, to } from '../fixtures.ts';
import { ACCESS_ADMINISTRATOR, OWNER, SIBLING } from './fixtures.ts';

const policy = { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT8H' };

function approvers(count: number): Json {
  return Array.from({ length: count }, () => ({ principalId: GROUP, principalIdDisplayName: 'Lead' }));
}

export const POLICIES: [name: string, policy: Json, refused: string[]][] = [
  ['8 hours', policy, []],
  ['none', null, []],
  [
    '30 minutes, without multifactor',
    { multiFactorAuthProvider: 'None', maximumActivationDuration: 'PT30M' },
    [],
  ],
  ['no duration', { multiFactorAuthProvider: 'Azure' }, []],
  ['hours and minutes', { ...policy, maximumActivationDuration: 'PT7H60M' }, []],
  ['10 approvers', { ...policy, managedByTenantApprovers: approvers(10) }, []],
  ['11 approvers', { ...policy, managedByTenantApprovers: approvers(11) }, ['']],
  ['approvers that are no list', { ...policy, managedByTenantApprovers: GROUP }, ['']],
  ['approvers by name', { ...policy, managedByTenantApprovers: [{ principalId: 'Lead' }] }, ['']],
  ['approvers without an object', { ...policy, managedByTenantApprovers: ['Lead'] }, ['']],
  ['29 minutes', { ...policy, maximumActivationDuration: 'PT29M' }, ['']],
  ['more than 8 hours', { ...policy, maximumActivationDuration: 'PT8H1M' }, ['']],
  ['a day', { ...policy, maximumActivationDuration: 'P1D' }, ['']],
  ['an empty duration', { ...policy, maximumActivationDuration: 'PT' }, ['']],
  ['a number of hours', { ...policy, maximumActivationDuration: 8 }, ['']],
  ['no multifactor provider', { maximumActivationDuration: 'PT8H' }, ['']],
  ['an odd multifactor provider', { ...policy, multiFactorAuthProvider: 'Other' }, ['']],
  ['no object', 'PT8H', ['']],
];

export const ELIGIBLE: [name: string, list: Json, refused: string[]][] = [
  ['none', [], []],
  ['of a group', [{ ...to(GROUP, CONTRIBUTOR), justInTimeAccessPolicy: policy }], []],
  ['without a policy', [{ ...to(GROUP, CONTRIBUTOR) }], []],
  ['of our own principal', [{ ...ours(CONTRIBUTOR) }], ['/0/principalId eligible-service-principal']],
  [
    'of the principal of another of our identities',
    [{ ...to(SIBLING, CONTRIBUTOR) }],
    ['/0/principalId eligible-service-principal'],
  ],
  [
    'User Access Administrator',
    [{ ...to(GROUP, ACCESS_ADMINISTRATOR) }],
    ['/0/roleDefinitionId eligible-user-access-administrator'],
  ],
  ['Owner', [{ ...to(GROUP, OWNER) }], ['/0/roleDefinitionId role-owner']],
  [
    'with delegated roles',
    [{ ...to(GROUP, CONTRIBUTOR), delegatedRoleDefinitionIds: [READER] }],
    ['/0/delegatedRoleDefinitionIds eligible-delegated-roles'],
  ],
  ['nobody in it', [{ roleDefinitionId: READER }], ['/0/principalId principal-missing']],
  [
    'our own principal as approver',
    [
      {
        ...to(GROUP, CONTRIBUTOR),
        justInTimeAccessPolicy: { ...policy, managedByTenantApprovers: [{ principalId: PRINCIPAL }] },
      },
    ],
    ['/0/justInTimeAccessPolicy/managedByTenantApprovers/0/principalId eligible-approver'],
  ],
  [
    'twice the same',
    [{ ...to(GROUP, CONTRIBUTOR) }, { ...to(GROUP, CONTRIBUTOR) }],
    ['/1 duplicate-authorization'],
  ],
  [
    'one role under two policies',
    [
      { ...to(GROUP, CONTRIBUTOR), justInTimeAccessPolicy: policy },
      { ...to(STRANGER, CONTRIBUTOR), justInTimeAccessPolicy: { multiFactorAuthProvider: 'None' } },
    ],
    ['/1/justInTimeAccessPolicy eligible-policy-differs'],
  ],
  [
    'one role under the same policy, once by default',
    [
      { ...to(GROUP, CONTRIBUTOR), justInTimeAccessPolicy: policy },
      { ...to(STRANGER, CONTRIBUTOR), justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure' } },
    ],
    [],
  ],
  [
    'one role with other approvers',
    [
      {
        ...to(GROUP, CONTRIBUTOR),
        justInTimeAccessPolicy: { ...policy, managedByTenantApprovers: approvers(1) },
      },
      { ...to(STRANGER, CONTRIBUTOR), justInTimeAccessPolicy: policy },
    ],
    ['/1/justInTimeAccessPolicy eligible-policy-differs'],
  ],
];
