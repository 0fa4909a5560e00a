// How many rows of each recognition an identity has now: as its last run counted them, and what checks saw since.
import type { CheckedSubscription } from '../domain/checked-subscription.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import { emptyTotals, type Totals } from '../domain/run.ts';
import type { StateStore } from '../ports/store.ts';
import { readLiveChecks } from './current-rows.ts';

export interface CurrentTotals {
  record: IdentityRecord | undefined;
  totals: Totals;
}

/** Of runs that end while their rows are read. */
const MOST_TRIES = 5;

/** @throws StoreUnavailable */
export async function readCurrentTotals(store: StateStore, identity: string): Promise<CurrentTotals> {
  for (let tries = 1; ; tries += 1) {
    const { live, record } = await readLiveChecks(store, identity);
    const totals = await countWith(store, identity, live, record?.totals ?? emptyTotals());
    if (live.size === 0 || tries === MOST_TRIES) return { record, totals };
    // Rows and record are of one run, or they do not add up.
    const after = await store.readIdentity(identity);
    if (after?.lastRun?.id === record?.lastRun?.id) return { record, totals };
  }
}

async function countWith(
  store: StateStore,
  identity: string,
  live: ReadonlyMap<string, CheckedSubscription>,
  counted: Totals,
): Promise<Totals> {
  const totals = { ...counted };
  for (const [subscriptionId, { row }] of live) {
    const stored = await store.readRow(identity, subscriptionId);
    if (stored !== undefined) totals[stored.recognition] -= 1;
    if (row !== undefined) totals[row.recognition] += 1;
  }
  return totals;
}
