// Mends a template: what Lighthouse refuses goes, what is missing comes, all else stays. Where it cannot be mended in
// place, so that it would earn by itself, a plain template takes its place that keeps every authorization.
import {
  armAuthorization,
  armTemplate,
  assignment,
  definitionId,
  OWN_ROLES,
  ownDisplayName,
} from './arm-template.ts';
import { Earlier, keepable } from './inspect-list.ts';
import type { InspectedOffer } from './inspect-offer.ts';
import { field, isJsonObject, keyOf, setIn, type Json, type JsonObject, type Path } from './json.ts';
import type { Judging } from './judging.ts';
import { lackingRoles, ownRoles } from './missing.ts';
import type { OfferedAuthorization } from './offer.ts';

/** Our own assignment of a definition that has none, where resources have names instead of places. */
const SYMBOL = 'keeperRegistrationAssignment';

/**
 * @param depth how many keys of an offer's paths lead to the template
 * @returns undefined where a part that would have to change is not written out
 */
export function mendInPlace(
  template: JsonObject,
  depth: number,
  offers: readonly InspectedOffer[],
  judging: Judging,
): JsonObject | undefined {
  const target = targetOf(offers, judging);
  if (target === undefined) return undefined;
  let mended: Json = template;
  for (const each of offers) {
    const path = each.offer.propertiesPath.slice(depth);
    const properties = getIn(template, path);
    if (!isJsonObject(properties) || field(properties, 'copy') !== undefined) return undefined;
    const fields = mendedFields(each, target, offers, judging).map(([name, value]): [string, Json] => [
      keyOf(properties, name) ?? name,
      value,
    ]);
    mended = setIn(mended, path, Object.fromEntries([...Object.entries(properties), ...fields]));
  }
  if (target.offer.assignedTo.length === 0)
    mended = withAssignment(mended, target.offer.path.slice(depth), target.offer.writtenName);
  return mended as JsonObject;
}

/** The offer that is to carry our principal: the one that does already, else the likeliest. */
function targetOf(offers: readonly InspectedOffer[], judging: Judging): InspectedOffer | undefined {
  const ours = offers.filter(({ tenant }) => tenant === judging.tenantId);
  const assigned = ours.filter(({ offer }) => offer.assignedTo.length > 0);
  const counts = (role: string) => judging.standing.catalogue.eligibility(role) === 'yes';
  return assigned.find((each) => ownRoles(each, judging).some(counts)) ?? assigned[0] ?? ours[0] ?? offers[0];
}

function mendedFields(
  each: InspectedOffer,
  target: InspectedOffer,
  offers: readonly InspectedOffer[],
  judging: Judging,
): [name: string, value: Json][] {
  const tenant = each === target ? judging.tenantId : each.tenant;
  const added = each === target ? additions(target, offers, judging) : [];
  return [
    ['authorizations', [...keepable(each.permanent), ...added].map(armAuthorization)],
    ...(each.eligible.length > 0
      ? ([['eligibleAuthorizations', keepable(each.eligible).map(armAuthorization)]] as [string, Json][])
      : []),
    ...(tenant === undefined ? [] : ([['managedByTenantId', tenant]] as [string, Json][])),
  ];
}

function additions(
  target: InspectedOffer,
  offers: readonly InspectedOffer[],
  judging: Judging,
): OfferedAuthorization[] {
  const inForce = offers.filter((each) => each === target || each.offer.assignedTo.length > 0);
  const held = new Set(inForce.flatMap((each) => ownRoles(each, judging)));
  // A target of another tenant becomes ours with all that it has.
  if (target.tenant !== judging.tenantId)
    for (const role of ownRoles({ ...target, tenant: judging.tenantId }, judging)) held.add(role);
  const { principalId } = judging.standing.principal;
  return lackingRoles(held, judging).map((roleDefinitionId) => ({
    principalId,
    principalIdDisplayName: ownDisplayName(roleDefinitionId),
    roleDefinitionId,
  }));
}

function withAssignment(template: Json, definitionPath: Path, writtenName: string): Json {
  const container = definitionPath.slice(0, -1);
  const resources = getIn(template, container);
  const name = /^\[(?!\[).*\]$/s.test(writtenName)
    ? writtenName.slice(1, -1)
    : `'${unescaped(writtenName).replaceAll("'", "''")}'`;
  const id = definitionId(name);
  return Array.isArray(resources)
    ? setIn(template, container, [...resources, assignment(writtenName, id, [id])])
    : setIn(template, [...container, SYMBOL], assignment(writtenName, id, [String(definitionPath.at(-1))]));
}

/** A text in brackets is written with another one before it, but not where it stands within an expression. */
function unescaped(text: string): string {
  return /^\[\[.*\]$/s.test(text) ? text.slice(1) : text;
}

function getIn(whole: Json, path: Path): Json | undefined {
  let found: Json | undefined = whole;
  for (const key of path) found = (found as { readonly [key: string | number]: Json | undefined })[key];
  return found;
}

/** Of one's own making, with every authorization that is not refused. */
export function plainTemplate(offers: readonly InspectedOffer[], judging: Judging): JsonObject {
  const { principalId } = judging.standing.principal;
  const isOwn = (each: OfferedAuthorization) =>
    each.principalId === principalId && OWN_ROLES.some((role) => role === each.roleDefinitionId);
  const places = offers.flatMap(({ offer }) => offer.assignedTo);
  const onlyGroups = places.length > 0 && places.every(({ kind }) => kind === 'resourceGroup');
  return armTemplate({
    scope: onlyGroups ? 'resourceGroup' : 'subscription',
    managedByTenantId: judging.tenantId,
    principalId,
    authorizations: distinct(offers.flatMap(({ permanent }) => keepable(permanent))).filter(
      (each) => !isOwn(each),
    ),
    eligibleAuthorizations: distinct(offers.flatMap(({ eligible }) => keepable(eligible))),
  });
}

/** What several offers may have, one may not. */
function distinct(all: readonly OfferedAuthorization[]): OfferedAuthorization[] {
  const earlier = new Earlier();
  return all.filter((each) => earlier.add(each) === undefined);
}
