// Finds the registration definitions and assignments of an ARM template, also in nested deployments, and joins them.
import {
  asText,
  field,
  isJsonObject,
  keyOf,
  toPointer,
  type Json,
  type JsonObject,
  type Path,
} from './json.ts';
import type { Offer, OffersRead, Open, Place } from './offer.ts';
import { Budget, TemplateScope, type GivenParameters } from './scope.ts';
import { isValueObject, textOf, Unresolved, type Value } from './value.ts';

const DEFINITION = 'microsoft.managedservices/registrationdefinitions';
const ASSIGNMENT = 'microsoft.managedservices/registrationassignments';
const DEPLOYMENT = 'microsoft.resources/deployments';

interface Assignment {
  path: Path;
  place: Place;
  /** Name of the definition that it refers to, as a text. */
  definitionName: string | undefined;
}

interface Found extends Omit<OffersRead, 'assigns'> {
  assignments: Assignment[];
  /** Deployments whose template is elsewhere. */
  linked: Path[];
}

/** @param path of the template in the body */
export function readTemplate(template: JsonObject, given: GivenParameters, path: Path): OffersRead {
  const found: Found = {
    isLighthouse: false,
    offers: [],
    open: [],
    misplaced: [],
    assignments: [],
    linked: [],
  };
  const scope = new TemplateScope(template, given, new Budget());
  readResources(template, path, { scope, place: placeOf(template), found });
  const { isLighthouse, offers, open, assignments, misplaced, linked } = found;
  const byName = new Map(offers.toReversed().map((offer) => [offer.name, offer]));
  for (const assignment of assignments) {
    const offer = byName.get(assignment.definitionName ?? '');
    if (offer !== undefined) open.push(...assign(offer, assignment, scope));
    else
      open.push({
        pointer: toPointer([...assignment.path, 'properties', 'registrationDefinitionId']),
        message: 'Which registration definition is meant cannot be told: it is none of this template.',
      });
  }
  // What is linked may hold the assignment that is missing here; else it is no matter.
  if (offers.some(({ assignedTo }) => assignedTo.length === 0))
    open.push(...linked.map((each) => openAt(each, 'A linked template is not looked into.')));
  return { isLighthouse, offers, open, misplaced, assigns: assignments.length + linked.length > 0 };
}

/** What is offered is judged in each place: for the first it was paid when it was read. */
function assign(offer: Offer, { path, place }: Assignment, scope: TemplateScope): Open[] {
  const { assignedTo, authorizations = null, eligibleAuthorizations = null } = offer;
  if (assignedTo.length > 0) {
    const paid = scope.paid([authorizations, eligibleAuthorizations]);
    if (paid instanceof Unresolved) return [openAt(path, paid.why)];
  }
  assignedTo.push(place);
  return [];
}

interface Reading {
  scope: TemplateScope;
  place: Place;
  found: Found;
}

/** By the schema of the template: what is no schema of another level is taken for a subscription's. */
function placeOf(template: JsonObject): Place {
  const schema = asText(field(template, '$schema')).toLowerCase();
  if (/(managementgroup|tenant)deploymenttemplate/.test(schema)) return { kind: 'other', group: '' };
  return schema.includes('/deploymenttemplate')
    ? { kind: 'resourceGroup', group: '' }
    : { kind: 'subscription', group: '' };
}

function readResources(template: JsonObject, path: Path, reading: Reading): void {
  const key = keyOf(template, 'resources') ?? 'resources';
  const resources = template[key];
  // A list, or by symbolic names as Bicep writes them.
  const entries: [string | number, Json][] = Array.isArray(resources)
    ? resources.map((each: Json, index) => [index, each])
    : Object.entries(isJsonObject(resources) ? resources : {});
  for (const [name, resource] of entries)
    if (isJsonObject(resource)) readResource(resource, [...path, key, name], reading);
}

function readResource(resource: JsonObject, path: Path, reading: Reading): void {
  const { scope, place, found } = reading;
  const type = textOf(scope.evaluate(field(resource, 'type') ?? '')).toLowerCase();
  if (![DEFINITION, ASSIGNMENT, DEPLOYMENT].includes(type) || field(resource, 'existing') === true) return;
  found.isLighthouse ||= type !== DEPLOYMENT;
  const condition = scope.evaluate(field(resource, 'condition') ?? true);
  if (condition === false) return;
  const open = loopOf(resource, path);
  if (condition instanceof Unresolved) open.push(openAt([...path, 'condition'], condition.why));
  if (type === DEPLOYMENT) {
    const before = found.offers.length + found.assignments.length;
    readDeployment(resource, path, reading);
    // A loop or a condition around something else is no matter here.
    if (found.offers.length + found.assignments.length === before) return;
  } else if (place.kind === 'other') found.misplaced.push(path);
  found.open.push(...open);
  if (type === DEFINITION) found.offers.push(readDefinition(resource, path, reading));
  if (type === ASSIGNMENT) found.assignments.push(readAssignment(resource, path, reading));
}

function loopOf(resource: JsonObject, path: Path): Open[] {
  if (field(resource, 'copy') === undefined) return [];
  return [openAt([...path, 'copy'], 'Copy loops are not worked out here.')];
}

function readDefinition(resource: JsonObject, path: Path, { scope }: Reading): Offer {
  const writtenName = asText(field(resource, 'name'));
  const properties = scope.evaluate(field(resource, 'properties') ?? {});
  return {
    path,
    propertiesPath: [...path, keyOf(resource, 'properties') ?? 'properties'],
    name: textOf(scope.evaluate(writtenName)).toLowerCase(),
    writtenName,
    offerName: propertyOf(properties, 'registrationDefinitionName'),
    managedByTenantId: propertyOf(properties, 'managedByTenantId'),
    authorizations: scope.paid(propertyOf(properties, 'authorizations')),
    eligibleAuthorizations: scope.paid(propertyOf(properties, 'eligibleAuthorizations')),
    hasPlan: field(resource, 'plan') !== undefined,
    assignedTo: [],
  };
}

function readAssignment(resource: JsonObject, path: Path, { scope, place }: Reading): Assignment {
  const properties = scope.evaluate(field(resource, 'properties') ?? {});
  const reference = propertyOf(properties, 'registrationDefinitionId');
  const text = reference instanceof Unresolved ? reference.text : asText(reference);
  const [, name] = /\/registrationDefinitions\/(.*)$/is.exec(text) ?? [];
  return { path, place, definitionName: name?.toLowerCase() };
}

function propertyOf(properties: Value, name: string): Value | undefined {
  if (properties instanceof Unresolved) return properties;
  if (!isValueObject(properties)) return undefined;
  const key = keyOf(properties, name);
  if (key !== undefined) return properties[key];
  const loops = properties['copy'];
  const isLooped = Array.isArray(loops) && loops.some((loop: Value) => isNamed(loop, name));
  return isLooped
    ? new Unresolved('copy', 'It comes from a copy loop, which is not worked out here.')
    : undefined;
}

function isNamed(loop: Value, name: string): boolean {
  return isValueObject(loop) && asText(loop['name']).toLowerCase() === name.toLowerCase();
}

function readDeployment(resource: JsonObject, path: Path, { scope, place, found }: Reading): void {
  const key = keyOf(resource, 'properties') ?? '';
  const properties = resource[key];
  if (!isJsonObject(properties)) return;
  const inside = keyOf(properties, 'template') ?? '';
  const template = properties[inside];
  if (isJsonObject(template))
    readResources(template, [...path, key, inside], {
      scope: isInner(properties) ? innerScope(template, properties, scope) : scope,
      place: placeOfDeployment(resource, scope, place),
      found,
    });
  else found.linked.push([...path, key]);
}

function isInner(properties: JsonObject): boolean {
  const options = field(properties, 'expressionEvaluationOptions');
  return isJsonObject(options) && asText(field(options, 'scope')).toLowerCase() === 'inner';
}

function innerScope(template: JsonObject, properties: JsonObject, outer: TemplateScope): TemplateScope {
  const given = outer.evaluate(field(properties, 'parameters') ?? {});
  const values = isValueObject(given) ? Object.entries(given) : [];
  return outer.inner(
    template,
    new Map(values.map(([name, each]): [string, Value] => [name, valueIn(each, name)])),
  );
}

function valueIn(parameter: Value, name: string): Value {
  const key = isValueObject(parameter) ? keyOf(parameter, 'value') : undefined;
  if (isValueObject(parameter) && key !== undefined) return parameter[key] as Value;
  return new Unresolved(`parameters('${name.toLowerCase()}')`, `The parameter ${name} has no value here.`);
}

function placeOfDeployment(resource: JsonObject, scope: TemplateScope, place: Place): Place {
  const group = field(resource, 'resourceGroup');
  if (group !== undefined)
    return { kind: 'resourceGroup', group: textOf(scope.evaluate(group)).toLowerCase() };
  return field(resource, 'subscriptionId') === undefined ? place : { kind: 'subscription', group: '' };
}

function openAt(path: Path, message: string): Open {
  return { pointer: toPointer(path), message };
}
