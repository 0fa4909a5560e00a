// What the file store says where its folder does not serve, and that it leaves alone what it does not understand.
import { chmod, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { LeaseLost, StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { nodeFileSystem, type FileSystem } from '../../src/storage/file-system.ts';
import { everything } from './describe-changes.ts';
import { dumpStore, EMPTY_DUMP } from './dump-store.ts';
import { writeAllSpaces } from './all-spaces.ts';
import { createMovableClock } from './movable-clock.ts';
import { sampleRecord, START } from './samples.ts';
import { grant, LEASE_MS, write } from './store-fixture.ts';
import { leftovers, manifestFiles, storedFiles } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const clock = createMovableClock(START);
const lease = { identity: 'default', runId: 'run', token: 1, expiresAt: START.toISOString() };

const CALLS: [string, (store: StateStore) => Promise<unknown>][] = [
  ['acquireLease', (store) => store.acquireLease('default', 'run', 1000)],
  ['renewLease', (store) => store.renewLease(lease, 1000)],
  ['releaseLease', (store) => store.releaseLease(lease)],
  ['commit', (store) => store.commit(lease, { identity: sampleRecord() })],
  ['readIdentity', (store) => store.readIdentity('default')],
  ['listRows', (store) => store.listRows('default', { limit: 1 })],
  ['readRow', (store) => store.readRow('default', 'x')],
  ['listRuns', (store) => store.listRuns({ limit: 1 })],
  ['readRun', (store) => store.readRun('x')],
  ['listEvents', (store) => store.listEvents({ limit: 1 })],
  ['listWords', (store) => store.listWords('default', { limit: 1 })],
  ['listExpected', (store) => store.listExpected({ limit: 1 })],
  ['readExpected', (store) => store.readExpected('x')],
  ['readExpectedOutbox', (store) => store.readExpectedOutbox()],
  ['readDelivery', (store) => store.readDelivery('default')],
  ['check', (store) => store.check()],
];

describe('a folder that does not serve', () => {
  test.each(CALLS)('%s says so where the folder is a file', async (_, call) => {
    const folder = join(await temporaryFolder(), 'state');
    await writeFile(folder, '');

    await expect(call(openFileStore({ folder, clock }))).rejects.toThrow(StoreUnavailable);
  });

  test.each(CALLS)('%s says which folder where nothing can be read or written', async (_, call) => {
    const folder = await temporaryFolder();
    const fail = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }));
    const fileSystem: FileSystem = {
      makeFolder: fail,
      list: fail,
      read: fail,
      write: fail,
      link: fail,
      remove: fail,
      syncFolder: fail,
    };

    const failing = call(openFileStore({ folder, clock, fileSystem }));

    await expect(failing).rejects.toThrow(StoreUnavailable);
    await expect(failing).rejects.toThrow(folder);
    await expect(failing).rejects.toThrow('EIO');
  });

  test.skipIf(platform !== 'linux')(
    'check says so where no folder can be made and the system says that something is missing',
    async () => {
      const store = openFileStore({ folder: '/proc/keeper/state', clock });

      await expect(store.check()).rejects.toThrow(/\/proc\/keeper\/state.*ENOENT/u);
    },
  );

  test('check says so where the folder would lie in a file', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');

    const store = openFileStore({ folder: join(folder, 'a', 'b'), clock });

    await expect(store.check()).rejects.toThrow('ENOTDIR');
  });

  test.each(['EROFS', 'EACCES', 'ENOSPC', 'EDQUOT'])(
    'check and commit tell of %s on writing',
    async (code) => {
      const folder = await temporaryFolder();
      const held = (await grant(openFileStore({ folder, clock }))).lease;
      const before = await storedFiles(folder);
      const fileSystem: FileSystem = {
        ...nodeFileSystem,
        write: () => Promise.reject(Object.assign(new Error(`${code}: it failed`), { code })),
      };
      const store = openFileStore({ folder, clock, fileSystem });

      await expect(store.check()).rejects.toThrow(StoreUnavailable);
      await expect(store.commit(held, everything(1))).rejects.toThrow(code);

      expect(await storedFiles(folder)).toEqual(before);
      expect(await store.readIdentity('default')).toBeUndefined();
    },
  );

  test('a commit of which one page cannot be written is no commit', async () => {
    const folder = await temporaryFolder();
    const held = (await grant(openFileStore({ folder, clock }))).lease;
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      write: (path, text) =>
        path.endsWith('.4.page')
          ? Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))
          : nodeFileSystem.write(path, text),
    };
    const store = openFileStore({ folder, clock, fileSystem });

    await expect(store.commit(held, everything(1))).rejects.toThrow(/ENOSPC/u);

    expect(await dumpStore(store)).toEqual(EMPTY_DUMP);
    expect(await leftovers(folder)).toEqual([]);
  });

  test('a commit whose lease ended while it was written is no commit', async () => {
    const folder = await temporaryFolder();
    const moving = createMovableClock(START);
    const held = (await grant(openFileStore({ folder, clock: moving }))).lease;
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      write: (path, text) => {
        moving.advance(LEASE_MS / 2);
        return nodeFileSystem.write(path, text);
      },
    };
    const store = openFileStore({ folder, clock: moving, fileSystem });

    await expect(store.commit(held, everything(1))).rejects.toThrow(LeaseLost);

    expect(await dumpStore(store)).toEqual(EMPTY_DUMP);
    expect(await leftovers(folder)).toEqual([]);
  });

  // Root may write everywhere; Windows has no such folder.
  test.skipIf(getuid === undefined || getuid() === 0)(
    'a read-only folder is read, and writing says why not',
    async () => {
      const folder = join(await temporaryFolder(), 'state');
      await mkdir(folder, { mode: 0o555 });
      const store = openFileStore({ folder, clock });

      await expect(store.check()).rejects.toThrow(StoreUnavailable);
      await expect(store.acquireLease('default', 'run', 1000)).rejects.toThrow(StoreUnavailable);
      expect(await store.readIdentity('default')).toBeUndefined();

      await chmod(folder, 0o755);
    },
  );
});

describe('a state that is not as it was written', () => {
  test('of a newer schema is told and left as it is', async () => {
    const folder = await temporaryFolder();
    await writeAllSpaces(openFileStore({ folder, clock }), 1);
    const texts = new Map<string, string>();
    for (const path of await manifestFiles(folder)) {
      const text = (await readFile(path, 'utf8')).replace('"schemaVersion":1', '"schemaVersion":2');
      await writeFile(path, text);
      texts.set(path, text);
    }
    const files = await storedFiles(folder);

    for (const [, call] of CALLS)
      await expect(call(openFileStore({ folder, clock }))).rejects.toThrow(/newer Lighthouse Keeper/u);

    expect(await storedFiles(folder)).toEqual(files);
    for (const [path, text] of texts) expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('with its newest manifest cut off anywhere is the state before, and goes on from there', async () => {
    const template = await temporaryFolder();
    const lengths = await lengthsOfNewest(template);
    for (const length of lengths) {
      const folder = await temporaryFolder();
      const before = await twoCommits(folder);
      const [newest = ''] = await manifestFiles(folder);
      await truncate(newest, length);

      const store = openFileStore({ folder, clock: { now: () => new Date(START.getTime() + 3_600_000) } });

      expect({ length, state: await dumpStore(store) }).toEqual({ length, state: before });
      await write(store, everything(3));
      await write(store, {});
      expect(await store.readIdentity('default')).toEqual(everything(3).identity);
      expect(await store.readRun('run-1')).toEqual(everything(1).runs[0]);
      expect(await store.readRun('run-2')).toBeUndefined();
    }
  });

  test('that lost its newest manifest under a running process keeps the pages of the one before', async () => {
    const folder = await temporaryFolder();
    const store = openFileStore({ folder, clock });
    const { lease: held } = await grant(store);
    await store.commit(held, everything(1));
    await store.commit(held, everything(2));
    await truncate((await manifestFiles(folder))[0] ?? '', 5);

    await store.commit(held, { identity: sampleRecord({ events: 3 }) });
    await store.commit(held, { identity: sampleRecord({ events: 4 }) });

    expect(await dumpStore(openFileStore({ folder, clock }))).toEqual({
      ...EMPTY_DUMP,
      record: sampleRecord({ events: 4 }),
      rows: everything(1).putRows,
      runs: everything(1).runs,
      events: everything(1).events,
      words: everything(1).words,
    });
  });

  test('without a whole manifest is no empty state', async () => {
    const folder = await temporaryFolder();
    await write(openFileStore({ folder, clock }), everything(1));
    for (const path of await manifestFiles(folder)) await truncate(path, 5);
    const store = openFileStore({ folder, clock });

    await expect(store.readIdentity('default')).rejects.toThrow(StoreUnavailable);
    await expect(store.acquireLease('default', 'run', 1000)).rejects.toThrow(/no whole manifest/u);
  });

  test.each([
    ['cut off', (path: string) => truncate(path, 40)],
    ['gone', (path: string) => rm(path)],
    ['another one', (path: string) => writeFile(path, 'leaf\n"x"\n{}\n')],
  ])('with a page %s is damaged and not taken for a state', async (_, harm) => {
    const folder = await temporaryFolder();
    await writeAllSpaces(openFileStore({ folder, clock }), 1);
    for (const path of await storedFiles(folder)) if (path.endsWith('.page')) await harm(path);
    const store = openFileStore({ folder, clock });

    for (const read of [
      () => store.listRows('default', { limit: 1 }),
      () => store.readRow('default', 'x'),
      () => store.listRuns({ limit: 1 }),
      () => store.readRun('x'),
      () => store.listEvents({ limit: 1 }),
      () => store.listWords('default', { limit: 1 }),
      () => store.listExpected({ limit: 1 }),
      () => store.readExpected('x'),
      () => write(store, everything(2)),
    ])
      await expect(read()).rejects.toThrow(/damaged/u);
  });
});

/** @returns the state before the last change */
async function twoCommits(folder: string): Promise<unknown> {
  const store = openFileStore({ folder, clock });
  await write(store, everything(1));
  const { lease: held } = await grant(store);
  const before = await dumpStore(store);
  await store.commit(held, everything(2));
  return before;
}

async function lengthsOfNewest(folder: string): Promise<number[]> {
  await twoCommits(folder);
  const [newest = ''] = await manifestFiles(folder);
  const text = await readFile(newest, 'utf8');
  const header = text.indexOf('\n');
  return [
    0,
    1,
    header - 1,
    header,
    header + 1,
    header + 2,
    text.length >> 1,
    text.length - 2,
    text.length - 1,
  ];
}
