// Opens the store that the settings name. In Azure the app shows itself to Tables as the managed identity that it runs
// as, where one of its identities has one: the principals that customers delegate to need have no access to storage.
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Identity } from './ports/identity.ts';
import type { Clock } from './ports/clock.ts';
import type { StateStore } from './ports/store.ts';
import type { Telemetry } from './ports/telemetry.ts';
import { credentialsOf } from './azure/connect-azure.ts';
import type { Settings } from './settings.ts';
import { openFileStore } from './storage/file-store.ts';
import { openTablesStore } from './storage/tables-store.ts';
import { DEVELOPMENT_STORAGE, isConnectionString } from './tables-url.ts';

/** Calls nothing. */
export function openStore(
  { store, identities, cloud, simulatorUrl }: Settings,
  clock: Clock,
  /** For tests. */
  httpClient?: HttpClient,
  telemetry?: Telemetry,
): StateStore {
  if (store.kind === 'file') return openFileStore({ folder: store.path, clock });
  const { url, tableName } = store;
  if (url === DEVELOPMENT_STORAGE || isConnectionString(url))
    return openTablesStore({ tableName, service: { connectionString: url }, clock });
  const identity = identities.find(runsAsManagedIdentity) ?? identities[0];
  if (!identity) throw new Error('The settings name no identity.');
  const credential = credentialsOf(asStorageUser(identity), { cloud, simulatorUrl, telemetry })();
  return openTablesStore({ tableName, service: { url: new URL(url).origin, credential }, clock, httpClient });
}

function runsAsManagedIdentity({ credential: { kind } }: Identity): boolean {
  return kind === 'federated' || kind === 'managed-identity';
}

function asStorageUser(identity: Identity): Identity {
  if (identity.credential.kind !== 'federated') return identity;
  return { ...identity, credential: { ...identity.credential, kind: 'managed-identity' } };
}
