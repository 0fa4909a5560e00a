// Templates and what is known beside them, for the tables of the template check.
import { createCatalogue } from '../../../src/domain/catalogue.ts';
import type { JsonObject } from '../../../src/domain/template/json.ts';
import type { Judging } from '../../../src/domain/template/judging.ts';
import { GROUPS_OFF, PRINCIPAL, PROVIDER_TENANT, RIGHT, standing } from '../fixtures.ts';

export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const ACCESS_ADMINISTRATOR = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
export const DELETE_ROLE = '91c1777a-f3dc-4fae-b103-61d183457e46';
export const CLIENT_ID = '44444444-0000-4000-8000-000000000001';
/** Service principal of another of our identities. */
export const SIBLING = '11111111-0000-4000-8000-000000000009';

export function judging(rest: Partial<Judging> = {}): Judging {
  return {
    catalogue: createCatalogue(),
    ownPrincipals: new Set([PRINCIPAL, SIBLING]),
    clientIds: new Map([[CLIENT_ID, PRINCIPAL]]),
    takesEligible: true,
    standing: standing(RIGHT, GROUPS_OFF),
    tenantId: PROVIDER_TENANT,
    linkFindings: [],
    ...rest,
  };
}

export const DEFINITION = 'Microsoft.ManagedServices/registrationDefinitions';
export const ASSIGNMENT = 'Microsoft.ManagedServices/registrationAssignments';
export const SUBSCRIPTION_SCHEMA =
  'https://schema.management.azure.com/schemas/2019-08-01/subscriptionDeploymentTemplate.json#';
export const GROUP_SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

export function definition(properties: JsonObject | string, rest: JsonObject = {}): JsonObject {
  return {
    type: DEFINITION,
    apiVersion: '2019-06-01',
    name: "[guid('offer')]",
    properties:
      typeof properties === 'string'
        ? properties
        : { registrationDefinitionName: 'Managed', managedByTenantId: PROVIDER_TENANT, ...properties },
    ...rest,
  };
}

export function assignment(rest: JsonObject = {}, name = "guid('offer')"): JsonObject {
  return {
    type: ASSIGNMENT,
    apiVersion: '2019-06-01',
    name: `[${name}]`,
    properties: { registrationDefinitionId: `[resourceId('${DEFINITION}', ${name})]` },
    ...rest,
  };
}

export function template(resources: JsonObject['x'], rest: JsonObject = {}): JsonObject {
  return { $schema: SUBSCRIPTION_SCHEMA, contentVersion: '1.0.0.0', resources: resources ?? [], ...rest };
}
