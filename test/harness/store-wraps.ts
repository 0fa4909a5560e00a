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
    claimAnswer: (claim) => store.claimAnswer(claim),
    keepAnswer: (hold, answer, keptMs) => store.keepAnswer(hold, answer, keptMs),
    freeAnswer: (hold) => store.freeAnswer(hold),
    readChecks: (identity) => store.readChecks(identity),
    listChecked: (identity, page) => store.listChecked(identity, page),
    readChecked: (identity, subscriptionId) => store.readChecked(identity, subscriptionId),
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
  const { identity, delivery, expectedOutbox, checks, ...lists } = change;
  const records = [identity, delivery, expectedOutbox, checks].filter((record) => record !== undefined);
  return Object.values(lists).reduce((sum, list) => sum + list.length, records.length);
}

/** The store as a process sees it that is killed before one of its calls: that one and all later ones never answer. */
export function mortalStore(store: StateStore, call: number): { store: StateStore; died: Promise<void> } {
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const never = new Promise<never>(() => undefined);
  let calls = 0;
  const guarded =
    (method: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]) => {
      calls += 1;
      if (calls < call) return method(...args);
      die();
      return never;
    };
  const methods = Object.entries(overStore(store, {})).map(([name, method]) => [
    name,
    guarded(method as (...args: unknown[]) => Promise<unknown>),
  ]);
  return { store: Object.fromEntries(methods) as StateStore, died };
}
