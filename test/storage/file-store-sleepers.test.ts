// A process that is stopped in the middle of a commit and wakes up long after another has taken over: at any
// operation. Either its commit was in before, and the other one saw it, or it is told that it lost its lease.
import pMap from 'p-map';
import { expect, test } from 'vitest';
import { LeaseLost } from '../../src/ports/store.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { createMovableClock } from './movable-clock.ts';
import { guid, sampleRecord, sampleRow, START } from './samples.ts';
import { createSleepyFileSystem } from './sleepy-file-system.ts';
import { grant, LEASE_MS } from './store-fixture.ts';
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
  const sleeping = createSleepyFileSystem();
  const sleeper = openFileStore({ folder, clock, fileSystem: sleeping });
  const other = openFileStore({ folder, clock });
  const { lease } = await grant(sleeper, 'sleeper');
  await sleeper.commit(lease, { putRows: [sampleRow(guid(1)), sampleRow(guid(2))] });

  const asleep = sleeping.sleepAt(operation);
  const change = { identity: sampleRecord({ events: 1 }), putRows: [sampleRow(guid(3))] };
  const committed = sleeper.commit(lease, change).then(
    () => 'in' as const,
    (error: unknown) => {
      if (error instanceof LeaseLost) return 'lost' as const;
      throw error;
    },
  );
  await Promise.race([asleep, committed]);
  clock.advance(LEASE_MS);
  const taken = (await grant(other, 'other')).lease;
  const seen = await other.readRow('default', guid(3));
  for (let events = 2; events < 8; events += 1)
    await other.commit(taken, { identity: sampleRecord({ events }), deleteRows: [guid(1)] });
  sleeping.wake();
  const outcome = await committed;

  expect({ operation, outcome }).toEqual({ operation, outcome: seen ? 'in' : 'lost' });
  expect(await other.readIdentity('default')).toEqual(sampleRecord({ events: 7 }));
  expect(await other.readRow('default', guid(3))).toEqual(seen);
  const third = openFileStore({ folder, clock });
  await third.commit(taken, { putRows: [sampleRow(guid(4))] });
  expect({ operation, leftovers: await leftovers(folder) }).toEqual({ operation, leftovers: [] });
  return outcome;
}
