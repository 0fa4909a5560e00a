// The spaces of a store, and changes that touch all there is in each.
import {
  checksSpace,
  deliverySpace,
  EXPECTED_SPACE,
  type Change,
  type StateStore,
} from '../../src/ports/store.ts';
import { everything } from './describe-changes.ts';
import { everythingChecks, everythingDelivery, everythingExpected } from './sample-spaces.ts';
import { write } from './store-fixture.ts';

/** Each space that an identity has to do with, and a change to it that touches all there is in it. */
export const SPACES: [space: string, change: (generation: number) => Change][] = [
  ['default', everything],
  [EXPECTED_SPACE, everythingExpected],
  [deliverySpace('default'), everythingDelivery],
  [checksSpace('default'), everythingChecks],
];

export async function writeAllSpaces(store: StateStore, generation: number): Promise<void> {
  for (const [space, change] of SPACES) await write(store, change(generation), space);
}
