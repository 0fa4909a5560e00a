// Templates as partners write them: what the check says of each, and that what it mends earns.
import { describe, expect, it } from 'vitest';
import { checkTemplate, type TemplateInput } from '../../../src/domain/template/check-template.ts';
import type { Json, JsonObject } from '../../../src/domain/template/json.ts';
import { Unresolved, type Value } from '../../../src/domain/template/value.ts';
import {
  CONTRIBUTOR,
  GROUP,
  ours,
  PRINCIPAL,
  PROVIDER_TENANT,
  READER,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
} from '../fixtures.ts';
import {
  ACCESS_ADMINISTRATOR,
  ASSIGNMENT,
  assignment,
  DEFINITION,
  definition,
  DELETE_ROLE,
  GROUP_SCHEMA,
  judging,
  OWNER,
  template,
} from './fixtures.ts';

interface Case {
  name: string;
  template: JsonObject;
  parameters?: Record<string, Value>;
  recognition: string;
  findings?: string[];
  missing?: string[];
  unresolved?: string[];
  /** Of the mended one, where it is not pec. */
  mended?: string;
}

const string = { type: 'string' };
const all = [{ ...ours(READER) }, { ...ours(SUPPORT) }, { ...ours(DELETE_ROLE) }];
const counting = { authorizations: [{ ...ours(SUPPORT) }] };
const NEED_READER = [READER, DELETE_ROLE];

function nested(resources: Json, rest: JsonObject = {}, options: JsonObject = {}): JsonObject {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'nested',
    properties: {
      mode: 'Incremental',
      template: { $schema: GROUP_SCHEMA, contentVersion: '1.0.0.0', resources },
      ...options,
    },
    ...rest,
  };
}

const sample = {
  parameters: { mspOfferName: string, managedByTenantId: string, authorizations: { type: 'array' } },
  variables: { name: "[guid(parameters('mspOfferName'))]" },
};
const sampleResources = [
  definition(
    {
      registrationDefinitionName: "[parameters('mspOfferName')]",
      managedByTenantId: "[parameters('managedByTenantId')]",
      authorizations: "[parameters('authorizations')]",
    },
    { name: "[variables('name')]" },
  ),
  {
    ...assignment({}, "variables('name')"),
    properties: { registrationDefinitionId: `[resourceId('${DEFINITION}/', variables('name'))]` },
  },
];

const JUDGED: Case[] = [
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
    name: 'the sample of Microsoft with its parameters',
    template: template(sampleResources, sample),
    parameters: { mspOfferName: 'Managed', managedByTenantId: PROVIDER_TENANT, authorizations: all },
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'the sample, its offer without a name',
    template: template(sampleResources, sample),
    parameters: { managedByTenantId: PROVIDER_TENANT, authorizations: all },
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'parameters under names in other case',
    template: template(sampleResources, sample),
    parameters: { MSPOFFERNAME: 'Managed', managedbytenantid: PROVIDER_TENANT, Authorizations: all },
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'default values, variables, format, concat, [[ and an index',
    template: template(
      [
        definition({
          managedByTenantId: "[parameters('tenant')]",
          authorizations: [
            {
              principalId: "[variables('team').principals[0]]",
              principalIdDisplayName: '[[Keeper]',
              roleDefinitionId: "[concat(variables('half'), '-3dd1-45e3-aa9d-cdbdf3b6f24e')]",
            },
          ],
        }),
        assignment(),
      ],
      {
        parameters: { tenant: { type: 'string', defaultValue: `[toLower('${PROVIDER_TENANT}')]` } },
        variables: { team: { principals: [PRINCIPAL] }, half: "[format('{0}', 'cfd33db0')]" },
      },
    ),
    recognition: 'pec',
    missing: NEED_READER,
  },
  {
    name: 'properties as one expression',
    template: template([definition("[variables('all')]"), assignment()], {
      variables: { all: { managedByTenantId: PROVIDER_TENANT, authorizations: all } },
    }),
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'resources by symbolic names, as Bicep writes them',
    template: template({
      offer: definition({ authorizations: all }),
      theirs: definition(counting, { existing: true }),
      assigned: assignment({ dependsOn: ['offer'] }),
    }),
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'resources by symbolic names, without an assignment',
    template: template({ offer: definition({ authorizations: all }) }),
    recognition: 'none',
    findings: ['not-delegated'],
    missing: [ASSIGNMENT],
  },
  {
    name: 'a resource group in a nested deployment, as in the sample of Microsoft',
    template: template(
      [
        definition({ authorizations: all }),
        nested([assignment()], { resourceGroup: "[parameters('rgName')]" }),
      ],
      { parameters: { rgName: string } },
    ),
    recognition: 'pec-partial',
    findings: ['resource-group-only'],
    missing: [],
    mended: 'pec-partial',
  },
  {
    name: 'a resource group beside the whole subscription',
    template: template([
      definition({ authorizations: all }),
      nested([assignment()], { resourceGroup: 'web' }),
      assignment(),
    ]),
    recognition: 'pec',
    missing: [],
  },
  {
    name: 'a template of a resource group',
    template: template([definition({ authorizations: all }), assignment()], { $schema: GROUP_SCHEMA }),
    recognition: 'pec-partial',
    findings: ['resource-group-only'],
    missing: [],
    mended: 'pec-partial',
  },
  {
    name: 'a nested deployment with parameters and a scope of its own',
    template: template(
      [
        nested(
          [],
          {},
          {
            expressionEvaluationOptions: { scope: 'Inner' },
            parameters: { principal: { value: "[variables('principal')]" } },
            template: {
              $schema: GROUP_SCHEMA,
              parameters: { principal: string },
              variables: { principal: STRANGER },
              resources: [
                definition({
                  authorizations: [{ principalId: "[parameters('principal')]", roleDefinitionId: SUPPORT }],
                }),
                assignment(),
              ],
            },
          },
        ),
      ],
      { variables: { principal: PRINCIPAL } },
    ),
    recognition: 'pec',
    missing: NEED_READER,
  },
  {
    name: 'a subscription below a management group',
    template: template(
      [nested([definition({ authorizations: all }), assignment()], { subscriptionId: 'x' })],
      {
        $schema:
          'https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#',
      },
    ),
    recognition: 'pec',
    missing: [],
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
  {
    name: 'other resources, linked templates and loops around it',
    template: template([
      {
        type: 'Microsoft.Resources/resourceGroups',
        apiVersion: '2022-09-01',
        name: 'web',
        copy: { name: 'c', count: 2 },
      },
      { type: 5 },
      'odd',
      nested([{ type: 'Microsoft.Storage/storageAccounts', name: 'x' }], {
        copy: { name: 'c', count: 2 },
        condition: '[x()]',
      }),
      {
        type: 'Microsoft.Resources/deployments',
        name: 'linked',
        properties: { templateLink: { uri: 'https://x' } },
      },
      { type: 'Microsoft.Resources/deployments', name: 'nothing' },
      definition({ authorizations: all }),
      assignment(),
    ]),
    recognition: 'pec',
    missing: [],
  },
];

const OPEN: Case[] = [
  {
    name: 'the sample of Microsoft without its parameters',
    template: template(sampleResources, sample),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/authorizations', '/resources/0/properties/managedByTenantId'],
  },
  {
    name: 'a parameter that lies in a key vault',
    template: template(sampleResources, sample),
    parameters: {
      managedByTenantId: PROVIDER_TENANT,
      authorizations: new Unresolved('x', 'It lies in a key vault.'),
    },
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/authorizations'],
  },
  {
    name: 'a principal, a role and delegated roles that are not known',
    template: template([
      definition({
        authorizations: [
          { ...ours(SUPPORT) },
          { principalId: "[parameters('a')]", roleDefinitionId: READER },
          { principalId: GROUP, roleDefinitionId: "[reference('x').role]" },
          { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: "[parameters('b')]" },
          { ...to(STRANGER, CONTRIBUTOR), delegatedRoleDefinitionIds: ["[parameters('b')]"] },
          "[parameters('c')]",
        ],
      }),
      assignment(),
    ]),
    recognition: 'unknown',
    unresolved: [
      '/resources/0/properties/authorizations/1/principalId',
      '/resources/0/properties/authorizations/2/roleDefinitionId',
      '/resources/0/properties/authorizations/3/delegatedRoleDefinitionIds',
      '/resources/0/properties/authorizations/4/delegatedRoleDefinitionIds',
      '/resources/0/properties/authorizations/5',
    ],
  },
  {
    name: 'a policy that is not known',
    template: template([
      definition({
        ...counting,
        eligibleAuthorizations: [
          {
            ...to(GROUP, CONTRIBUTOR),
            justInTimeAccessPolicy: { multiFactorAuthProvider: "[parameters('mfa')]" },
          },
        ],
      }),
      assignment(),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/eligibleAuthorizations/0/justInTimeAccessPolicy'],
  },
  {
    name: 'a copy loop over authorizations',
    template: template([
      definition({
        copy: [5, { name: 'Authorizations', count: 2, input: {} }],
      }),
      assignment(),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/authorizations'],
  },
  {
    name: 'a copy loop over variables',
    template: template([definition({ authorizations: "[variables('list')]" }), assignment()], {
      variables: { copy: [{ name: 'list', count: 2, input: {} }] },
    }),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/authorizations'],
  },
  {
    name: 'a copy loop over resource groups, as in the sample of Microsoft',
    template: template([
      definition({ authorizations: all }),
      nested([assignment()], {
        resourceGroup: "[parameters('groups')[copyIndex()]]",
        copy: { name: 'groups', count: "[length(parameters('groups'))]" },
      }),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/1/copy'],
    mended: 'pec-partial',
  },
  {
    name: 'a condition that is not known',
    template: template([
      definition({ authorizations: all }, { condition: "[parameters('on')]" }),
      assignment({ condition: "[parameters('on')]" }),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/condition', '/resources/1/condition'],
  },
  {
    name: 'an assignment of a definition that is elsewhere',
    template: template([assignment()]),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/registrationDefinitionId'],
  },
  {
    name: 'an assignment of nothing',
    template: template([definition({ authorizations: all }), { type: ASSIGNMENT, name: 'x' }]),
    recognition: 'unknown',
    unresolved: ['/resources/1/properties/registrationDefinitionId'],
  },
  {
    name: 'an assignment of what a parameter says',
    template: template([
      definition({ authorizations: all }),
      assignment({ properties: { registrationDefinitionId: "[parameters('id')]" } }),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/1/properties/registrationDefinitionId'],
  },
  {
    name: 'a Marketplace offer',
    template: template([
      {
        type: DEFINITION,
        name: "[guid('offer')]",
        plan: { name: 'p', publisher: 'p', product: 'p', version: '1' },
      },
      assignment(),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/plan'],
  },
  {
    name: 'properties that are not known as a whole',
    template: template([definition("[parameters('all')]"), assignment()]),
    recognition: 'unknown',
    unresolved: [
      '/resources/0/properties/authorizations',
      '/resources/0/properties/eligibleAuthorizations',
      '/resources/0/properties/managedByTenantId',
    ],
  },
  {
    name: 'an assignment that may stand in a linked template',
    template: template([
      definition({ authorizations: all }),
      {
        type: 'Microsoft.Resources/deployments',
        name: 'linked',
        properties: { templateLink: { uri: 'https://x' } },
      },
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/1/properties'],
  },
  ...['[parameters(1)]', undefined].map((parameters) => ({
    name: `a nested deployment with ${parameters ?? 'no'} parameters`,
    template: template([
      nested(
        [],
        {},
        {
          expressionEvaluationOptions: { scope: 'inner' },
          ...(parameters !== undefined && { parameters }),
          template: {
            parameters: { list: { type: 'array' } },
            resources: [definition({ authorizations: "[parameters('list')]" }), assignment()],
          },
        },
      ),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/template/resources/0/properties/authorizations'],
  })),
  {
    name: 'a nested parameter without a value',
    template: template([
      nested(
        [],
        {},
        {
          expressionEvaluationOptions: { scope: 'inner' },
          parameters: { list: { reference: {} }, odd: 5 },
          template: { resources: [definition({ authorizations: "[parameters('list')]" }), assignment()] },
        },
      ),
    ]),
    recognition: 'unknown',
    unresolved: ['/resources/0/properties/template/resources/0/properties/authorizations'],
  },
];

function check(sent: JsonObject, parameters: Record<string, Value> = {}, rest = {}) {
  const input: TemplateInput = {
    kind: 'template',
    template: sent,
    parameters: new Map(Object.entries(parameters)),
    path: [],
  };
  return checkTemplate(input, judging(rest));
}

describe('the check', () => {
  it.each([...JUDGED, ...OPEN])('judges $name', (each) => {
    const { findings = [], missing, unresolved = [] } = each;

    const checked = check(each.template, each.parameters);

    expect(checked?.recognition).toBe(each.recognition);
    expect(checked?.findings.map(({ code }) => code)).toEqual(findings);
    expect(checked?.unresolved.map(({ pointer }) => pointer)).toEqual(unresolved);
    if (missing !== undefined)
      expect(
        checked?.missing.map((each) => ('resourceType' in each ? each.resourceType : each.roleDefinitionId)),
      ).toEqual(missing);
  });

  it.each([...JUDGED, ...OPEN])('mends $name', (each) => {
    const mended = check(each.template, each.parameters)?.mended ?? {};

    const again = check(mended);

    expect([again?.recognition, again?.refused, again?.unresolved]).toEqual([each.mended ?? 'pec', [], []]);
  });

  it('leaves what is right as it is', () => {
    const right = template([
      definition({ authorizations: all, description: "[concat('a', 'b')]" }),
      assignment(),
    ]);

    expect(check(right)?.mended).toEqual(right);
  });

  it('says an open word no better for knowing that nothing is assigned', () => {
    const checked = check(template([definition({ authorizations: "[parameters('x')]" })]));

    expect([checked?.recognition, checked?.missing.length]).toEqual(['none', 1]);
  });

  it.each([
    {},
    template([]),
    template({ a: { type: 'Microsoft.Storage/storageAccounts' } }),
    template('x'),
    template([{ type: 'Microsoft.Resources/deployments', properties: { templateLink: {} } }]),
  ])('finds nothing of Lighthouse in %j', (sent) => {
    expect(check(sent)).toBeUndefined();
  });

  it('puts the template in its place in the body', () => {
    const input: TemplateInput = {
      kind: 'template',
      template: template([definition({ authorizations: [{ ...ours(OWNER) }] }), assignment()]),
      parameters: new Map(),
      path: ['template'],
    };

    const checked = checkTemplate(input, judging());

    expect(checked?.refused.map(({ pointer }) => pointer)).toEqual([
      '/template/resources/0/properties/authorizations/0/roleDefinitionId',
    ]);
    expect(check(checked?.mended ?? {})?.recognition).toBe('pec');
  });
});
