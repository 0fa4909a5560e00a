// The file store against plain maps.
import { expect, test } from 'vitest';
import { openFileStore } from '../../src/storage/file-store.ts';
import { expectLikeMaps } from './expect-like-maps.ts';
import { leftovers } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the store holds what maps hold after any changes', async () => {
  expect.hasAssertions();
  await expectLikeMaps(async () => {
    const folder = await temporaryFolder();
    return { open: (clock) => openFileStore({ folder, clock }), leftovers: () => leftovers(folder) };
  }, 15);
});
