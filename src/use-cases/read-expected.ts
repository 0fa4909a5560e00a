// The list of what ought to be delegated, for who asks.
import {
  toExpectedView,
  type ExpectedState,
  type ExpectedSubscription,
  type ExpectedView,
} from '../domain/expected-subscription.ts';
import type { StateStore } from '../ports/store.ts';
import { pageThrough, type FilteredPage } from './page-through.ts';

export interface ExpectedRequest {
  state?: ExpectedState | undefined;
  top: number;
  skipToken?: string | undefined;
}

/** In the order of their subscription ids. @throws InvalidPageToken, StoreUnavailable */
export async function listExpected(
  store: StateStore,
  { state, top, skipToken }: ExpectedRequest,
): Promise<FilteredPage<ExpectedView>> {
  const source = {
    readPage: (page: Parameters<StateStore['listExpected']>[0]) => store.listExpected(page),
    idOf: ({ subscriptionId }: ExpectedSubscription) => subscriptionId,
    isAfter: (id: string, last: string) => id > last,
  };
  const accept = (entry: ExpectedSubscription) => state === undefined || entry.state === state;
  const page = await pageThrough('expected', [source], { top, skipToken, accept });
  return { ...page, items: page.items.map(toExpectedView) };
}

/** @throws StoreUnavailable */
export async function readExpected(
  store: StateStore,
  subscriptionId: string,
): Promise<ExpectedView | undefined> {
  const entry = await store.readExpected(subscriptionId);
  return entry && toExpectedView(entry);
}
