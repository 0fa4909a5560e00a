// The Tables store under the store contract, on a real Azurite.
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { describeStore } from './describe-store.ts';

const azurite = useAzurite();

describeStore('Tables store', async (clock) => {
  const tableName = newTableName();
  const { connectionString } = azurite;
  return { connect: () => openTablesStore({ tableName, service: { connectionString }, clock }) };
});
