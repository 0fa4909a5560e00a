// The store contract: what src/ports/store.ts promises, asked of a store from outside. Every store must pass it.
import { describe } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import { describeAnswers } from './describe-answers.ts';
import { describeBesideRows } from './describe-beside-rows.ts';
import { describeChanges } from './describe-changes.ts';
import { describeLeases } from './describe-leases.ts';
import { describeLists } from './describe-lists.ts';
import { describeReaders } from './describe-readers.ts';
import { describeRetention } from './describe-retention.ts';
import { describeSpaces } from './describe-spaces.ts';
import type { OpenStore } from './store-fixture.ts';

/** @param openStore gives a new, empty store for each test, and removes it when the test is over */
export function describeStore(name: string, openStore: (clock: Clock) => ReturnType<OpenStore>): void {
  describe(`${name} keeps the store contract`, () => {
    describeLeases(openStore);
    describeChanges(openStore);
    describeReaders(openStore);
    describeLists(openStore);
    describeSpaces(openStore);
    describeBesideRows(openStore);
    describeRetention(openStore);
    describeAnswers(openStore);
  });
}
