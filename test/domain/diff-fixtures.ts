// The step of an identity whose subscriptions are called a and b, from day to day.
import { diffRows } from '../../src/domain/diff.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { delegation, moment, ours, RIGHT, standing, SUBSCRIPTION, SUPPORT } from './fixtures.ts';

export type Rows = Map<string, SubscriptionRow>;

export function apply(
  before: Rows,
  observations: Observation[],
  day: number,
  link: LinkObservation = RIGHT,
  baseline = day === 1,
) {
  const diff = diffRows(before, observations, standing(link), moment(day, baseline));
  const after = new Map(before);
  for (const row of diff.putRows) after.set(row.subscriptionId, row);
  for (const id of diff.deleteRows) after.delete(id);
  return { diff, after };
}

export const sees = (subscriptionId: string, role = SUPPORT): Observation => ({
  kind: 'delegated',
  subscription: { ...SUBSCRIPTION, subscriptionId },
  delegations: [delegation([ours(role)])],
});
