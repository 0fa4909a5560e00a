// All that can be read of one identity's state, to compare it with what it was or should be.
import type { StateStore } from '../../src/ports/store.ts';
import { readAll } from './store-fixture.ts';

export async function dumpStore(store: StateStore, identity = 'default'): Promise<unknown> {
  return {
    record: await store.readIdentity(identity),
    rows: await readAll((page) => store.listRows(identity, page)),
    runs: await readAll((page) => store.listRuns(page)),
    events: await readAll((page) => store.listEvents(page)),
  };
}
