// Every reason why Lighthouse refuses an authorization, at its place, and what is not refused just beside it.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/domain/template/check-template.ts';
import type { Json, JsonObject } from '../../../src/domain/template/json.ts';
import { REFUSAL_CODES } from '../../../src/domain/template/refusal.ts';
import { BUILT_IN_ROLES_DATE } from '../../../src/domain/catalogue.ts';
import {
  CONTRIBUTOR,
  GROUP,
  LOG_ANALYTICS_CONTRIBUTOR,
  ours,
  PROVIDER_TENANT,
  READER,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNHEARD_OF,
} from '../fixtures.ts';
import {
  ACCESS_ADMINISTRATOR,
  assignment,
  CLIENT_ID,
  definition,
  judging,
  OWNER,
  template,
} from './fixtures.ts';
import { ELIGIBLE, POLICIES } from './refusals-eligible.ts';

function refusedOf(body: JsonObject, rest = {}): string[] {
  const check = checkTemplate({ kind: 'list', list: body }, judging(rest));
  return (check?.refused ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

/** With a permanent role that earns in front, so that it is the refusal that costs the word. */
function beside(authorization: Json): JsonObject {
  return { authorizations: [{ ...ours(SUPPORT) }, authorization] };
}

const permanent: [name: string, authorization: Json, refused: string[]][] = [
  ['a role that Lighthouse takes', { ...to(STRANGER, CONTRIBUTOR) }, []],
  ['upper case ids', { ...to(STRANGER.toUpperCase(), CONTRIBUTOR.toUpperCase()) }, []],
  ['no object', 'Reader', ['/1 authorization-malformed']],
  ['null', null, ['/1 authorization-malformed']],
  ['a list', [], ['/1 authorization-malformed']],
  ['nothing in it', {}, ['/1/principalId principal-missing', '/1/roleDefinitionId role-missing']],
  ['no principal', { roleDefinitionId: READER }, ['/1/principalId principal-missing']],
  ['a name for a principal', { ...to('Keeper', READER) }, ['/1/principalId principal-missing']],
  [
    'a number for a principal',
    { principalId: 5, roleDefinitionId: READER },
    ['/1/principalId principal-missing'],
  ],
  [
    'the placeholder of zeros',
    { ...to('00000000-0000-0000-0000-000000000000', READER) },
    ['/1/principalId principal-missing'],
  ],
  ['a GUID in braces', { ...to(`{${STRANGER}}`, READER) }, ['/1/principalId principal-missing']],
  [
    'our client id for our principal',
    { ...to(CLIENT_ID, READER) },
    ['/1/principalId principal-is-client-id'],
  ],
  ['no role', { principalId: STRANGER }, ['/1/roleDefinitionId role-missing']],
  ['the name of a role', { ...to(STRANGER, 'Reader') }, ['/1/roleDefinitionId role-missing']],
  [
    'a role by its resource id',
    { ...to(STRANGER, `/providers/Microsoft.Authorization/roleDefinitions/${READER}`) },
    ['/1/roleDefinitionId role-id-not-bare'],
  ],
  ['a custom role', { ...to(STRANGER, UNHEARD_OF) }, ['/1/roleDefinitionId role-not-built-in']],
  ['Owner', { ...to(STRANGER, OWNER) }, ['/1/roleDefinitionId role-owner']],
  [
    'a role with data actions',
    { ...to(STRANGER, LOG_ANALYTICS_CONTRIBUTOR) },
    ['/1/roleDefinitionId role-unsupported'],
  ],
  ['a role that the PEC table does not list', { ...to(STRANGER, TAG_CONTRIBUTOR) }, []],
  [
    'User Access Administrator alone',
    { ...to(STRANGER, ACCESS_ADMINISTRATOR) },
    ['/1/delegatedRoleDefinitionIds delegated-roles-missing'],
  ],
  [
    'User Access Administrator with an empty list',
    { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: [] },
    ['/1/delegatedRoleDefinitionIds delegated-roles-missing'],
  ],
  [
    'User Access Administrator with roles, also with data actions',
    {
      ...to(STRANGER, ACCESS_ADMINISTRATOR),
      delegatedRoleDefinitionIds: [CONTRIBUTOR, LOG_ANALYTICS_CONTRIBUTOR],
    },
    [],
  ],
  [
    'delegated roles that are no list',
    { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: CONTRIBUTOR },
    ['/1/delegatedRoleDefinitionIds delegated-roles-malformed'],
  ],
  [
    'delegated roles by name',
    { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: ['Contributor'] },
    ['/1/delegatedRoleDefinitionIds delegated-roles-malformed'],
  ],
  [
    'Owner, itself and a custom role as delegated roles',
    {
      ...to(STRANGER, ACCESS_ADMINISTRATOR),
      delegatedRoleDefinitionIds: [OWNER, CONTRIBUTOR, ACCESS_ADMINISTRATOR, UNHEARD_OF],
    },
    [
      '/1/delegatedRoleDefinitionIds/0 delegated-role-unsupported',
      '/1/delegatedRoleDefinitionIds/2 delegated-role-unsupported',
      '/1/delegatedRoleDefinitionIds/3 delegated-role-unsupported',
    ],
  ],
  ['the same once more', { ...ours(SUPPORT.toUpperCase()) }, ['/1 duplicate-authorization']],
  ['the same role for another', { ...to(STRANGER, SUPPORT) }, []],
  ['another role for the same', { ...ours(CONTRIBUTOR) }, []],
];

describe('a permanent authorization', () => {
  it.each(permanent)('%s', (_, authorization, refused) => {
    const check = checkTemplate({ kind: 'list', list: beside(authorization) }, judging());

    expect(refusedOf(beside(authorization))).toEqual(refused.map((each) => `/authorizations${each}`));
    expect(check?.recognition).toBe(refused.length === 0 ? 'pec' : 'none');
    expect(check?.carriedBy === null).toBe(refused.length > 0);
  });

  it('is needed at all', () => {
    expect(refusedOf({})).toEqual(['/authorizations authorizations-missing']);
  });

  it('names fields as they are spelt', () => {
    const authorizations = [{ PrincipalId: 'x', RoleDefinitionId: OWNER }];

    expect(refusedOf({ authorizations })).toEqual([
      '/authorizations/0/PrincipalId principal-missing',
      '/authorizations/0/RoleDefinitionId role-owner',
    ]);
  });
});

describe('the policy of an eligible authorization', () => {
  it.each(POLICIES)('%s', (_, justInTimeAccessPolicy, refused) => {
    const eligibleAuthorizations = [{ ...to(GROUP, CONTRIBUTOR), justInTimeAccessPolicy }];

    expect(refusedOf({ authorizations: [{ ...ours(SUPPORT) }], eligibleAuthorizations })).toEqual(
      refused.map(() => '/eligibleAuthorizations/0/justInTimeAccessPolicy eligible-policy-invalid'),
    );
  });
});

describe('an eligible authorization', () => {
  it.each(ELIGIBLE)('%s', (_, eligibleAuthorizations, refused) => {
    const list = { authorizations: [{ ...ours(SUPPORT) }], eligibleAuthorizations };

    expect(refusedOf(list)).toEqual(refused.map((each) => `/eligibleAuthorizations${each}`));
  });

  it('is not taken in a national cloud', () => {
    const list = { authorizations: [], eligibleAuthorizations: [{ ...to(GROUP, CONTRIBUTOR) }] };

    expect(refusedOf(list, { takesEligible: false })).toEqual([
      '/eligibleAuthorizations/0/justInTimeAccessPolicy eligible-cloud',
    ]);
  });
});

const counting = { authorizations: [{ ...ours(SUPPORT) }] };
const second = { name: "[guid('second')]" };

const templates: [name: string, sent: JsonObject, refused: string[]][] = [
  [
    'a definition without authorizations',
    template([definition({}), assignment()]),
    ['/0/properties/authorizations authorizations-missing'],
  ],
  [
    'authorizations that are no list',
    template([definition({ authorizations: 'x' }), assignment()]),
    ['/0/properties/authorizations authorizations-missing'],
  ],
  [
    'no tenant',
    template([definition({ ...counting, managedByTenantId: null }), assignment()]),
    ['/0/properties/managedByTenantId tenant-missing'],
  ],
  [
    'a management group',
    template([definition(counting), assignment()], {
      $schema:
        'https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#',
    }),
    ['/0 scope-unsupported', '/1 scope-unsupported'],
  ],
  [
    'a tenant',
    template([assignment(), definition(counting)], {
      $schema: 'https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#',
    }),
    ['/0 scope-unsupported', '/1 scope-unsupported'],
  ],
  [
    'two offers of one name at one scope',
    template([
      definition(counting),
      assignment(),
      definition(counting, second),
      assignment({}, "guid('second')"),
    ]),
    ['/2/properties/registrationDefinitionName offer-name-twice'],
  ],
  [
    'two offers of two names at one scope',
    template([
      definition(counting),
      assignment(),
      definition({ ...counting, registrationDefinitionName: 'Second' }, second),
      assignment({}, "guid('second')"),
    ]),
    [],
  ],
  [
    'two offers of one name of two providers',
    template([
      definition(counting),
      assignment(),
      definition({ ...counting, managedByTenantId: STRANGER }, second),
      assignment({}, "guid('second')"),
    ]),
    [],
  ],
];

describe('a template', () => {
  it.each(templates)('%s', (_, sent, refused) => {
    const check = checkTemplate(
      { kind: 'template', template: sent, parameters: new Map(), path: [] },
      judging(),
    );

    expect(check?.refused.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
      refused.map((each) => `/resources${each}`),
    );
    expect(check?.recognition).toBe(refused.length > 0 ? 'none' : 'pec');
  });
});

it('says the date of the roles that are known', () => {
  const list = { authorizations: [{ ...to(STRANGER, UNHEARD_OF) }], managedByTenantId: PROVIDER_TENANT };

  const [refused] = checkTemplate({ kind: 'list', list }, judging())?.refused ?? [];

  expect(BUILT_IN_ROLES_DATE).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(refused?.message).toContain(BUILT_IN_ROLES_DATE);
});

it('is shown here by every code there is', () => {
  const shown = [...permanent, ...ELIGIBLE, ...templates].flatMap(([, , refused]) => refused);
  const elsewhere = ['eligible-cloud', 'eligible-policy-invalid'];
  const codes = new Set([...shown.map((each) => each.split(' ').at(-1)), ...elsewhere]);

  expect(codes).toEqual(new Set(REFUSAL_CODES));
});
