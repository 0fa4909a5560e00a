// What a process does that is killed at each of its steps, whichever the store.
import { StoreUnavailable, type Change, type StateStore } from '../../src/ports/store.ts';
import { grant } from './store-fixture.ts';

/**
 * Takes the lease, commits generation 2 and gives the lease back, as a process that may die on the way.
 * @returns whether the commit was said to be in
 */
export async function commitUnlessKilled(
  store: StateStore,
  space: string,
  changeOf: (generation: number) => Change,
): Promise<boolean> {
  let told = false;
  try {
    const { lease } = await grant(store, 'killed', space);
    await store.commit(lease, changeOf(2));
    told = true;
    await store.releaseLease(lease);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
  return told;
}
