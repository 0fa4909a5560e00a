// How each identity stands: its link, its totals, its last run, and whether that is too long ago.
import { CATALOGUE_DATE } from '../domain/catalogue.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { LinkStanding } from '../domain/link-standing.ts';
import type { Totals } from '../domain/run.ts';
import type { ReceiverStatus } from '../domain/delivery-view.ts';
import type { Receiver } from '../ports/receiver.ts';
import { readCurrentTotals } from './current-totals.ts';
import type { Keeper } from './keeper.ts';
import { readReceivers } from './read-receivers.ts';

export interface IdentityStatus {
  name: string;
  tenantId: string;
  clientId: string;
  principalId: string | null;
  /** `unreadable` without conditions until a run has read it. */
  link: LinkStanding;
  totals: Totals;
  lastRun: IdentityRecord['lastRun'] | null;
  stale: boolean;
  /** Of the receivers that are set. */
  notifications: ReceiverStatus[];
  /** Date of Microsoft's role table, and what ROLE_OVERRIDES lays over it. */
  catalogue: { date: string; overrides: Readonly<Record<string, 'yes' | 'no'>> };
}

/** @throws StoreUnavailable */
export async function readIdentityStatus(
  keeper: Keeper,
  receivers: readonly Receiver[],
  intervalMs: number,
): Promise<IdentityStatus> {
  const { identity, store, clock } = keeper;
  const { record, totals } = await readCurrentTotals(store, identity.name);
  const now = clock.now();
  return {
    name: identity.name,
    tenantId: identity.tenantId,
    clientId: identity.clientId,
    principalId: record?.principalId ?? identity.principalId ?? null,
    link: record?.link ?? { state: 'unreadable', wantedPartnerId: identity.partnerId, conditions: [] },
    totals,
    lastRun: record?.lastRun ?? null,
    stale: isStale(record, intervalMs, now),
    notifications: await readReceivers({ store, receivers }, identity.name, record?.outbox),
    catalogue: { date: CATALOGUE_DATE, overrides: keeper.roleOverrides },
  };
}

/** The last run that was not `failed` ended longer ago than twice the schedule's interval. */
export function isStale(record: IdentityRecord | undefined, intervalMs: number, now: Date): boolean {
  const since = record?.observedAt ?? record?.firstRunAt;
  return since !== undefined && now.getTime() - Date.parse(since) > 2 * intervalMs;
}
