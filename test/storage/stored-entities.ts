// What lies in the table beside what the heads name.
import { systemClock } from '../../src/ports/clock.ts';
import { openTables, type TablesAccess } from '../../src/storage/tables-access.ts';
import { readHeads } from '../../src/storage/tables-head.ts';
import { createTablesPageReader, rowKeysOf } from '../../src/storage/tables-pages.ts';
import { listPages } from '../../src/storage/tree.ts';

/** Entities of pages: those that the heads name, those that they name as replaced, and all others. */
export async function storedEntities(
  connectionString: string,
  tableName: string,
): Promise<{ needed: number; retired: number; leftovers: string[] }> {
  const tables = openTables({ tableName, service: { connectionString }, clock: systemClock });
  const readPage = createTablesPageReader(tables);
  const found = { needed: 0, retired: 0, leftovers: new Array<string>() };
  for (const { partition, state } of await readHeads(tables)) {
    const needed = new Set<string>();
    for (const root of Object.values(state.roots))
      for await (const page of listPages((reference) => readPage(partition, reference), root))
        for (const rowKey of rowKeysOf(page)) needed.add(rowKey);
    const retired = new Set(state.retired.flatMap(({ pages }) => pages).flatMap(rowKeysOf));
    const stored = await allKeys(tables, partition);
    found.needed += needed.size;
    found.retired += retired.size;
    found.leftovers.push(...stored.filter((rowKey) => !needed.has(rowKey) && !retired.has(rowKey)));
    for (const rowKey of needed) if (!stored.includes(rowKey)) throw new Error(`${rowKey} is missing`);
  }
  return found;
}

async function allKeys(tables: TablesAccess, partition: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of tables.listKeys(partition)) keys.push(...page);
  return keys;
}
