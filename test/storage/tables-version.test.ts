// Entities as release 0.1.0 wrote them (schema version 1) are read by every later one, and what a newer release wrote
// is left alone. The fixture is never made anew: it is what stands in tables out there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { StoreUnavailable } from '../../src/ports/store.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { dumpStore } from './dump-store.ts';
import { createMovableClock } from './movable-clock.ts';
import { guid, START } from './samples.ts';
import { VERSION_1, writeOnVersion1 } from './version-1.ts';

const azurite = useAzurite();

const entities = z
  .array(
    z.object({
      partitionKey: z.string(),
      rowKey: z.string(),
      schemaVersion: z.int(),
      data00: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/tables-v1.json'), 'utf8')));

test('a table of schema version 1 is read, and all there is can be written on', async () => {
  const store = await storeWith(entities);
  await store.check();
  expect(await dumpStore(store)).toEqual(VERSION_1);

  const after = await writeOnVersion1(store);

  expect(await dumpStore(store)).toEqual(after);
});

test.each(['heads', 'pages'])(
  'a newer schema version of %s is unavailable, and nothing is changed',
  async (kind) => {
    const isNewer = ({ partitionKey }: { partitionKey: string }) =>
      (partitionKey === 'heads') === (kind === 'heads');
    const store = await storeWith(
      entities.map((entity) => (isNewer(entity) ? { ...entity, schemaVersion: 2 } : entity)),
    );

    await expect(store.listRows('default', { limit: 1000 })).rejects.toThrow('newer Lighthouse Keeper');
    await expect(store.listRows('default', { limit: 1000 })).rejects.toThrow(StoreUnavailable);
    await expect(store.readRow('default', guid(20))).rejects.toThrow('schema version 2');
  },
);

async function storeWith(all: readonly { partitionKey: string; rowKey: string }[]) {
  const { connectionString } = azurite;
  const tableName = newTableName();
  const client = TableClient.fromConnectionString(connectionString, tableName, {
    allowInsecureConnection: true,
  });
  await client.createTable();
  for (const entity of all) await client.createEntity(entity);
  return openTablesStore({ tableName, service: { connectionString }, clock: createMovableClock(START) });
}
