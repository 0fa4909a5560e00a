// The Tables store against plain maps.
import { expect, test } from 'vitest';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { expectLikeMaps } from './expect-like-maps.ts';
import { storedEntities } from './stored-entities.ts';

const azurite = useAzurite();

test('the store holds what maps hold after any changes', async () => {
  expect.hasAssertions();
  const { connectionString } = azurite;
  await expectLikeMaps(async () => {
    const tableName = newTableName();
    return {
      open: (clock) => openTablesStore({ tableName, service: { connectionString }, clock }),
      leftovers: async () => (await storedEntities(connectionString, tableName)).leftovers,
    };
  }, 15);
});
