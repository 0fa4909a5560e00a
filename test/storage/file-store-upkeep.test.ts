// What the file store does for itself: it collects what nobody needs, and writes little.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileStore } from '../../src/storage/file-store.ts';
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';
import { HOSTILE } from './describe-changes.ts';
import { createMovableClock } from './movable-clock.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun, START } from './samples.ts';
import { grant, readAll, write } from './store-fixture.ts';
import { leftovers, manifestFiles, storedFiles } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('after many changes no more than two manifests and what they name is left', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore({ folder, clock: createMovableClock(START) });
  const { lease } = await grant(store);
  for (let round = 0; round < 30; round += 1)
    await store.commit(lease, {
      putRows: Array.from({ length: 40 }, (_, at) =>
        sampleRow(guid(at * 31 + round), { displayName: 'x'.repeat(9000) }),
      ),
      deleteRows: Array.from({ length: 40 }, (_, at) => guid(at * 31 + round - 3)),
      events: [sampleEvent(`event-${round}`)],
    });

  expect(await manifestFiles(folder)).toHaveLength(2);
  expect(await leftovers(folder)).toEqual([]);
  expect(await readAll((page) => store.listRows('default', page))).toHaveLength(120);
});

test('a quiet commit writes little, however much is kept', async () => {
  const folder = await temporaryFolder();
  const clock = createMovableClock(START);
  const written: number[] = [];
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    write: (path, text) => {
      written.push(text.length);
      return nodeFileSystem.write(path, text);
    },
  };
  const store = openFileStore({ folder, clock, fileSystem });
  const { lease } = await grant(store);
  await store.commit(lease, {
    putRows: Array.from({ length: 2000 }, (_, at) => sampleRow(guid(at))),
    runs: Array.from({ length: 2000 }, (_, at) => sampleRun(guid(at), { startedAt: minutes(at - 3000) })),
  });
  written.length = 0;

  await store.commit(lease, { identity: sampleRecord(), runs: [sampleRun('quiet')] });

  expect(written.length).toBeLessThanOrEqual(7);
  expect(written.reduce((sum, size) => sum + size, 0)).toBeLessThan(64_000);
});

test('no page is under way any more when the manifest names it', async () => {
  const underWay: number[] = [];
  let open = 0;
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    write: async (path, text) => {
      open += 1;
      for (let turn = 0; turn < 200 && path.endsWith('.page'); turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      await nodeFileSystem.write(path, text);
      open -= 1;
    },
    link: (from, to) => {
      underWay.push(open);
      return nodeFileSystem.link(from, to);
    },
  };
  const store = openFileStore({
    folder: await temporaryFolder(),
    clock: createMovableClock(START),
    fileSystem,
  });

  await write(store, { putRows: [sampleRow(guid(1))], runs: [sampleRun('a')], events: [sampleEvent('a')] });

  expect(underWay).toEqual([0, 0, 0]);
});

test('whatever an identity is called, its folder is one plain name inside the store', async () => {
  const folder = await temporaryFolder();
  const store = openFileStore({ folder: join(folder, 'state'), clock: createMovableClock(START) });

  for (const name of HOSTILE) await grant(store, 'run', name);

  const names = await readdir(join(folder, 'state', 'identities'));
  expect(names).toHaveLength(HOSTILE.length);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(HOSTILE.length);
  for (const name of names) expect(name).toMatch(/^i-[a-z0-9_]{0,24}-[0-9a-f]{32}$/u);
  expect(await readdir(folder)).toEqual(['state']);
  expect((await storedFiles(folder)).length).toBe(HOSTILE.length);
});
