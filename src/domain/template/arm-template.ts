// Writes the ARM template that a customer deploys to delegate a subscription or a resource group to one of our
// identities. The same resources, under the same names, as bicep-template.ts.
import { createCatalogue } from '../catalogue.ts';
import type { Json, JsonObject } from './json.ts';
import type { OfferedAuthorization } from './offer.ts';
import { READER, REGISTRATION_ASSIGNMENT_DELETE, SUPPORT_REQUEST_CONTRIBUTOR } from './role-ids.ts';

export type TemplateScopeName = 'subscription' | 'resourceGroup';

export interface Delegating {
  scope: TemplateScopeName;
  /** The provider tenant. */
  managedByTenantId: string;
  /** Our service principal, which gets the three roles of our own. */
  principalId: string;
  /** Beside the three. */
  authorizations: readonly OfferedAuthorization[];
  eligibleAuthorizations: readonly OfferedAuthorization[];
}

/** The least that is credited, can be watched, and can be removed again; all permanent. */
export const OWN_ROLES = [READER, SUPPORT_REQUEST_CONTRIBUTOR, REGISTRATION_ASSIGNMENT_DELETE] as const;

export const API_VERSION = '2022-10-01';
export const DEPLOYMENTS_API_VERSION = '2022-09-01';

export const TEXTS = {
  offerName: 'Lighthouse Keeper',
  offer: 'Partner recognition and support requests.',
  mspOfferName: 'Keep it the same whenever this is deployed again: another name is another offer.',
  rgName: 'Name of the resource group to delegate.',
  scope: {
    subscription:
      "Deployed by a customer into one subscription: delegates it through Azure Lighthouse to the provider's service principal, with the least that is credited. All roles of that principal are permanent.",
    resourceGroup:
      "Deployed by a customer into one subscription: delegates one of its resource groups through Azure Lighthouse to the provider's service principal, with the least that is credited. All roles of that principal are permanent.",
  },
} as const;

export function ownDisplayName(roleDefinitionId: string): string {
  return `${TEXTS.offerName} (${createCatalogue().roleName(roleDefinitionId)})`;
}

const NAME = "[variables('name')]";
const DEFINITION_ID = "[variables('definitionId')]";

/** `$schema` of 2018-05-01: Bicep refuses the one of 2019-08-01 as a module. */
export function armTemplate(delegating: Delegating): JsonObject {
  const { scope, managedByTenantId, principalId, eligibleAuthorizations } = delegating;
  const own = OWN_ROLES.map((roleDefinitionId) => ({
    principalId: "[variables('principalId')]",
    principalIdDisplayName: ownDisplayName(roleDefinitionId),
    roleDefinitionId,
  }));
  return {
    $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    metadata: { description: TEXTS.scope[scope] },
    parameters: {
      mspOfferName: {
        type: 'string',
        defaultValue: TEXTS.offerName,
        metadata: { description: TEXTS.mspOfferName },
      },
      ...(scope === 'resourceGroup' && {
        rgName: { type: 'string', metadata: { description: TEXTS.rgName } },
      }),
    },
    variables: {
      managedByTenantId,
      principalId,
      name: "[guid(parameters('mspOfferName'), variables('managedByTenantId'))]",
      definitionId: definitionId("variables('name')"),
    },
    resources: [
      {
        type: 'Microsoft.ManagedServices/registrationDefinitions',
        apiVersion: API_VERSION,
        name: NAME,
        properties: {
          registrationDefinitionName: "[parameters('mspOfferName')]",
          description: TEXTS.offer,
          managedByTenantId: "[variables('managedByTenantId')]",
          authorizations: [...own, ...delegating.authorizations.map(armAuthorization)],
          ...(eligibleAuthorizations.length > 0 && {
            eligibleAuthorizations: eligibleAuthorizations.map(armAuthorization),
          }),
        },
      },
      scope === 'subscription' ? assignment(NAME, DEFINITION_ID, [DEFINITION_ID]) : groupDeployment(),
    ],
    outputs: { offer: { type: 'string', value: "[parameters('mspOfferName')]" } },
  };
}

/** @param name expression for the definition's name, without brackets */
export function definitionId(name: string): string {
  return `[subscriptionResourceId('Microsoft.ManagedServices/registrationDefinitions', ${name})]`;
}

export function assignment(name: string, definitionId: string, dependsOn: readonly string[]): JsonObject {
  return {
    type: 'Microsoft.ManagedServices/registrationAssignments',
    apiVersion: API_VERSION,
    name,
    ...(dependsOn.length > 0 && { dependsOn }),
    properties: { registrationDefinitionId: definitionId },
  };
}

/** An assignment to a group is deployed to that group; worked out by the outer template, it stays one file. */
function groupDeployment(): JsonObject {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: DEPLOYMENTS_API_VERSION,
    name: "[format('lighthouse-{0}', variables('name'))]",
    resourceGroup: "[parameters('rgName')]",
    dependsOn: [DEFINITION_ID],
    properties: {
      mode: 'Incremental',
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources: [assignment(NAME, DEFINITION_ID, [])],
      },
    },
  };
}

/** As a template holds it: a text in brackets is no expression. */
export function armAuthorization(authorization: OfferedAuthorization): JsonObject {
  const policy = authorization.justInTimeAccessPolicy;
  return compact({
    principalId: authorization.principalId,
    principalIdDisplayName: armText(authorization.principalIdDisplayName),
    roleDefinitionId: authorization.roleDefinitionId,
    delegatedRoleDefinitionIds: authorization.delegatedRoleDefinitionIds,
    justInTimeAccessPolicy:
      policy &&
      compact({
        multiFactorAuthProvider: policy.multiFactorAuthProvider,
        maximumActivationDuration: policy.maximumActivationDuration,
        managedByTenantApprovers: policy.managedByTenantApprovers?.map((each) =>
          compact({
            principalId: each.principalId,
            principalIdDisplayName: armText(each.principalIdDisplayName),
          }),
        ),
      }),
  });
}

function compact(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const given = Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

function armText(text: string | undefined): string | undefined {
  return text?.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}
