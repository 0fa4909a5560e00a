// Puts subscriptions on the list of what ought to be delegated, and takes them off again.
import { randomUUID } from 'node:crypto';
import { toExpectedView, type ExpectedView } from '../domain/expected-subscription.ts';
import { putExpected, type ExpectedWish } from '../domain/put-expected.ts';
import { readCurrentRow } from './current-rows.ts';
import type { ExpectedSpace } from './expected-space.ts';

/** Whether the caller's conditions (If-Match, If-None-Match) hold for what stands now; undefined: nothing does. */
export type Allows = (current: ExpectedView | undefined) => boolean;

/** Another process held the list for too long; nothing was written. */
interface Busy {
  kind: 'busy';
}

export type PutAnswer =
  { kind: 'put'; entry: ExpectedView; isNew: boolean } | { kind: 'precondition-failed' } | Busy;

export type DeleteAnswer =
  { kind: 'deleted' } | { kind: 'not-found' } | { kind: 'precondition-failed' } | Busy;

/** @throws StoreUnavailable */
export async function putExpectedSubscription(
  space: ExpectedSpace,
  wish: ExpectedWish,
  allows: Allows,
): Promise<PutAnswer> {
  const { store, clock, identityNames } = space;
  const { subscriptionId } = wish;
  const answer = await space.change(`put-${randomUUID()}`, async (lease): Promise<PutAnswer> => {
    const before = await store.readExpected(subscriptionId);
    if (!allows(before && toExpectedView(before))) return { kind: 'precondition-failed' };
    const rows = await Promise.all(identityNames.map((name) => readCurrentRow(store, name, subscriptionId)));
    // As last known, where it cannot be read now.
    const isDelegated = rows.some(({ row }) => row?.delegated === true);
    const entry = putExpected(before, wish, clock.now().toISOString(), isDelegated);
    await store.commit(lease, { putExpected: [entry] });
    return { kind: 'put', entry: toExpectedView(entry), isNew: before === undefined };
  });
  return answer.kind === 'done' ? answer.value : answer;
}

/** What was told of it stays told. @throws StoreUnavailable */
export async function deleteExpectedSubscription(
  space: ExpectedSpace,
  subscriptionId: string,
  allows: Allows,
): Promise<DeleteAnswer> {
  const { store } = space;
  const answer = await space.change(`delete-${randomUUID()}`, async (lease): Promise<DeleteAnswer> => {
    const before = await store.readExpected(subscriptionId);
    if (before === undefined) return { kind: 'not-found' };
    if (!allows(toExpectedView(before))) return { kind: 'precondition-failed' };
    await store.commit(lease, { deleteExpected: [subscriptionId] });
    return { kind: 'deleted' };
  });
  return answer.kind === 'done' ? answer.value : answer;
}
