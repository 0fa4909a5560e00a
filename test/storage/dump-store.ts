// All that can be read of one identity's state, of its messages and of what all identities share, to compare it with
// what it was or should be.
import { checksSpace, type StateStore } from '../../src/ports/store.ts';
import { readAll } from './store-fixture.ts';

export interface Dump {
  record: unknown;
  rows: readonly unknown[];
  runs: readonly unknown[];
  events: readonly unknown[];
  words: readonly unknown[];
  expected: readonly unknown[];
  expectedOutbox: unknown;
  delivery: unknown;
  checks: unknown;
  checked: readonly unknown[];
  checkWords: readonly unknown[];
}

/** Of the identity `default`. */
export async function dumpStore(store: StateStore): Promise<Dump> {
  const identity = 'default';
  return {
    record: await store.readIdentity(identity),
    rows: await readAll((page) => store.listRows(identity, page)),
    runs: await readAll((page) => store.listRuns(page)),
    events: await readAll((page) => store.listEvents(page)),
    words: await readAll((page) => store.listWords(identity, page)),
    expected: await readAll((page) => store.listExpected(page)),
    expectedOutbox: await store.readExpectedOutbox(),
    delivery: await store.readDelivery(identity),
    checks: await store.readChecks(identity),
    checked: await readAll((page) => store.listChecked(identity, page)),
    checkWords: await readAll((page) => store.listWords(checksSpace(identity), page)),
  };
}

/** Of a store that knows nothing. */
export const EMPTY_DUMP: Dump = {
  record: undefined,
  rows: [],
  runs: [],
  events: [],
  words: [],
  expected: [],
  expectedOutbox: undefined,
  delivery: undefined,
  checks: undefined,
  checked: [],
  checkWords: [],
};
