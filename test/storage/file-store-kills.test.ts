// Kills the file store at every single operation, in the middle of every write, and for real: whatever is left must
// be the whole state before or the whole state after, and the next process must be able to go on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pMap from 'p-map';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/ports/store.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { folderName } from '../../src/storage/folder-name.ts';
import { SPACES } from './all-spaces.ts';
import { commitUnlessKilled } from './commit-unless-killed.ts';
import { dumpStore } from './dump-store.ts';
import { createMortalFileSystem, type Death } from './mortal-file-system.ts';
import { createMovableClock } from './movable-clock.ts';
import { minutes, START } from './samples.ts';
import { LEASE_MS, write } from './store-fixture.ts';
import { leftovers, manifestFiles } from './stored-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

type ChangeOf = (generation: number) => Change;

const afterLease = { now: () => new Date(START.getTime() + 2 * LEASE_MS) };

describe.each(SPACES)('a process that is killed over %s', (space, changeOf) => {
  test('in its very first commit leaves nothing or all of it', async () => {
    const template = await temporaryFolder();

    // Both were met: nobody killed too late or too early.
    expect(await killEverywhere(template, space, changeOf)).toBe(2);
  }, 60_000);

  test('in a later commit leaves the state before or the state after', async () => {
    const template = await temporaryFolder();
    const store = openFileStore({ folder: template, clock: createMovableClock(START) });
    await write(store, changeOf(1), space);
    await write(store, {}, space);

    // Both were met: nobody killed too late or too early.
    expect(await killEverywhere(template, space, changeOf)).toBe(2);
  }, 60_000);
});

describe('a process that is killed', () => {
  test('for real, at any moment, leaves the last commit that it told of, or the next one', async () => {
    const folder = await temporaryFolder();
    for (let round = 0; round < 4; round += 1) {
      const script = join(import.meta.dirname, 'endless-writer.ts');
      const child = spawn(process.execPath, [script, folder, String(round * 3_600_000)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let told = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        told = Number(line);
        if (told % 10 === 3 + round) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

      const store = openFileStore({ folder, clock: systemClock });
      const { items } = await store.listRows('default', { limit: 1000 });
      const generations = new Set(items.map((row) => row.events));
      const [generation = 0] = generations;
      expect(told).toBeGreaterThan(0);
      expect(generations.size).toBe(1);
      expect([told, told + 1]).toContain(generation);
      expect((await store.readIdentity('default'))?.events).toBe(generation);
      expect((await store.listRuns({ limit: 1 })).items[0]?.id).toBe(`run-${generation}`);
      expect((await store.listWords('default', { limit: 1 })).items[0]?.time).toBe(minutes(generation));
    }
  });
});

/** @returns how many different states were met afterwards */
async function killEverywhere(template: string, space: string, changeOf: ChangeOf): Promise<number> {
  const clock = createMovableClock(START);
  const before = await dumpStore(openFileStore({ folder: template, clock }));
  const unharmed = createMortalFileSystem(0);
  const witness = openFileStore({ folder: await copyOf(template), clock, fileSystem: unharmed });
  await commitUnlessKilled(witness, space, changeOf);
  const operations = [...unharmed.operations];
  const after = await dumpStore(witness);
  const outcomes = new Set<string>();

  await pMap(
    operations.flatMap((operation, index) => deathsAt(operation, index + 1)),
    async (where) => {
      const folder = await copyOf(template);
      const fileSystem = createMortalFileSystem(where.number, where.death);
      const told = await commitUnlessKilled(openFileStore({ folder, clock, fileSystem }), space, changeOf);

      const next = openFileStore({ folder, clock: afterLease });
      const left = await dumpStore(next);
      expect([before, after].map((state) => ({ where, state }))).toContainEqual({ where, state: left });
      outcomes.add(JSON.stringify(left));
      // What the process was told is in stays in.
      expect({ where, state: left }).toEqual({ where, state: told ? after : left });
      expect(await commitUnlessKilled(next, space, changeOf)).toBe(true);
      expect({ where, state: await dumpStore(next) }).toEqual({ where, state: after });
      expect({ where, leftovers: await leftovers(folder) }).toEqual({ where, leftovers: [] });
      const manifests = (await manifestFiles(folder)).filter((path) =>
        path.startsWith(spaceFolder(folder, space)),
      );
      expect(manifests).toHaveLength(2);
    },
    { concurrency: 4 },
  );
  return outcomes.size;
}

function spaceFolder(folder: string, space: string): string {
  return join(folder, 'identities', folderName(space));
}

interface Where {
  operation: string;
  number: number;
  death: Death;
}

function deathsAt(operation: string, number: number): Where[] {
  const deaths: Death[] = ['before'];
  // Where nothing is changed, after it is before the next one.
  if (!['list', 'read'].includes(operation)) deaths.push('after', 'power');
  if (operation === 'write') deaths.push({ torn: 0 }, { torn: 0.5 }, { torn: 1 });
  return deaths.map((death) => ({ operation, number, death }));
}

async function copyOf(template: string): Promise<string> {
  const folder = await temporaryFolder();
  await cp(template, folder, { recursive: true });
  return folder;
}
