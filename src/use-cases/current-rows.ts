// The rows as they stand: an identity's own, and over them what onboarding checks saw since the last run took such over.
// What checks kept is read first: what goes over into the own rows meanwhile is then found there.
import { liveChecks, overlayChecks, type CheckedSubscription } from '../domain/checked-subscription.ts';
import { observedAtOf } from '../domain/diff.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import { createSharer } from '../domain/share-parts.ts';
import { InvalidPageToken, type Page, type PageRequest, type StateStore } from '../ports/store.ts';
import { allPages } from './all-pages.ts';

/** Rows are large, and what is held while others are read is given back late. */
export const ROWS_AT_ONCE = 250;

export interface LiveChecks {
  live: ReadonlyMap<string, CheckedSubscription>;
  record: IdentityRecord | undefined;
}

/** @throws StoreUnavailable */
export async function readLiveChecks(store: StateStore, identity: string): Promise<LiveChecks> {
  const entries = await readCheckedEntries(store, identity);
  const record = await store.readIdentity(identity);
  return { live: liveChecks(entries, record?.checksTaken), record };
}

/** Those too that a run took over. @throws StoreUnavailable */
export async function readCheckedEntries(
  store: StateStore,
  identity: string,
): Promise<CheckedSubscription[]> {
  const entries: CheckedSubscription[] = [];
  for await (const entry of allPages((page) => store.listChecked(identity, page))) entries.push(entry);
  return entries;
}

export interface CurrentRow {
  /** Its observedAt says when it was last read. */
  row: SubscriptionRow | undefined;
  /** ISO 8601 UTC: when the identity looked last, whether it could read it or not; undefined where it never has. */
  lookedAt: string | undefined;
  record: IdentityRecord | undefined;
}

/** @throws StoreUnavailable */
export async function readCurrentRow(
  store: StateStore,
  identity: string,
  subscriptionId: string,
): Promise<CurrentRow> {
  const entry = await store.readChecked(identity, subscriptionId);
  const record = await store.readIdentity(identity);
  if (entry !== undefined && liveChecks([entry], record?.checksTaken).size > 0)
    return { row: entry.row, lookedAt: entry.at, record };
  const row = await store.readRow(identity, subscriptionId);
  const lookedAt = record?.observedAt;
  return { row: row && { ...row, observedAt: observedAtOf(row, lookedAt) }, lookedAt, record };
}

/** In no order. @throws StoreUnavailable */
export async function readCurrentRows(store: StateStore, identity: string): Promise<SubscriptionRow[]> {
  const { live } = await readLiveChecks(store, identity);
  return [...overlayChecks(await readStoredRows(store, identity), live).values()];
}

/** All of a row that is held of every subscription while Azure is asked. */
export type KnownRow = Pick<SubscriptionRow, 'subscriptionId' | 'removedAt'>;

/** The rows as they stand, by subscription id. @throws StoreUnavailable */
export async function readKnownRows(
  store: StateStore,
  identity: string,
  live: LiveChecks['live'],
): Promise<ReadonlyMap<string, KnownRow>> {
  const known = new Map<string, KnownRow>();
  for await (const row of allPages((page) => store.listRows(identity, page), ROWS_AT_ONCE))
    known.set(row.subscriptionId, toKnown(row));
  for (const [subscriptionId, { row }] of live)
    if (row === undefined) known.delete(subscriptionId);
    else known.set(subscriptionId, toKnown(row));
  return known;
}

function toKnown({ subscriptionId, removedAt }: SubscriptionRow): KnownRow {
  return { subscriptionId, ...(removedAt !== undefined && { removedAt }) };
}

/** Without what checks saw. @throws StoreUnavailable */
export async function readStoredRows(
  store: StateStore,
  identity: string,
): Promise<Map<string, SubscriptionRow>> {
  const rows = new Map<string, SubscriptionRow>();
  const sharer = createSharer();
  for await (const row of allPages((page) => store.listRows(identity, page), ROWS_AT_ONCE))
    rows.set(row.subscriptionId, sharer.row(row));
  return rows;
}

/** Between the two: the last id that a page covered, and the store's own place. */
const MARK = '|';

/**
 * A page of the rows as they stand, in the order of their subscription ids.
 * @throws InvalidPageToken, StoreUnavailable
 */
export async function listCurrentRows(
  store: StateStore,
  identity: string,
  live: LiveChecks['live'],
  { after, limit }: PageRequest,
): Promise<Page<SubscriptionRow>> {
  const at = after?.indexOf(MARK) ?? 0;
  if (at < 0) throw new InvalidPageToken('is not a token of this list');
  const from = after?.slice(0, at) ?? '';
  const page = await store.listRows(identity, {
    limit,
    ...(after !== undefined && { after: after.slice(at + MARK.length) }),
  });
  const to = page.items.at(-1)?.subscriptionId ?? from;
  const rows = new Map(page.items.map((row) => [row.subscriptionId, row]));
  const here = [...live].filter(([id]) => id > from && (page.next === undefined || id <= to));
  const items = [...overlayChecks(rows, new Map(here)).values()].sort(byId);
  return page.next === undefined ? { items } : { items, next: `${to}${MARK}${page.next}` };
}

function byId(a: SubscriptionRow, b: SubscriptionRow): number {
  return a.subscriptionId < b.subscriptionId ? -1 : 1;
}
