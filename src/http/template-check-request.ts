// What POST /onboarding-template-checks takes: a template with or without parameters, bare or not, or a list.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import type { TemplateInput } from '../domain/template/check-template.ts';
import {
  field,
  isDeeperThan,
  isJsonObject,
  toPointer,
  type Json,
  type JsonObject,
} from '../domain/template/json.ts';
import type { GivenParameters } from '../domain/template/scope.ts';
import { Unresolved, type Value } from '../domain/template/value.ts';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import type { ProblemItem } from './problem.ts';
import { invalidRequest, parameters, parseQuery } from './query.ts';

const MOST_BYTES = 1024 * 1024;
/** Far deeper than any template, and far from what recursion bears. */
const DEEPEST = 100;

export const templateCheckQuery = { identity: parameters.identity };

const body = z
  .custom<JsonObject>(isJsonObject, 'must be a JSON object')
  .refine((given) => !isDeeperThan(DEEPEST, given), `must not be nested deeper than ${DEEPEST} levels`);

export interface TemplateCheckRequest {
  identity: string | undefined;
  input: TemplateInput;
}

/** @throws HttpProblem body-not-received, body-too-large or invalid-request */
export async function parseTemplateCheckRequest(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<TemplateCheckRequest> {
  const [{ identity }, input] = await allOf(
    () => parseQuery(request, templateCheckQuery, identityNames),
    async () => toInput(await parseBody(request, body, { mostBytes: MOST_BYTES, orInQuery: false })),
  );
  return { identity, input };
}

function toInput(given: JsonObject): TemplateInput {
  if (Object.hasOwn(given, 'template')) return wrappedTemplate(given);
  if (Object.hasOwn(given, 'resources') || Object.hasOwn(given, '$schema'))
    return { kind: 'template', template: given, parameters: new Map(), path: [] };
  return list(given);
}

function wrappedTemplate(given: JsonObject): TemplateInput {
  const { template, parameters } = given;
  const wrong = unknownFields(given, ['template', 'parameters']);
  if (!isJsonObject(template)) wrong.push({ pointer: '/template', detail: 'must be an ARM template' });
  const { values, wrong: wrongParameters } = readParameters(parameters);
  wrong.push(...wrongParameters);
  if (wrong.length > 0 || !isJsonObject(template)) throw invalidRequest(wrong);
  return { kind: 'template', template, parameters: values, path: ['template'] };
}

function list(given: JsonObject): TemplateInput {
  const { authorizations, eligibleAuthorizations, managedByTenantId } = given;
  const wrong = unknownFields(given, ['authorizations', 'eligibleAuthorizations', 'managedByTenantId']);
  if (authorizations === undefined)
    wrong.push({
      pointer: '/template',
      detail: 'is needed, or resources of a bare template, or authorizations',
    });
  else if (!Array.isArray(authorizations))
    wrong.push({ pointer: '/authorizations', detail: 'must be a list' });
  if (eligibleAuthorizations !== undefined && !Array.isArray(eligibleAuthorizations))
    wrong.push({ pointer: '/eligibleAuthorizations', detail: 'must be a list' });
  if (managedByTenantId !== undefined && !z.guid().safeParse(managedByTenantId).success)
    wrong.push({ pointer: '/managedByTenantId', detail: 'must be a GUID' });
  if (wrong.length > 0) throw invalidRequest(wrong);
  return { kind: 'list', list: given };
}

/** A parameter file, or its inside alone; each is `{value}`, or a reference into a key vault. */
function readParameters(given: Json | undefined): { values: GivenParameters; wrong: ProblemItem[] } {
  if (given === undefined) return { values: new Map(), wrong: [] };
  if (!isJsonObject(given))
    return { values: new Map(), wrong: [{ pointer: '/parameters', detail: 'must be an object' }] };
  const isFile = isJsonObject(given['parameters']) && !Object.hasOwn(given['parameters'], 'value');
  const inside = isFile ? (given['parameters'] as JsonObject) : given;
  const path = isFile ? ['parameters', 'parameters'] : ['parameters'];
  const values = new Map<string, Value>();
  const wrong: ProblemItem[] = [];
  for (const [name, each] of Object.entries(inside)) {
    const value = isJsonObject(each) ? field(each, 'value') : undefined;
    const isReference = isJsonObject(each) && field(each, 'reference') !== undefined;
    if (value !== undefined) values.set(name, value);
    else if (isReference)
      values.set(name, new Unresolved(`parameters('${name}')`, `The parameter ${name} lies in a key vault.`));
    else wrong.push({ pointer: toPointer([...path, name]), detail: 'must be an object with a value' });
  }
  return { values, wrong };
}

function unknownFields(given: JsonObject, known: readonly string[]): ProblemItem[] {
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({ pointer: toPointer([key]), detail: 'is not known here' }));
}
