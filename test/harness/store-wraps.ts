// Stores that stand between the app and the file store: they count what is written, or do something else in its place.
import type { Change, StateStore } from '../../src/ports/store.ts';

/** The store, but for the methods that are given. */
export function overStore(store: StateStore, instead: Partial<StateStore>): StateStore {
  return {
    check: () => store.check(),
    acquireLease: (identity, runId, leaseMs) => store.acquireLease(identity, runId, leaseMs),
    renewLease: (lease, leaseMs) => store.renewLease(lease, leaseMs),
    releaseLease: (lease) => store.releaseLease(lease),
    commit: (lease, change) => store.commit(lease, change),
    readIdentity: (identity) => store.readIdentity(identity),
    listRows: (identity, page) => store.listRows(identity, page),
    readRow: (identity, subscriptionId) => store.readRow(identity, subscriptionId),
    listRuns: (page) => store.listRuns(page),
    readRun: (id) => store.readRun(id),
    listEvents: (page) => store.listEvents(page),
    listWords: (identity, page) => store.listWords(identity, page),
    listExpected: (page) => store.listExpected(page),
    readExpected: (subscriptionId) => store.readExpected(subscriptionId),
    readExpectedOutbox: () => store.readExpectedOutbox(),
    readDelivery: (identity) => store.readDelivery(identity),
    ...instead,
  };
}

/** Keeps every change that is committed. */
export function recordCommits(changes: Change[]): (store: StateStore) => StateStore {
  return (store) =>
    overStore(store, {
      commit: async (lease, change) => {
        await store.commit(lease, change);
        changes.push(change);
      },
    });
}

export function countEntities(change: Change): number {
  const { identity, delivery, expectedOutbox, ...lists } = change;
  const records = [identity, delivery, expectedOutbox].filter((record) => record !== undefined);
  return Object.values(lists).reduce((sum, list) => sum + list.length, records.length);
}
