// Real processes on one folder at the same time.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/ports/clock.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { readAll } from './store-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROUNDS = 30;

test('two processes that race for the lease never hold it both, and no update is lost', async () => {
  const folder = await temporaryFolder();
  const proof = join(await temporaryFolder(), 'held');
  const contender = [
    join(import.meta.dirname, 'contender.ts'),
    JSON.stringify({ folder }),
    proof,
    String(ROUNDS),
  ];

  await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, contender)));

  const store = openFileStore({ folder, clock: systemClock });
  expect((await store.readIdentity('default'))?.events).toBe(2 * ROUNDS);
  expect(await readAll((page) => store.listRuns(page))).toHaveLength(2 * ROUNDS);
});
