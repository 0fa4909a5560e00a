// The templates that the product gives out: they earn by the product's own check, whatever is added to them, and keep
// to the public schema of deployments.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import otherRoles from '../../../src/domain/data/other-builtin-roles.json' with { type: 'json' };
import pecRoles from '../../../src/domain/data/pec-roles.json' with { type: 'json' };
import { armTemplate, type Delegating } from '../../../src/domain/template/arm-template.ts';
import { bicepTemplate } from '../../../src/domain/template/bicep-template.ts';
import { checkTemplate } from '../../../src/domain/template/check-template.ts';
import { inspectExtras, isEligible } from '../../../src/domain/template/inspect-extras.ts';
import type { OfferedAuthorization } from '../../../src/domain/template/offer.ts';
import {
  CONTRIBUTOR,
  GROUP,
  PRINCIPAL,
  PROVIDER_TENANT,
  READER,
  STRANGER,
  to,
  UNHEARD_OF,
} from '../fixtures.ts';
import { ACCESS_ADMINISTRATOR, judging, OWNER } from './fixtures.ts';

const supported = [...otherRoles.roles, ...pecRoles.roles]
  .filter(({ lighthouse }) => lighthouse === 'supported')
  .map(({ roleDefinitionId }) => roleDefinitionId);

const others = fc.constantFrom(GROUP, STRANGER, '11111111-0000-4000-8000-000000000077');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((each) => each.toWellFormed()),
  fc.constantFrom('[x]', "[concat('a')]", '[[x]', "it's ${x}", '\\', ''),
);
const policy = fc.constant({
  multiFactorAuthProvider: 'Azure',
  maximumActivationDuration: 'PT4H',
  managedByTenantApprovers: [{ principalId: GROUP, principalIdDisplayName: '[Lead]' }],
});
const extra: fc.Arbitrary<OfferedAuthorization> = fc.oneof(
  fc.record(
    { principalId: others, roleDefinitionId: fc.constantFrom(...supported), principalIdDisplayName: text },
    { requiredKeys: ['principalId', 'roleDefinitionId'] },
  ),
  fc.record({
    principalId: others,
    roleDefinitionId: fc.constant(ACCESS_ADMINISTRATOR),
    delegatedRoleDefinitionIds: fc.constant([CONTRIBUTOR]),
  }),
  fc.record({
    principalId: others,
    roleDefinitionId: fc.constantFrom(...supported),
    justInTimeAccessPolicy: policy,
  }),
);
const extras = fc
  .array(extra, { maxLength: 8 })
  .filter((all) => inspectExtras(all, PRINCIPAL, judging()).length === 0);
const scope = fc.constantFrom('subscription' as const, 'resourceGroup' as const);

function delegating(scope: Delegating['scope'], all: readonly OfferedAuthorization[] = []): Delegating {
  return {
    scope,
    managedByTenantId: PROVIDER_TENANT,
    principalId: PRINCIPAL,
    authorizations: all.filter((each) => !isEligible(each)),
    eligibleAuthorizations: all.filter(isEligible),
  };
}

const expression = z.string().regex(/^\[.*\]$/s);
const delegatedRole = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/);
const authorization = {
  principalId: z.string(),
  roleDefinitionId: z.string(),
  principalIdDisplayName: z.string().optional(),
};
const managedServices = {
  apiVersion: z.literal('2022-10-01'),
  name: z.string(),
  dependsOn: z.array(z.string()).optional(),
};
const assignmentShape = z.strictObject({
  ...managedServices,
  type: z.literal('Microsoft.ManagedServices/registrationAssignments'),
  properties: z.strictObject({ registrationDefinitionId: expression }),
});
const contentVersion = z.string().regex(/^\d+\.\d+\.\d+\.\d+$/);

/**
 * The rules of the public schemas subscriptionDeploymentTemplate 2018-05-01 and Microsoft.ManagedServices 2022-10-01
 * (Azure/azure-resource-manager-schemas) for what such a template may hold, in words of our own: the schemas themselves
 * are not carried here.
 */
const deploymentShape = z.strictObject({
  $schema: z.literal(
    'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  ),
  contentVersion,
  metadata: z.record(z.string(), z.unknown()),
  parameters: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(['string', 'securestring', 'int', 'bool', 'object', 'secureObject', 'array']),
      defaultValue: z.unknown().optional(),
      metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  variables: z.record(z.string(), z.unknown()),
  resources: z.tuple([
    z.strictObject({
      ...managedServices,
      type: z.literal('Microsoft.ManagedServices/registrationDefinitions'),
      properties: z.strictObject({
        registrationDefinitionName: z.string(),
        description: z.string(),
        managedByTenantId: z.string(),
        authorizations: z.array(
          z.strictObject({ ...authorization, delegatedRoleDefinitionIds: z.array(delegatedRole).optional() }),
        ),
        eligibleAuthorizations: z
          .array(
            z.strictObject({
              ...authorization,
              justInTimeAccessPolicy: z.strictObject({
                multiFactorAuthProvider: z.enum(['Azure', 'None']),
                maximumActivationDuration: z.string().optional(),
                managedByTenantApprovers: z
                  .array(
                    z.strictObject({
                      principalId: z.string(),
                      principalIdDisplayName: z.string().optional(),
                    }),
                  )
                  .optional(),
              }),
            }),
          )
          .optional(),
      }),
    }),
    z.union([
      assignmentShape,
      z.strictObject({
        type: z.literal('Microsoft.Resources/deployments'),
        apiVersion: z.string(),
        name: z.string(),
        resourceGroup: expression,
        dependsOn: z.array(z.string()),
        properties: z.strictObject({
          mode: z.literal('Incremental'),
          template: z.strictObject({
            $schema: z.literal(
              'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
            ),
            contentVersion,
            resources: z.tuple([assignmentShape]),
          }),
        }),
      }),
    ]),
  ]),
  outputs: z.record(z.string(), z.strictObject({ type: z.string(), value: z.string() })),
});

describe('the ARM template', () => {
  it('earns by the own check, with every extra that is allowed, and is its own mending', () => {
    fc.assert(
      fc.property(scope, extras, (scope, all) => {
        const template = armTemplate(delegating(scope, all));

        const check = checkTemplate(
          { kind: 'template', template, parameters: new Map(), path: [] },
          judging(),
        );

        expect(check).toMatchObject({
          recognition: scope === 'subscription' ? 'pec' : 'pec-partial',
          refused: [],
          missing: [],
          unresolved: [],
        });
      }),
      { numRuns: 200 },
    );
  });

  it('keeps to the public schema', () => {
    fc.assert(
      fc.property(scope, extras, (scope, all) => {
        expect(deploymentShape.safeParse(armTemplate(delegating(scope, all))).error).toBeUndefined();
      }),
    );
  });

  it('asks for the offer, and for the group where it is one', () => {
    const names = (scope: Delegating['scope']) =>
      Object.keys(deploymentShape.parse(armTemplate(delegating(scope))).parameters);

    expect(names('subscription')).toEqual(['mspOfferName']);
    expect(names('resourceGroup')).toEqual(['mspOfferName', 'rgName']);
  });

  it('names definition and assignment by offer and tenant, so that it may be deployed again', () => {
    const { variables, resources } = deploymentShape.parse(armTemplate(delegating('subscription')));

    expect(variables['name']).toBe("[guid(parameters('mspOfferName'), variables('managedByTenantId'))]");
    expect(resources.map(({ name }) => name)).toEqual(["[variables('name')]", "[variables('name')]"]);
  });

  it('makes no expression of a name', () => {
    const named = { ...to(STRANGER, READER), principalIdDisplayName: "[concat('a', 'b')]" };

    const { resources } = deploymentShape.parse(armTemplate(delegating('subscription', [named])));

    expect(resources[0].properties.authorizations.at(-1)?.principalIdDisplayName).toBe("[[concat('a', 'b')]");
  });
});

describe('the Bicep file', () => {
  it.each(['subscription', 'resourceGroup'] as const)('of a %s', async (scope) => {
    const all: OfferedAuthorization[] = [
      { ...to(STRANGER, CONTRIBUTOR), principalIdDisplayName: "it's ${x} \\ \n\u2028[é]" },
      { ...to(STRANGER, ACCESS_ADMINISTRATOR), delegatedRoleDefinitionIds: [CONTRIBUTOR] },
      {
        ...to(GROUP, CONTRIBUTOR),
        justInTimeAccessPolicy: {
          multiFactorAuthProvider: 'Azure',
          managedByTenantApprovers: [{ principalId: GROUP }],
        },
      },
    ];

    await expect(bicepTemplate(delegating(scope, all))).toMatchFileSnapshot(`fixtures/${scope}.bicep`);
  });

  it('holds every text on one line, and none of them as code', () => {
    fc.assert(
      fc.property(extras, (all) => {
        const lines = bicepTemplate(delegating('subscription', all)).split('\n');

        for (const line of lines.filter((each) => each.includes('principalIdDisplayName:')))
          expect(line).toMatch(
            /^ +principalIdDisplayName: '(?:[^'\\$\p{Cc}]|\$(?!\{)|\\['\\]|\\\$\{|\\u\{[0-9a-f]+\})*'$/u,
          );
      }),
    );
  });
});

describe('an extra authorization', () => {
  it.each([
    ['Owner', [to(STRANGER, OWNER)], ['/0/roleDefinitionId role-owner']],
    ['one of our own three', [to(STRANGER, READER), to(PRINCIPAL, READER)], ['/1 duplicate-authorization']],
    ['a custom role', [to(STRANGER, UNHEARD_OF)], ['/0/roleDefinitionId role-not-built-in']],
    [
      'an eligible one of ours, after a permanent one of another',
      [
        to(STRANGER, READER),
        { ...to(PRINCIPAL, CONTRIBUTOR), justInTimeAccessPolicy: { multiFactorAuthProvider: 'None' } },
      ],
      ['/1/principalId eligible-service-principal'],
    ],
  ] satisfies [string, OfferedAuthorization[], string[]][])('%s is refused', (_, all, refused) => {
    expect(inspectExtras(all, PRINCIPAL, judging()).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
      refused,
    );
  });
});
