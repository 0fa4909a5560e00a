// Real processes on one table at the same time.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/ports/clock.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { readAll } from './store-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

const azurite = useAzurite();
const ROUNDS = 50;

test('two processes that race for the lease never hold it both, and no update is lost', async () => {
  const { connectionString } = azurite;
  const tableName = newTableName();
  const proof = join(await temporaryFolder(), 'held');
  const target = JSON.stringify({ connectionString, tableName });
  const contender = [join(import.meta.dirname, 'contender.ts'), target, proof, String(ROUNDS)];

  await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, contender)));

  const store = openTablesStore({ tableName, service: { connectionString }, clock: systemClock });
  expect((await store.readIdentity('default'))?.events).toBe(2 * ROUNDS);
  expect(await readAll((page) => store.listRuns(page))).toHaveLength(2 * ROUNDS);
}, 60_000);
