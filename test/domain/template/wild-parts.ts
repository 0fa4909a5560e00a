// What the cases of templates of the wild are made of.
import { READER, SUPPORT, ours } from '../fixtures.ts';
import { assignment, DEFINITION, definition, DELETE_ROLE, GROUP_SCHEMA } from './fixtures.ts';
import type { Value } from '../../../src/domain/template/value.ts';

import type { Json, JsonObject } from '../../../src/domain/template/json.ts';

export interface Case {
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

export const string = { type: 'string' };
export const all = [{ ...ours(READER) }, { ...ours(SUPPORT) }, { ...ours(DELETE_ROLE) }];
export const counting = { authorizations: [{ ...ours(SUPPORT) }] };
export const NEED_READER = [READER, DELETE_ROLE];

export function nested(resources: Json, rest: JsonObject = {}, options: JsonObject = {}): JsonObject {
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

export const sample = {
  parameters: { mspOfferName: string, managedByTenantId: string, authorizations: { type: 'array' } },
  variables: { name: "[guid(parameters('mspOfferName'))]" },
};
export const sampleResources = [
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
