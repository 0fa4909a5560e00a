// Templates of the wild that say it in another shape: parameters, expressions, symbolic names, nested deployments.
import { PRINCIPAL, STRANGER, PROVIDER_TENANT, SUPPORT } from '../fixtures.ts';
import { ASSIGNMENT, GROUP_SCHEMA, definition, assignment, template } from './fixtures.ts';
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

export const SHAPE_CASES: Case[] = [
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
