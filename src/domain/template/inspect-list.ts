// Holds a list of authorizations against what Lighthouse takes: each by itself, and each beside those before it.
import { inspectAuthorization, type Inspected, type Kind, type Provider } from './inspect-authorization.ts';
import { policySettings } from './inspect-policy.ts';
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
  const earlier = new Earlier();
  return entries.map(({ value, path }) => {
    const inspected = inspectAuthorization(value, kind, path, provider);
    const { authorization } = inspected;
    if (authorization === undefined) return inspected;
    const clash = earlier.add(authorization);
    const role = provider.catalogue.roleName(authorization.roleDefinitionId);
    return { ...inspected, refused: [...inspected.refused, ...refusalOf(clash, path, role)] };
  });
}

function refusalOf(clash: Clash, path: Path, role: string): Refusal[] {
  if (clash === 'duplicate') return [refusal('duplicate-authorization', toPointer(path), role)];
  if (clash === undefined) return [];
  return [refusal('eligible-policy-differs', toPointer([...path, 'justInTimeAccessPolicy']), role)];
}

type Clash = 'duplicate' | 'policy-differs' | undefined;

/** What one list holds so far: each principal and role once, and one policy a role. */
export class Earlier {
  readonly #taken = new Set<string>();
  /** The first policy of each role. */
  readonly #policies = new Map<string, string>();

  /** What the authorization clashes with among those before it. */
  add({ principalId, roleDefinitionId, justInTimeAccessPolicy }: OfferedAuthorization): Clash {
    const key = `${principalId} ${roleDefinitionId}`;
    const policy = policySettings(justInTimeAccessPolicy);
    const first = this.#policies.get(roleDefinitionId) ?? policy;
    this.#policies.set(roleDefinitionId, first);
    if (this.#taken.has(key)) return 'duplicate';
    this.#taken.add(key);
    return first === policy ? undefined : 'policy-differs';
  }
}

/** All that Lighthouse takes, once each role is written as its bare id. */
export function keepable(list: readonly Inspected[]): OfferedAuthorization[] {
  return list.flatMap(({ authorization, refused, open }) => {
    const isTaken = open.length === 0 && refused.every(({ code }) => code === 'role-id-not-bare');
    return authorization !== undefined && isTaken ? [authorization] : [];
  });
}
