// Opens the store that a test names to another process.
import * as z from 'zod';
import type { Clock } from '../../src/ports/clock.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { openFileStore } from '../../src/storage/file-store.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';

const schema = z.union([
  z.object({ folder: z.string() }),
  z.object({ connectionString: z.string(), tableName: z.string() }),
]);

/** @param target JSON of the folder, or of connection string and table name */
export function openTarget(target: string, clock: Clock): StateStore {
  const parsed = schema.parse(JSON.parse(target));
  if ('folder' in parsed) return openFileStore({ folder: parsed.folder, clock });
  const { tableName, connectionString } = parsed;
  return openTablesStore({ tableName, service: { connectionString }, clock });
}
