// Kills the Tables store before and after every single request of acquire, commit and release: whatever is left must
// be the whole state before or the whole state after, and the next process must be able to go on.
import pMap from 'p-map';
import { describe, expect, test } from 'vitest';
import type { DeliveryRecord } from '../../src/domain/delivery.ts';
import { deliverySpace, EXPECTED_SPACE, type Change, type StateStore } from '../../src/ports/store.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { writeAllSpaces } from './all-spaces.ts';
import { commitUnlessKilled } from './commit-unless-killed.ts';
import { everything } from './describe-changes.ts';
import { dumpStore } from './dump-store.ts';
import { hasty } from './hasty-clock.ts';
import { createCountingClient, createLossyClient, createMortalClient } from './http-wraps.ts';
import { createMovableClock } from './movable-clock.ts';
import { everythingExpected, sampleDelivery } from './sample-spaces.ts';
import { guid, minutes, sampleRow, sampleRun, START } from './samples.ts';
import { LEASE_MS, write } from './store-fixture.ts';
import { storedEntities } from './stored-entities.ts';

const azurite = useAzurite();

const clock = hasty(createMovableClock(START));
const afterLease = hasty({ now: () => new Date(START.getTime() + 2 * LEASE_MS) });

/** What stood in the table before, made anew for each death. */
const BEFORE: [string, (store: StateStore) => Promise<void>, ((generation: number) => Change)?, string?][] = [
  ['its very first commit, where there is no table', async () => undefined],
  [
    'a later commit',
    async (store) => {
      await write(store, everything(1));
      await write(store, { deleteRows: [guid(9)] });
    },
  ],
  ['a commit of expected entries', (store) => writeAllSpaces(store, 1), everythingExpected, EXPECTED_SPACE],
  [
    'a commit of messages that take a record longer than a head',
    (store) => writeAllSpaces(store, 1),
    longDelivery,
    deliverySpace('default'),
  ],
  [
    'a commit that moves the last runs into their trees',
    async (store) => {
      const runs = Array.from({ length: 20 }, (_, at) =>
        sampleRun(`old-${at}`, { startedAt: minutes(at), note: 'x'.repeat(500) }),
      );
      await write(store, { ...everything(1), runs });
    },
  ],
];

describe.each(BEFORE)(
  'a process that is killed in %s',
  (_, prepare, changeOf = manyParts, space = 'default') => {
    const change = (store: StateStore) => commitUnlessKilled(store, space, changeOf);

    test('leaves the state before or the state after', async () => {
      const { before, after, requests } = await rehearse(prepare, change);
      const outcomes = new Set<string>();

      await pMap(
        requests.flatMap((request, at) => [
          { request, at: at + 1, death: 'before' as const },
          { request, at: at + 1, death: 'after' as const },
        ]),
        async (where) => {
          const tableName = await prepared(prepare);
          const told = await change(open(tableName, createMortalClient(where.at, where.death)));

          const next = open(tableName, undefined, afterLease);
          const left = await dumpStore(next);
          expect([before, after].map((state) => ({ where, state }))).toContainEqual({ where, state: left });
          outcomes.add(JSON.stringify(left));
          // What the process was told is in stays in.
          expect({ where, state: left }).toEqual({ where, state: told ? after : left });
          expect(await change(next)).toBe(true);
          expect({ where, state: await dumpStore(next) }).toEqual({ where, state: after });
          const { leftovers } = await storedEntities(azurite.connectionString, tableName);
          expect({ where, leftovers }).toEqual({ where, leftovers: [] });
        },
        { concurrency: 4 },
      );

      // Both were met: nobody killed too late or too early.
      expect(outcomes.size).toBe(2);
    }, 120_000);

    test('and one that loses any single answer does not notice', async () => {
      const { after, requests } = await rehearse(prepare, change);

      await pMap(
        requests,
        async (request, at) => {
          const tableName = await prepared(prepare);
          const told = await change(open(tableName, createLossyClient(at + 1)));

          const left = await dumpStore(open(tableName));
          expect({ request, told, left }).toEqual({ request, told: true, left: after });
          const { leftovers } = await storedEntities(azurite.connectionString, tableName);
          expect({ request, leftovers }).toEqual({ request, leftovers: [] });
        },
        { concurrency: 4 },
      );
    }, 120_000);
  },
);

async function rehearse(
  prepare: (store: StateStore) => Promise<void>,
  change: (store: StateStore) => Promise<boolean>,
) {
  const tableName = await prepared(prepare);
  const before = await dumpStore(open(tableName));
  const witness = createCountingClient();
  await change(open(tableName, witness));
  const { requests } = witness;
  return { before, after: await dumpStore(open(tableName)), requests: [...requests] };
}

async function prepared(prepare: (store: StateStore) => Promise<void>): Promise<string> {
  const tableName = newTableName();
  await prepare(open(tableName));
  return tableName;
}

function open(
  tableName: string,
  httpClient = createCountingClient() as ReturnType<typeof createMortalClient>,
  at = clock,
) {
  const { connectionString } = azurite;
  return openTablesStore({ tableName, service: { connectionString }, clock: at, httpClient });
}

function manyParts(generation: number): Change {
  const large = sampleRow(guid(3), { displayName: 'x'.repeat(200_000) });
  const run = { startedAt: minutes(generation), note: 'x'.repeat(15_000) };
  return {
    ...everything(generation),
    putRows: [...everything(generation).putRows, large],
    runs: [sampleRun(`run-${generation}`, run)],
    deleteRows: [guid(1)],
  };
}

function longDelivery(generation: number): Change {
  const [letter] = sampleDelivery(generation).letters;
  const letters = Array.from({ length: 600 }, (_, at) => ({ ...letter, id: `letter-${at}` }));
  return { delivery: sampleDelivery(generation, { letters: letters as DeliveryRecord['letters'] }) };
}
