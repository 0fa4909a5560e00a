// Keeps equal parts of many rows once. Most subscriptions are delegated alike, so a hundred thousand rows, each read with
// conditions, findings and roles of its own, hold the same few parts again and again: most of the memory of a run.
import type { ScopeDelegation } from './assess.ts';
import type { Delegation } from './delegation.ts';
import type { Finding } from './finding.ts';
import type { Observation } from './next-row.ts';
import type { SubscriptionRow } from './row.ts';

/** For all that is held at the same time. What it gives equals what it got, also in the order of its fields. */
export interface Sharer {
  row: (row: SubscriptionRow) => SubscriptionRow;
  observation: (seen: Observation) => Observation;
}

/** Of texts, and of parts: where hardly any are equal, knowing them all would cost memory in place of saving it. */
const MOST_KNOWN = 5000;

/** @param mostKnown the smaller, the more is held twice; default 5000 */
export function createSharer(mostKnown = MOST_KNOWN): Sharer {
  const texts = new Map<string, string>();
  const parts = new Map<string, object>();
  const text = <T extends string>(value: T): T => share(texts, value, value, mostKnown);
  const part = <T extends object>(value: T): T => share(parts, JSON.stringify(value), value, mostKnown);

  const findings = (list: Finding[]): Finding[] =>
    list.map((each) =>
      // Whose scope it names is its own; what it says is not.
      each.scope === undefined ? part(each) : { ...each, message: text(each.message), fix: text(each.fix) },
    );
  const told = (delegation: ScopeDelegation): ScopeDelegation => ({
    ...delegation,
    definitionName: text(delegation.definitionName),
    provisioningState: text(delegation.provisioningState),
    roles: part(delegation.roles),
  });
  const seen = (delegation: Delegation): Delegation => ({
    ...delegation,
    definitionName: text(delegation.definitionName),
    provisioningState: text(delegation.provisioningState),
    managedByTenantId: text(delegation.managedByTenantId),
    ...(delegation.manageeTenantName !== undefined && {
      manageeTenantName: text(delegation.manageeTenantName),
    }),
    authorizations: part(delegation.authorizations),
    eligibleAuthorizations: part(delegation.eligibleAuthorizations),
  });

  return {
    row: (row) => ({
      ...row,
      tenantId: text(row.tenantId),
      ...(row.tenantName !== undefined && { tenantName: text(row.tenantName) }),
      recognition: text(row.recognition),
      conditions: part(row.conditions),
      findings: findings(row.findings),
      scopes: row.scopes.map((scope) => ({
        ...scope,
        findings: findings(scope.findings),
        delegations: scope.delegations.map(told),
      })),
      since: text(row.since),
      observedAt: text(row.observedAt),
    }),
    observation: (observation) =>
      observation.kind === 'delegated'
        ? { ...observation, delegations: observation.delegations.map(seen) }
        : observation,
  };
}

/** The one that is known, else this one. */
function share<T extends string | object>(
  known: Map<string, string | object>,
  key: string,
  value: T,
  mostKnown: number,
): T {
  const same = known.get(key);
  // Of one map all values of a key are of one type: it tells them in full.
  if (same !== undefined) return same as T;
  if (known.size >= mostKnown) known.clear();
  known.set(key, value);
  return value;
}
