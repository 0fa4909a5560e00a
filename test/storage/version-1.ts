// What lies in the fixtures of schema version 1, of either store, and what becomes of it when it is written on.
import type { StateStore } from '../../src/ports/store.ts';
import { everything } from './describe-changes.ts';
import { writeAllSpaces } from './all-spaces.ts';
import { EMPTY_DUMP, type Dump } from './dump-store.ts';
import { everythingChecks, everythingDelivery, everythingExpected } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRow, sampleRun } from './samples.ts';
import { write } from './store-fixture.ts';

const ROWS = Array.from({ length: 60 }, (_, at) =>
  sampleRow(guid(at + 10), { displayName: 'x'.repeat(4000) }),
);
const RUNS = Array.from({ length: 45 }, (_, at) =>
  sampleRun(`run-of-v1-${at}`, { startedAt: minutes(10 + at) }),
);

const { identity, putRows, runs, events } = everything(1);

export const VERSION_1: Dump = {
  ...EMPTY_DUMP,
  record: identity,
  rows: [...putRows, ...ROWS],
  runs: [...RUNS.toReversed(), ...runs],
  events,
};

/** @returns what must be read then */
export async function writeOnVersion1(store: StateStore): Promise<Dump> {
  await write(store, { deleteRows: [guid(12)], events: [sampleEvent('new')] });
  await writeAllSpaces(store, 99);
  const expected = everythingExpected(99);
  const checks = everythingChecks(99);
  const latest = everything(99);
  return {
    record: latest.identity,
    rows: [...latest.putRows, ...ROWS.filter((row) => row.subscriptionId !== guid(12))],
    runs: [...latest.runs, ...RUNS.toReversed(), ...runs],
    // The first three are of the same time, in spaces whose order is the store's: the names of their folders.
    events: [...checks.events, ...latest.events, ...expected.events, ...events, sampleEvent('new')],
    words: latest.words,
    expected: expected.putExpected,
    expectedOutbox: expected.expectedOutbox,
    delivery: everythingDelivery(99).delivery,
    checks: checks.checks,
    checked: checks.putChecked,
    checkWords: checks.words,
  };
}
