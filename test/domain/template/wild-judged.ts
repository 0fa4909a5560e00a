// Templates of the wild that can be worked out: whom they authorize for what, and whether it is assigned.
import { GROUP, STRANGER, READER, CONTRIBUTOR, SUPPORT, TAG_CONTRIBUTOR, ours, to } from '../fixtures.ts';
import {
  OWNER,
  ACCESS_ADMINISTRATOR,
  DELETE_ROLE,
  ASSIGNMENT,
  definition,
  assignment,
  template,
} from './fixtures.ts';
import { all, counting, NEED_READER, type Case } from './wild-parts.ts';

export const JUDGED_CASES: Case[] = [
  {
    name: 'properties that are a mere text, beside a resource that says no type',
    template: template([definition('x'), assignment(), { name: 'x' }]),
    recognition: 'none',
    findings: ['not-delegated'],
  },
  {
    name: 'an offer beside ours that does not say its tenant: refused',
    template: template([
      { ...definition({}), properties: { authorizations: [{ ...to(STRANGER, READER) }] } },
      definition({ authorizations: all }, { name: 'us' }),
      assignment({}, "'us'"),
    ]),
    recognition: 'none',
  },
  {
    name: 'all that it takes',
    template: template([definition({ authorizations: all }), assignment()]),
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'the role that counts alone',
    template: template([definition(counting), assignment()]),
    recognition: 'pec',
    missing: NEED_READER,
  },
  {
    name: 'Reader alone',
    template: template([definition({ authorizations: [{ ...ours(READER) }] }), assignment()]),
    recognition: 'pal-only',
    findings: ['role-not-eligible'],
    missing: [SUPPORT, DELETE_ROLE],
  },
  {
    name: 'a role that the table does not list',
    template: template([definition({ authorizations: [{ ...ours(TAG_CONTRIBUTOR) }] }), assignment()]),
    recognition: 'unknown',
    findings: ['role-unlisted'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'other principals only',
    template: template([definition({ authorizations: [{ ...to(GROUP, CONTRIBUTOR) }] }), assignment()]),
    recognition: 'unknown',
    findings: ['group-unresolved'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'nobody at all',
    template: template([definition({ authorizations: [] }), assignment()]),
    recognition: 'none',
    findings: ['no-authorization'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'another provider',
    template: template([definition({ ...counting, managedByTenantId: STRANGER }), assignment()]),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'a definition without an assignment',
    template: template([definition({ authorizations: all })]),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [ASSIGNMENT],
  },
  {
    name: 'a definition under a literal name, without an assignment',
    template: template([definition({ authorizations: all }, { name: "it's" })]),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [ASSIGNMENT],
  },
  {
    name: 'an assignment that its condition switches off',
    template: template([definition({ authorizations: all }), assignment({ condition: '[equals(1, 2)]' })]),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [ASSIGNMENT],
  },
  {
    name: 'all switched off',
    template: template([definition(counting, { condition: false }), assignment({ condition: false })]),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'User Access Administrator for managed identities',
    template: template([
      definition({
        authorizations: [
          ...all,
          { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: [CONTRIBUTOR] },
        ],
      }),
      assignment(),
    ]),
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'two offers, one of which is not assigned',
    template: template([
      definition({ authorizations: all }),
      assignment(),
      definition({ authorizations: all }, { name: 'second' }),
    ]),
    recognition: 'pec',
    missing: [ASSIGNMENT],
  },
  {
    name: 'the same role in two offers',
    template: template([
      definition({ authorizations: all }),
      assignment(),
      definition({ ...counting, registrationDefinitionName: 'Second' }, { name: 'second' }),
      assignment({}, "'second'"),
    ]),
    recognition: 'pec',
    findings: ['duplicate-offer-risk'],
    missing: [],
  },
  {
    name: 'just-in-time for us: refused',
    template: template([
      definition({ authorizations: [], eligibleAuthorizations: [{ ...ours(SUPPORT) }] }),
      assignment(),
    ]),
    recognition: 'none',
    findings: ['role-just-in-time-only'],
    missing: [SUPPORT, ...NEED_READER],
  },
  {
    name: 'Owner for us: refused, though it would count',
    template: template([definition({ authorizations: [{ ...ours(OWNER) }] }), assignment()]),
    recognition: 'none',
    findings: [],
    missing: [SUPPORT, ...NEED_READER],
  },
];
