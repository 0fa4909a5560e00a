// A row as answers show it: what it remembers for itself stays inside.
import { observedAtOf } from './diff.ts';
import type { SubscriptionRow } from './row.ts';

export type SubscriptionView = Pick<
  SubscriptionRow,
  | 'identity'
  | 'subscriptionId'
  | 'displayName'
  | 'tenantId'
  | 'tenantName'
  | 'state'
  | 'recognition'
  | 'conditions'
  | 'findings'
  | 'scopes'
  | 'since'
  | 'observedAt'
>;

/** @param identityObservedAt end of the identity's last run that was not `failed`, ISO 8601 UTC */
export function toSubscriptionView(
  row: SubscriptionRow,
  identityObservedAt: string | undefined,
): SubscriptionView {
  const { identity, subscriptionId, displayName, tenantId, tenantName, state } = row;
  const { recognition, conditions, findings, scopes, since } = row;
  return {
    identity,
    subscriptionId,
    displayName,
    tenantId,
    ...(tenantName !== undefined && { tenantName }),
    state,
    recognition,
    conditions,
    findings,
    scopes,
    since,
    observedAt: observedAtOf(row, identityObservedAt),
  };
}
