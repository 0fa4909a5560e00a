// Writes the same template as arm-template.ts in Bicep: the same resources, under the same names.
import {
  API_VERSION,
  DEPLOYMENTS_API_VERSION,
  OWN_ROLES,
  ownDisplayName,
  TEXTS,
  type Delegating,
} from './arm-template.ts';
import type { OfferedAuthorization } from './offer.ts';

/** Something that Bicep works out itself, as opposed to a text. */
class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Node = Code | string | readonly Node[] | { readonly [key: string]: Node | undefined };

export function bicepTemplate(delegating: Delegating): string {
  const { scope, managedByTenantId, principalId, eligibleAuthorizations } = delegating;
  const own = OWN_ROLES.map((roleDefinitionId) => ({
    principalId: new Code('principalId'),
    principalIdDisplayName: ownDisplayName(roleDefinitionId),
    roleDefinitionId,
  }));
  const definition = {
    name: new Code('name'),
    properties: {
      registrationDefinitionName: new Code('mspOfferName'),
      description: TEXTS.offer,
      managedByTenantId: new Code('managedByTenantId'),
      authorizations: [...own, ...delegating.authorizations.map(toNode)],
      ...(eligibleAuthorizations.length > 0 && {
        eligibleAuthorizations: eligibleAuthorizations.map(toNode),
      }),
    },
  };
  const blocks = [
    `// ${TEXTS.scope[scope]}`,
    "targetScope = 'subscription'",
    parameter('mspOfferName', TEXTS.mspOfferName, ` = ${write(TEXTS.offerName)}`),
    ...(scope === 'resourceGroup' ? [parameter('rgName', TEXTS.rgName)] : []),
    [
      `var managedByTenantId = ${write(managedByTenantId)}`,
      `var principalId = ${write(principalId)}`,
      'var name = guid(mspOfferName, managedByTenantId)',
    ].join('\n'),
    resource('registrationDefinition', `${DEFINITION}@${API_VERSION}`, definition),
    scope === 'subscription'
      ? resource('registrationAssignment', `${ASSIGNMENT}@${API_VERSION}`, assignment)
      : groupDeployment(),
    'output offer string = mspOfferName',
  ];
  return `${blocks.join('\n\n')}\n`;
}

const DEFINITION = 'Microsoft.ManagedServices/registrationDefinitions';
const ASSIGNMENT = 'Microsoft.ManagedServices/registrationAssignments';

const assignment = {
  name: new Code('name'),
  properties: { registrationDefinitionId: new Code('registrationDefinition.id') },
};

/** A nested deployment rather than a module, so that it stays one file. */
function groupDeployment(): string {
  const deployment = resource(
    'groupDelegation',
    `Microsoft.Resources/deployments@${DEPLOYMENTS_API_VERSION}`,
    {
      name: new Code("'lighthouse-${name}'"),
      resourceGroup: new Code('rgName'),
      properties: {
        mode: 'Incremental',
        template: {
          $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
          contentVersion: '1.0.0.0',
          resources: [{ type: ASSIGNMENT, apiVersion: API_VERSION, ...assignment }],
        },
      },
    },
  );
  return `#disable-next-line no-deployments-resources\n${deployment}`;
}

function parameter(name: string, description: string, byDefault = ''): string {
  return `@description(${write(description)})\nparam ${name} string${byDefault}`;
}

function resource(symbol: string, type: string, body: Node): string {
  return `resource ${symbol} ${write(type)} = ${write(body)}`;
}

function toNode(authorization: OfferedAuthorization): Node {
  const { principalId, principalIdDisplayName, roleDefinitionId } = authorization;
  const { delegatedRoleDefinitionIds, justInTimeAccessPolicy: policy } = authorization;
  return {
    principalId,
    principalIdDisplayName,
    roleDefinitionId,
    delegatedRoleDefinitionIds,
    justInTimeAccessPolicy: policy && {
      multiFactorAuthProvider: policy.multiFactorAuthProvider,
      maximumActivationDuration: policy.maximumActivationDuration,
      managedByTenantApprovers: policy.managedByTenantApprovers?.map((each) => ({
        principalId: each.principalId,
        principalIdDisplayName: each.principalIdDisplayName,
      })),
    },
  };
}

/** Two blanks a level, as `bicep format` writes. */
function write(node: Node, indent = ''): string {
  if (node instanceof Code) return node.text;
  if (typeof node === 'string') return quote(node);
  const inner = `${indent}  `;
  if (isList(node)) return `[\n${node.map((each) => `${inner}${write(each, inner)}\n`).join('')}${indent}]`;
  const lines = Object.entries(node).flatMap(([key, value]) =>
    value === undefined ? [] : [`${inner}${writeKey(key)}: ${write(value, inner)}\n`],
  );
  return `{\n${lines.join('')}${indent}}`;
}

function isList(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}

function writeKey(key: string): string {
  return /^\w+$/.test(key) ? key : quote(key);
}

/** A Bicep string on one line: whatever would end it, open an expression or break the line is escaped. */
function quote(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll('${', '\\${')
    // oxlint-disable-next-line eslint/no-control-regex -- these are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => {
      return `\\u{${character.codePointAt(0)?.toString(16)}}`;
    });
  return `'${escaped}'`;
}
