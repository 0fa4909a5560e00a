// Holds a list of authorizations against what Lighthouse takes: each by itself, and each beside those before it.
import { inspectAuthorization, type Inspected, type Kind, type Provider } from './inspect-authorization.ts';
import { samePolicy } from './inspect-policy.ts';
import { toPointer, type Path } from './json.ts';
import { leftOut, type OfferedAuthorization } from './offer.ts';
import { refusal, type Refusal } from './refusal.ts';
import { Unresolved, type Value } from './value.ts';

/** @param list where it is none, or not worked out, the one entry of the answer says so */
export function inspectList(list: Value, kind: Kind, path: Path, provider: Provider): Inspected[] {
  if (list instanceof Unresolved) return [{ path, refused: [], open: [leftOut(list, path)] }];
  if (!Array.isArray(list))
    return [{ path, refused: [refusal('authorizations-missing', toPointer(path))], open: [] }];
  const entries = list.map((value: Value, index) => ({ value, path: [...path, index] }));
  return inspectEntries(entries, kind, provider);
}

export interface Entry {
  value: Value;
  path: Path;
}

export function inspectEntries(entries: readonly Entry[], kind: Kind, provider: Provider): Inspected[] {
  const all = entries.map(({ value, path }) => inspectAuthorization(value, kind, path, provider));
  return all.map((each, index) => {
    const between = againstEarlier(each, all.slice(0, index), provider);
    return { ...each, refused: [...each.refused, ...between] };
  });
}

function againstEarlier(
  { path, authorization }: Inspected,
  earlier: readonly Inspected[],
  { catalogue }: Provider,
): Refusal[] {
  if (authorization === undefined) return [];
  const { principalId, roleDefinitionId, justInTimeAccessPolicy } = authorization;
  const sameRole = earlier.flatMap((each) =>
    each.authorization?.roleDefinitionId === roleDefinitionId ? [each.authorization] : [],
  );
  const role = catalogue.roleName(roleDefinitionId);
  if (sameRole.some((each) => each.principalId === principalId))
    return [refusal('duplicate-authorization', toPointer(path), role)];
  if (sameRole.every((each) => samePolicy(each.justInTimeAccessPolicy, justInTimeAccessPolicy))) return [];
  return [refusal('eligible-policy-differs', toPointer([...path, 'justInTimeAccessPolicy']), role)];
}

/** All that Lighthouse takes, once each role is written as its bare id. */
export function keepable(list: readonly Inspected[]): OfferedAuthorization[] {
  return list.flatMap(({ authorization, refused, open }) => {
    const isTaken = open.length === 0 && refused.every(({ code }) => code === 'role-id-not-bare');
    return authorization !== undefined && isTaken ? [authorization] : [];
  });
}
