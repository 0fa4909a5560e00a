// Looks into what a deployment would make, and works out what only Azure knows: each reference becomes a made-up value.
import { parseExpression, type Expression } from '../../src/domain/template/expression.ts';
import { SUBSCRIPTION, TENANT, type PredictedResource, type Prediction } from './bicep.ts';

/** What Azure would say of the managed identity and of Application Insights. */
export const IDENTITY_CLIENT_ID = '11111111-0000-4000-8000-00000000c11e';
export const IDENTITY_PRINCIPAL_ID = '11111111-0000-4000-8000-000000000b1d';
const CONNECTION_STRING = `InstrumentationKey=${TENANT};IngestionEndpoint=https://westeurope-1.in.applicationinsights.azure.com/`;

const KNOWN: Record<string, string> = {
  clientId: IDENTITY_CLIENT_ID,
  principalId: IDENTITY_PRINCIPAL_ID,
  ConnectionString: CONNECTION_STRING,
  defaultHostName: 'func.example.net',
};

export function ofType({ predictedResources }: Prediction, type: string): PredictedResource[] {
  return predictedResources.filter((each) => each.type.toLowerCase() === type.toLowerCase());
}

export function theOne(prediction: Prediction, type: string): PredictedResource {
  const [found, ...more] = ofType(prediction, type);
  if (found === undefined || more.length > 0) throw new Error(`There is not one ${type}.`);
  return found;
}

export function appSettings(prediction: Prediction): Record<string, string> {
  const settings = ofType(prediction, 'Microsoft.Web/sites/config')[0]?.properties ?? {};
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, worked(String(value))]));
}

/** A property as Azure would see it. */
export function worked(text: string): string {
  if (!text.startsWith('[')) return text;
  const expression = parseExpression(text.slice(1, -1));
  if (expression === undefined) throw new Error(`No expression: ${text}`);
  return String(valueOf(expression));
}

function valueOf(expression: Expression): unknown {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'element') {
    const key = String(valueOf(expression.key));
    const value = KNOWN[key];
    if (value === undefined) throw new Error(`Nobody knows ${key} here.`);
    return value;
  }
  const args = expression.operands.map(valueOf);
  switch (expression.name) {
    case 'string':
      return JSON.stringify(args[0]);
    case 'createarray':
      return args;
    case 'createobject':
      return Object.fromEntries(
        Array.from({ length: args.length / 2 }, (_, index) => [args[2 * index], args[2 * index + 1]]),
      );
    case 'format':
      return String(args[0]).replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index) + 1]));
    default:
      throw new Error(`${expression.name}() is not worked out here.`);
  }
}

export interface Grant {
  roleDefinitionId: string;
  principalId: string;
  principalType: unknown;
  /** Type of the resource that it is for, and nothing above. */
  scope: string;
}

/** Every role assignment. */
export function grantsOf(prediction: Prediction): Grant[] {
  return ofType(prediction, 'Microsoft.Authorization/roleAssignments').map(({ id, properties = {} }) => ({
    roleDefinitionId: String(properties['roleDefinitionId']).split('/').at(-1) ?? '',
    principalId: worked(String(properties['principalId'])),
    principalType: properties['principalType'],
    scope: scopeOf(id),
  }));
}

/** Of the id of an extension resource, which is an expression where its name is one. */
function scopeOf(id: string): string {
  const of = /^\[extensionResourceId\('([^']+)', 'Microsoft\.Authorization\/roleAssignments'/.exec(id)?.[1];
  const scope = of ?? id.slice(0, id.lastIndexOf('/providers/Microsoft.Authorization/roleAssignments'));
  const group = new RegExp(
    `^/subscriptions/${SUBSCRIPTION}/resourceGroups/[^/]+/providers/([^/]+/[^/]+)/[^/]+$`,
  );
  return group.exec(scope)?.[1] ?? scope;
}
