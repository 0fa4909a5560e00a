// Templates of the wild of which something is left open.
import { GROUP, STRANGER, PROVIDER_TENANT, READER, CONTRIBUTOR, SUPPORT, ours, to } from '../fixtures.ts';
import {
  ACCESS_ADMINISTRATOR,
  DEFINITION,
  ASSIGNMENT,
  definition,
  assignment,
  template,
} from './fixtures.ts';
import { all, counting, nested, sample, sampleResources, type Case } from './wild-parts.ts';

import { Unresolved } from '../../../src/domain/template/value.ts';

export const OPEN_CASES: Case[] = [
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
