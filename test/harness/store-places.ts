// Where a test of the whole product keeps its state: the settings that name the place, and a way to look into it.
import type { StorePlace } from '../../bench/measured.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, type Azurite } from '../storage/azurite.ts';
import { openHastyStore, temporaryFolder, type Cleanup, type Environment } from './keeper.ts';

export interface TestPlace {
  /** Over those of settingsFor. */
  settings: Environment;
  /** To a program of bench. */
  place: StorePlace;
  /** Each one is another process's way to it. */
  open: (clock: Clock) => StateStore;
}

export async function filePlace(test: Cleanup): Promise<TestPlace> {
  const folder = await temporaryFolder(test);
  return {
    settings: { STORE_PATH: folder },
    place: { folder },
    open: (clock) => openHastyStore(folder, clock),
  };
}

/** A table of its own in an Azurite that runs. */
export function tablesPlace({ connectionString }: Azurite): TestPlace {
  const tableName = newTableName();
  return {
    settings: {
      STORE: undefined,
      STORE_PATH: undefined,
      STORE_TABLES_URL: connectionString,
      STORE_TABLE_NAME: tableName,
    },
    place: { connectionString, tableName },
    open: (clock) => openTablesStore({ tableName, service: { connectionString }, clock }),
  };
}
