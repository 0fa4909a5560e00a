// What is remembered of subscriptions, for who asks.
import type { FindingCode } from '../domain/finding.ts';
import type { Recognition } from '../domain/recognition.ts';
import { toSubscriptionView, type SubscriptionView } from '../domain/subscription-view.ts';
import type { StateStore } from '../ports/store.ts';
import { pageThrough, type FilteredPage } from './page-through.ts';

export interface SubscriptionsRequest {
  /** Names of the identities to read, in this order. */
  identities: readonly string[];
  recognition?: Recognition | undefined;
  tenantId?: string | undefined;
  finding?: FindingCode | undefined;
  top: number;
  skipToken?: string | undefined;
}

/** @throws InvalidPageToken, StoreUnavailable */
export async function listSubscriptions(
  store: StateStore,
  request: SubscriptionsRequest,
): Promise<FilteredPage<SubscriptionView>> {
  const { recognition, tenantId, finding, top, skipToken } = request;
  const observedAt = new Map<string, string | undefined>();
  for (const name of request.identities) observedAt.set(name, (await store.readIdentity(name))?.observedAt);
  const sources = request.identities.map((name) => ({
    readPage: (page: Parameters<StateStore['listRows']>[1]) => store.listRows(name, page),
    idOf: ({ subscriptionId }: { subscriptionId: string }) => subscriptionId,
    isAfter: (id: string, last: string) => id > last,
  }));
  const page = await pageThrough('subscriptions', sources, {
    top,
    skipToken,
    accept: (row) =>
      (recognition === undefined || row.recognition === recognition) &&
      (tenantId === undefined || row.tenantId === tenantId) &&
      // A row's findings hold those of its scopes too.
      (finding === undefined || row.findings.some(({ code }) => code === finding)),
  });
  return { ...page, items: page.items.map((row) => toSubscriptionView(row, observedAt.get(row.identity))) };
}

/** @throws StoreUnavailable */
export async function readSubscription(
  store: StateStore,
  identity: string,
  subscriptionId: string,
): Promise<SubscriptionView | undefined> {
  const row = await store.readRow(identity, subscriptionId);
  if (row === undefined) return undefined;
  return toSubscriptionView(row, (await store.readIdentity(identity))?.observedAt);
}
