// Conditions in the way of Kubernetes: a status with the time when it last changed. Unknown is not False.

export type ConditionStatus = 'True' | 'False' | 'Unknown';

export type ConditionType = 'Linked' | 'Delegated' | 'RoleEligible' | 'WholeSubscription' | 'Observed';

/** What was decided now, before it is known since when. */
export interface Verdict {
  type: ConditionType;
  status: ConditionStatus;
  /** CamelCase, for programs. */
  reason: string;
  /** For people. */
  message: string;
}

export interface Condition extends Verdict {
  /** ISO 8601 UTC; changes only when the status does. */
  lastTransitionTime: string;
}

/** Dates the verdicts: the time of the earlier condition where its status stands, else `now` (ISO 8601 UTC). */
export function toConditions(
  verdicts: readonly Verdict[],
  earlier: readonly Condition[],
  now: string,
): Condition[] {
  return verdicts.map((verdict) => {
    const before = earlier.find(({ type }) => type === verdict.type);
    const lastTransitionTime = before?.status === verdict.status ? before.lastTransitionTime : now;
    return { ...verdict, lastTransitionTime };
  });
}
