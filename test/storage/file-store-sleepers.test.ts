// A process that is stopped in the middle of a commit and wakes up long after another has taken over: at any
// operation. Either its commit was in before, and the other one saw it, or it is told that it lost its lease.
import pMap from 'p-map';
import { expect, test } from 'vitest';
import { openFileStore } from '../../src/storage/file-store.ts';
import { createMovableClock } from './movable-clock.ts';
import { overtake } from './overtake.ts';
import { guid, sampleRow, START } from './samples.ts';
import { createSleepyFileSystem } from './sleepy-file-system.ts';
import { grant } from './store-fixture.ts';
import { leftovers } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a sleeper does not write over the one who took over', async () => {
  // The last operation is the one that it does not come to any more.
  const operations = Array.from({ length: 20 }, (_, at) => at + 1);

  const outcomes = await pMap(operations, sleepAt, { concurrency: 4 });

  expect(new Set(outcomes)).toEqual(new Set(['lost', 'in']));
});

test('a process that tidies up spares the pages of a commit that another has under way', async () => {
  const folder = await temporaryFolder();
  const clock = createMovableClock(START);
  const { lease } = await grant(openFileStore({ folder, clock }));
  const tidying = createSleepyFileSystem();
  const committing = createSleepyFileSystem();

  // It has given its lease back, and is about to tidy up, which it does after its first change.
  const tidyingAsleep = tidying.sleepAt(1, 'remove');
  const released = openFileStore({ folder, clock, fileSystem: tidying }).releaseLease(lease);
  await tidyingAsleep;
  // The pages are written, and no manifest names them yet.
  const store = openFileStore({ folder, clock, fileSystem: committing });
  const next = (await grant(store, 'next')).lease;
  const committingAsleep = committing.sleepAt(1, 'link');
  const committed = store.commit(next, { putRows: [sampleRow(guid(1))] });
  await committingAsleep;
  tidying.wake();
  await released;
  committing.wake();
  await committed;

  expect(await openFileStore({ folder, clock }).readRow('default', guid(1))).toEqual(sampleRow(guid(1)));
});

async function sleepAt(operation: number): Promise<'lost' | 'in'> {
  const folder = await temporaryFolder();
  const clock = createMovableClock(START);
  const fileSystem = createSleepyFileSystem();
  const sleeper = openFileStore({ folder, clock, fileSystem });
  const other = openFileStore({ folder, clock });

  const { taken, outcome } = await overtake(
    { sleeper, other, clock, sleepAt: (at) => fileSystem.sleepAt(at), wake: () => fileSystem.wake() },
    operation,
  );

  const third = openFileStore({ folder, clock });
  await third.commit(taken, { putRows: [sampleRow(guid(4))] });
  expect({ operation, leftovers: await leftovers(folder) }).toEqual({ operation, leftovers: [] });
  return outcome;
}
