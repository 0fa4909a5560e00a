// How the file store keeps answers: over kills at any operation, between processes, and without piling up.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/ports/store.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { ANSWER, claimOf, HOLD_MS, KEPT_MS } from './answer-samples.ts';
import { grantAnswer } from './describe-answers.ts';
import { createMortalFileSystem, type Death } from './mortal-file-system.ts';
import { createMovableClock } from './movable-clock.ts';
import { raceForAnswers } from './race-for-answers.ts';
import { START } from './samples.ts';
import { createSleepyFileSystem } from './sleepy-file-system.ts';
import { storedFiles } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const HOUR_MS = 3_600_000;

test('two processes that race for answers do each work once, and hear the same', async () => {
  const [one, two] = await raceForAnswers({ folder: await temporaryFolder() }, 40);

  expect(one).toHaveLength(40);
  expect(two).toEqual(one);
});

test.each<Death>(['before', 'after', 'power', { torn: 0.5 }])(
  'a process that is killed (%j) at any operation keeps its key for the time of its hold, and no longer',
  async (death) => {
    for (let operation = 1; ; operation += 1) {
      const clock = createMovableClock(START);
      const folder = await temporaryFolder();
      const fileSystem = createMortalFileSystem(operation, death);
      const mortal = openFileStore({ folder, clock, fileSystem });

      const isThrough = await mortal
        .claimAnswer(claimOf(1))
        .then(
          async (claimed) => claimed.kind === 'granted' && mortal.keepAnswer(claimed.hold, ANSWER, KEPT_MS),
        )
        .catch(() => false);

      const next = openFileStore({ folder, clock });
      const early = await next.claimAnswer(claimOf(1));
      clock.advance(HOLD_MS);
      const late = await next.claimAnswer(claimOf(1));
      const kinds = `${early.kind} ${late.kind}`;
      expect(['held granted', 'granted granted', 'kept kept']).toContain(kinds);
      expect([undefined, ANSWER]).toContainEqual(early.kind === 'kept' ? early.answer : undefined);
      if (!isThrough) continue;
      expect(kinds).toBe('kept kept');
      break;
    }
  },
);

test.each([
  ['kept its answer', 'kept'],
  ['gave it back, and another one claimed it', 'held'],
])('a process that slept before it claimed is told, when it wakes, where another one %s', async (_, kind) => {
  const clock = createMovableClock(START);
  const folder = await temporaryFolder();
  const fileSystem = createSleepyFileSystem();
  const store = openFileStore({ folder, clock });
  const asleep = fileSystem.sleepAt(1, 'link');
  const claiming = openFileStore({ folder, clock, fileSystem }).claimAnswer(claimOf(1));
  await asleep;

  const hold = await grantAnswer(store, claimOf(1));
  if (kind === 'kept') await store.keepAnswer(hold, ANSWER, KEPT_MS);
  else {
    await store.freeAnswer(hold);
    await grantAnswer(store, claimOf(1));
  }
  fileSystem.wake();

  expect(await claiming).toMatchObject({ kind });
  expect(await storedFiles(folder)).toHaveLength(1);
});

test('dead answers and what killed processes left do not pile up', async () => {
  const clock = createMovableClock(START);
  const folder = await temporaryFolder();
  const store = openFileStore({ folder, clock });
  const counts: number[] = [];
  await openFileStore({ folder, clock, fileSystem: createMortalFileSystem(4) })
    .claimAnswer(claimOf(9999))
    .catch(() => undefined);

  for (let number = 0; number < 90; number += 1) {
    const hold = await grantAnswer(store, claimOf(number));
    await store.keepAnswer(hold, ANSWER, KEPT_MS);
    clock.advance(HOUR_MS);
    counts.push((await storedFiles(folder)).length);
  }

  // A day and an hour of them, one an hour, and what is not looked at each time.
  expect(Math.max(...counts)).toBeLessThan(40);
});

test('an answer that was damaged is told, not guessed at, and harms no other', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore({ folder, clock: createMovableClock(START) });
  const hold = await grantAnswer(store, claimOf(1));
  await store.keepAnswer(hold, ANSWER, KEPT_MS);
  const [path = ''] = await storedFiles(folder);
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, -20));

  await expect(store.claimAnswer(claimOf(1))).rejects.toThrow(StoreUnavailable);
  expect(await store.claimAnswer(claimOf(2))).toMatchObject({ kind: 'granted' });
});

test('nothing of it stands in the lists of the store', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore({ folder, clock: createMovableClock(START) });
  await grantAnswer(store, claimOf(1));

  expect(await store.listRuns({ limit: 10 })).toEqual({ items: [] });
  await store.check();
});
