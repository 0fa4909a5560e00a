// Pages of the trees as entities of the identity's partition: they never change, and their names are never used again.
// A page takes one entity, or several in a row where it is large.
import { randomBytes } from 'node:crypto';
import { formatPage } from './page.ts';
import { createPageCache } from './page-cache.ts';
import type { PageWriter } from './page-writer.ts';
import type { Entity, TablesAccess } from './tables-access.ts';
import { fromEntities, toEntities } from './tables-entity.ts';
import type { ReadTreePage } from './tree.ts';
import { PageGone } from './with-newest.ts';

/** Limits of one batch; 4 MiB is Azure's, and base64 makes 4 bytes of 3. */
const BATCH_ENTITIES = 100;
const BATCH_BYTES = 2_500_000;
const BATCHES_AT_ONCE = 2;

/** Reads a page by the partition it lies in and its reference: version, mark, number and count of entities. */
export type ReadTablesPage = (partition: string, reference: string) => ReturnType<ReadTreePage>;

export function createTablesPageReader(tables: TablesAccess): ReadTablesPage {
  const cache = createPageCache();
  return (partition, reference) =>
    cache.read(`${partition}/${reference}`, async () => {
      const name = `Page ${reference} of ${partition}`;
      const entities: unknown[] = [];
      for (const rowKey of rowKeysOf(reference)) {
        const found = await tables.get(partition, rowKey);
        if (!found) throw new PageGone(`${name} is not there`);
        entities.push(found.properties);
      }
      return fromEntities(entities, name);
    });
}

export interface TablesPageWriter extends PageWriter {
  /** Pages written so far. */
  readonly pages: number;
}

/** @param version of the head that is to name the pages: at and below it, what no head names is a leftover */
export function createTablesPageWriter(
  tables: TablesAccess,
  partition: string,
  version: number,
): TablesPageWriter {
  const prefix = `${version}.${randomBytes(6).toString('hex')}`;
  const underWay = new Set<Promise<void>>();
  const written: string[] = [];
  let batch: Entity[] = [];
  let batchBytes = 0;
  let pages = 0;
  let failure: { error: unknown } | undefined;

  function throwFailure(): void {
    // What the table service threw is passed on as it is.
    // oxlint-disable-next-line typescript/only-throw-error
    if (failure) throw failure.error;
  }

  async function write(entities: readonly Entity[]): Promise<void> {
    try {
      await tables.put(entities);
    } catch (error) {
      failure ??= { error };
    }
  }

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    while (underWay.size >= BATCHES_AT_ONCE) await Promise.race(underWay);
    throwFailure();
    const writing = write(batch).finally(() => underWay.delete(writing));
    underWay.add(writing);
    batch = [];
    batchBytes = 0;
  }

  return {
    get pages() {
      return pages;
    },
    async put(page) {
      const parts = toEntities(formatPage(page));
      const reference = `${prefix}.${pages}.${parts.length}`;
      pages += 1;
      for (const [at, { bytes, properties }] of parts.entries()) {
        if (batch.length === BATCH_ENTITIES || batchBytes + bytes > BATCH_BYTES) await flush();
        const rowKey = rowKeyOf(reference, at);
        written.push(rowKey);
        batch.push({ partitionKey: partition, rowKey, properties });
        batchBytes += bytes;
      }
      return reference;
    },
    async finish() {
      await flush();
      await Promise.all(underWay);
      throwFailure();
    },
    async giveUp() {
      batch = [];
      await Promise.all(underWay);
      await tables.discard(partition, written);
    },
  };
}

/** Of the entities that a page is spread over, in their order. */
export function rowKeysOf(reference: string): string[] {
  const [, , , count = '1'] = reference.split('.');
  return Array.from({ length: Number(count) }, (_, at) => rowKeyOf(reference, at));
}

/** Of the commit that wrote the entity of this row key. */
export function versionOf(rowKey: string): number {
  return Number(rowKey.split('.')[0]);
}

function rowKeyOf(reference: string, part: number): string {
  const [version = '', mark = '', number = ''] = reference.split('.');
  return `${version.padStart(12, '0')}.${mark}.${number.padStart(6, '0')}.${String(part).padStart(4, '0')}`;
}
