// Tells whether the table serves, by writing an entity and reading it, and leaves nothing behind.
import type { Clock } from '../ports/clock.ts';
import { StoreUnavailable } from '../ports/store.ts';
import { isSpentCheck, newCheckName } from './check-name.ts';
import type { TablesAccess } from './tables-access.ts';

const CHECKS = 'checks';

/** @returns what throws StoreUnavailable where the table does not serve */
export function createTablesCheck(tables: TablesAccess, clock: Clock): () => Promise<void> {
  let isTidy = false;
  return async () => {
    const rowKey = newCheckName(clock.now());
    await tables.put([{ partitionKey: CHECKS, rowKey, properties: {} }]);
    const found = await tables.get(CHECKS, rowKey);
    await tables.discard(CHECKS, [rowKey]);
    if (!found) throw new StoreUnavailable('The table does not give back what was written.');
    if (isTidy) return;
    // What killed checks left, looked for once in a process: a list at each check would be a request more.
    isTidy = true;
    for await (const rowKeys of tables.listKeys(CHECKS))
      await tables.discard(
        CHECKS,
        rowKeys.filter((each) => isSpentCheck(each, clock.now())),
      );
  };
}
