// Templates of the wild that can be worked out.
import {
  PRINCIPAL,
  GROUP,
  STRANGER,
  PROVIDER_TENANT,
  READER,
  CONTRIBUTOR,
  SUPPORT,
  TAG_CONTRIBUTOR,
  ours,
  to,
} from '../fixtures.ts';
import {
  OWNER,
  ACCESS_ADMINISTRATOR,
  DELETE_ROLE,
  ASSIGNMENT,
  GROUP_SCHEMA,
  definition,
  assignment,
  template,
} from './fixtures.ts';

import {
  string,
  all,
  counting,
  NEED_READER,
  nested,
  sample,
  sampleResources,
  type Case,
} from './wild-parts.ts';

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
