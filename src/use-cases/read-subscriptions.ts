// What is remembered of subscriptions, for who asks.
import type { FindingCode } from '../domain/finding.ts';
import type { Recognition } from '../domain/recognition.ts';
import { toSubscriptionView, type SubscriptionView } from '../domain/subscription-view.ts';
import type { PageRequest, StateStore } from '../ports/store.ts';
import { listCurrentRows, readCurrentRow, readLiveChecks, type LiveChecks } from './current-rows.ts';
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
  const checks = new Map<string, LiveChecks>();
  for (const name of request.identities) checks.set(name, await readLiveChecks(store, name));
  const sources = [...checks].map(([name, { live }]) => ({
    readPage: (page: PageRequest) => listCurrentRows(store, name, live, page),
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
  return {
    ...page,
    items: page.items.map((row) => {
      const { live, record } = checks.get(row.identity) ?? {};
      // A check's row says itself when it was read.
      return toSubscriptionView(row, live?.has(row.subscriptionId) === true ? undefined : record?.observedAt);
    }),
  };
}

/** @throws StoreUnavailable */
export async function readSubscription(
  store: StateStore,
  identity: string,
  subscriptionId: string,
): Promise<SubscriptionView | undefined> {
  const { row } = await readCurrentRow(store, identity, subscriptionId);
  return row && toSubscriptionView(row, undefined);
}
