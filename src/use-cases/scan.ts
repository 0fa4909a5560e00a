// Looks at every subscription that may be delegated: which are candidates, what is delegated on each, and what
// became of those that were there before. A failure makes that one subscription unread and touches no other.
import pMap from 'p-map';
import type { Observation, Subscription } from '../domain/next-row.ts';
import { createSharer } from '../domain/share-parts.ts';
import { AzureFailure, type AzureSession } from '../ports/azure.ts';
import type { KnownRow } from './current-rows.ts';

export interface ScanOptions {
  providerTenantId: string;
  concurrency: number;
  /** Ids that are about to be called missing: where the listing does not show one, it is asked for by id too. */
  sought: readonly string[];
  onProgress: (done: number, total: number) => void;
}

export interface Scan {
  observations: Observation[];
  /** Of those that are not delegated: not to be seen any more, or moved into the provider tenant. */
  outOfSight: ReadonlySet<string>;
}

/**
 * @param listed the complete listing
 * @param known rows that stand, by subscription id
 */
export async function scanSubscriptions(
  session: AzureSession,
  listed: readonly Subscription[],
  known: ReadonlyMap<string, KnownRow>,
  options: ScanOptions,
): Promise<Scan> {
  const candidates = listed.filter(({ tenantId }) => tenantId !== options.providerTenantId);
  const listedIds = new Set(listed.map(({ subscriptionId }) => subscriptionId));
  const vanished = [...known.values()].filter(
    (row) => row.removedAt === undefined && !listedIds.has(row.subscriptionId),
  );
  const vanishedIds = new Set(vanished.map(({ subscriptionId }) => subscriptionId));
  const unlisted = options.sought.filter((id) => !listedIds.has(id) && !vanishedIds.has(id));
  const lookedFor = [...vanishedIds, ...unlisted];
  const outOfSight = new Set<string>();
  const leave = (subscriptionId: string): Observation => {
    outOfSight.add(subscriptionId);
    return { kind: 'not-delegated', subscriptionId };
  };
  // Listed as one of our own: it was moved into the provider tenant, where nothing can be delegated.
  const movedHome = listed.filter(
    ({ subscriptionId, tenantId }) => tenantId === options.providerTenantId && known.has(subscriptionId),
  );
  const total = candidates.length + lookedFor.length;
  let done = 0;
  const sharer = createSharer();
  const counted = async (observation: Promise<Observation>) => {
    const seen = sharer.observation(await observation);
    done += 1;
    options.onProgress(done, total);
    return seen;
  };
  options.onProgress(0, total);
  const work = [
    ...candidates.map((subscription) => () => counted(scan(session, subscription))),
    ...lookedFor.map((id) => () => counted(lookAfter(session, id, options.providerTenantId, leave))),
  ];
  const seen = await pMap(work, (look) => look(), { concurrency: options.concurrency });
  return {
    observations: [...seen, ...movedHome.map(({ subscriptionId }) => leave(subscriptionId))],
    outOfSight,
  };
}

/** What is delegated on one visible subscription. */
export async function scan(session: AzureSession, subscription: Subscription): Promise<Observation> {
  const { subscriptionId } = subscription;
  try {
    const delegations = await session.listDelegations(subscriptionId);
    return delegations.length === 0
      ? { kind: 'not-delegated', subscriptionId }
      : { kind: 'delegated', subscription, delegations };
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    return { kind: 'unread', subscriptionId, subscription, cause: error.message };
  }
}

/** One that the listing no longer shows is asked for by id, for a listing may lose a page: only proof counts. */
async function lookAfter(
  session: AzureSession,
  subscriptionId: string,
  providerTenantId: string,
  leave: (subscriptionId: string) => Observation,
): Promise<Observation> {
  const answer = await session.readSubscription(subscriptionId);
  switch (answer.kind) {
    case 'hidden':
      return leave(subscriptionId);
    case 'unread':
      return { kind: 'unread', subscriptionId, cause: answer.cause };
    case 'visible':
      return answer.subscription.tenantId === providerTenantId
        ? leave(subscriptionId)
        : scan(session, answer.subscription);
  }
}
