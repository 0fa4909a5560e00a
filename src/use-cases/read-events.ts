// What changed and when, newest first.
import type { EventType, KeeperEvent } from '../domain/event.ts';
import type { StateStore } from '../ports/store.ts';
import { pageThrough, type FilteredPage } from './page-through.ts';

export interface EventsRequest {
  type?: EventType | undefined;
  /** GUID in lower case. */
  subscriptionId?: string | undefined;
  identity?: string | undefined;
  /** ISO 8601 UTC, inclusive. */
  from?: string | undefined;
  /** ISO 8601 UTC, inclusive. */
  to?: string | undefined;
  top: number;
  skipToken?: string | undefined;
}

/** @throws InvalidPageToken, StoreUnavailable */
export async function listEvents(
  store: StateStore,
  request: EventsRequest,
): Promise<FilteredPage<KeeperEvent>> {
  const { type, subscriptionId, identity, from, to, top, skipToken } = request;
  const source = {
    readPage: (page: Parameters<StateStore['listEvents']>[0]) => store.listEvents(page),
    idOf: ({ id }: KeeperEvent) => id,
    // Events stay for as long as a token is of any use; one that is gone all the same is not searched for.
    isAfter: () => false,
    endsAt: ({ time }: KeeperEvent) => from !== undefined && time < from,
  };
  const accept = (event: KeeperEvent) =>
    (type === undefined || event.type === type) &&
    (subscriptionId === undefined || event.subscriptionId === subscriptionId) &&
    (identity === undefined || event.identity === identity) &&
    (to === undefined || event.time <= to);
  return pageThrough('events', [source], { top, skipToken, accept });
}

/** Whether anything was ever told of a subscription, or it is expected, so that something may be. @throws StoreUnavailable */
export async function hasHistory(store: StateStore, subscriptionId: string): Promise<boolean> {
  if ((await store.readExpected(subscriptionId)) !== undefined) return true;
  const { items } = await listEvents(store, { subscriptionId, top: 1 });
  return items.length > 0;
}
