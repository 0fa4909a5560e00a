// What the check of the file store finds out, and that it leaves nothing behind, even where it is killed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileStore } from '../../src/storage/file-store.ts';
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';
import { createMortalFileSystem } from './mortal-file-system.ts';
import { createMovableClock } from './movable-clock.ts';
import { START } from './samples.ts';
import { storedFiles } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const clock = createMovableClock(START);

test('a file system without hard links is found out by the check', async () => {
  const folder = await temporaryFolder();
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    link: () => Promise.reject(Object.assign(new Error('ENOTSUP: not supported'), { code: 'ENOTSUP' })),
  };

  const checked = openFileStore({ folder, clock, fileSystem }).check();

  await expect(checked).rejects.toThrow(/hard links.*ENOTSUP/u);
  expect(await storedFiles(folder)).toEqual([]);
});

test('the check leaves nothing behind', async () => {
  const folder = join(await temporaryFolder(), 'made', 'by', 'it');

  await openFileStore({ folder, clock }).check();

  expect(await storedFiles(folder)).toEqual([]);
});

test('the check collects what killed checks left long ago, and nothing else', async () => {
  const folder = await temporaryFolder();
  const uuid = '00000000-1111-4222-8333-444444444444';
  const hourAgo = START.getTime() - 3_600_000;
  const stay = [`check.${hourAgo}.${uuid}`, `check.${START.getTime()}.${uuid}.tmp`, 'check.txt', 'mine.tmp'];
  const go = [`check.${hourAgo - 1}.${uuid}`, `check.${hourAgo - 1}.${uuid}.tmp`, `check.${uuid}`];
  for (const name of [...stay, ...go]) await writeFile(join(folder, name), '');

  await openFileStore({ folder, clock }).check();

  expect((await storedFiles(folder)).sort()).toEqual(stay.map((name) => join(folder, name)).sort());
});

test.each(['before', 'after'] as const)(
  'a check that is killed at any operation (%s it) leaves nothing that a later one does not collect',
  async (death) => {
    let left = 0;
    for (let at = 1; ; at += 1) {
      const folder = await temporaryFolder();
      const fileSystem = createMortalFileSystem(at, death);
      const checked = await openFileStore({ folder, clock, fileSystem })
        .check()
        .then(
          () => true,
          () => false,
        );
      left += (await storedFiles(folder)).length;

      const later = { now: () => new Date(START.getTime() + 3_600_001) };
      await openFileStore({ folder, clock: later }).check();

      expect({ at, files: await storedFiles(folder) }).toEqual({ at, files: [] });
      if (checked) break;
    }
    expect(left).toBeGreaterThan(1);
  },
);
