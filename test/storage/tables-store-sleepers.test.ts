// A process that is stopped in the middle of a commit and wakes up long after another has taken over: at any request.
// Either its commit was in before, and the other one saw it, or it is told that it lost its lease.
import pMap from 'p-map';
import { expect, test } from 'vitest';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { createSleepyClient } from './http-wraps.ts';
import { createMovableClock } from './movable-clock.ts';
import { overtake } from './overtake.ts';
import { guid, sampleRow, START } from './samples.ts';
import { grant, LEASE_MS } from './store-fixture.ts';
import { storedEntities } from './stored-entities.ts';

const azurite = useAzurite();

test('a sleeper does not write over the one who took over', async () => {
  // The last request is one that it does not come to any more.
  const requests = Array.from({ length: 8 }, (_, at) => at + 1);

  const outcomes = await pMap(requests, sleepAt, { concurrency: 4 });

  expect(new Set(outcomes)).toEqual(new Set(['lost', 'in']));
});

test('renewing the lease while a commit is under way does not make it start over', async () => {
  const { connectionString } = azurite;
  const tableName = newTableName();
  const clock = createMovableClock(START);
  const httpClient = createSleepyClient();
  const service = { connectionString };
  const store = openTablesStore({ tableName, service, clock, httpClient });
  const other = openTablesStore({ tableName, service, clock });
  const { lease } = await grant(store);

  // It has read the head, and is about to write its page.
  const asleep = httpClient.sleepAt(2);
  const committed = store.commit(lease, { putRows: [sampleRow(guid(1))] });
  await asleep;
  clock.advance(LEASE_MS - 1);
  await other.renewLease(lease, LEASE_MS);
  clock.advance(LEASE_MS - 1);
  httpClient.wake();
  await committed;

  expect(await other.readRow('default', guid(1))).toEqual(sampleRow(guid(1)));
  expect(await storedEntities(connectionString, tableName)).toMatchObject({ needed: 1, leftovers: [] });
});

async function sleepAt(request: number): Promise<'lost' | 'in'> {
  const { connectionString } = azurite;
  const tableName = newTableName();
  const service = { connectionString };
  const clock = createMovableClock(START);
  const httpClient = createSleepyClient();
  const sleeper = openTablesStore({ tableName, service, clock, httpClient });
  const other = openTablesStore({ tableName, service, clock });

  const { outcome } = await overtake(
    { sleeper, other, clock, sleepAt: (at) => httpClient.sleepAt(at), wake: () => httpClient.wake() },
    request,
  );

  const { leftovers } = await storedEntities(connectionString, tableName);
  expect({ request, leftovers }).toEqual({ request, leftovers: [] });
  return outcome;
}
