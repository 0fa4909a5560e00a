// What the Tables store does for itself: it deletes what nobody needs, and writes little.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import { deliverySpace, EXPECTED_SPACE, type StateStore } from '../../src/ports/store.ts';
import { openTables } from '../../src/storage/tables-access.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { createCountingClient, createMortalClient } from './http-wraps.ts';
import { hasty } from './hasty-clock.ts';
import { createMovableClock } from './movable-clock.ts';
import { sampleDelivery, sampleExpected, sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun, START } from './samples.ts';
import { grant, LEASE_MS, readAll, write } from './store-fixture.ts';
import { storedEntities } from './stored-entities.ts';

const azurite = useAzurite();

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('a quiet run writes at most twelve entities, deletions too, however much is kept', async () => {
  const clock = createMovableClock(new Date(START.getTime() + 500 * DAY_MS));
  const { store, httpClient } = newStore(clock);
  await write(store, {
    identity: sampleRecord(),
    putRows: Array.from({ length: 3000 }, (_, at) => sampleRow(guid(at))),
    runs: Array.from({ length: 9600 }, (_, at) =>
      sampleRun(guid(at), { startedAt: minutes((100 + at / 24) * 1440) }),
    ),
    events: Array.from({ length: 3000 }, (_, at) =>
      sampleEvent(guid(at), { time: minutes((100 + at / 8) * 1440) }),
    ),
    words: Array.from({ length: 3000 }, (_, at) =>
      sampleWord(guid(at), { time: minutes((100 + at / 8) * 1440) }),
    ),
  });
  const counts: number[] = [];

  for (let run = 0; run < 150; run += 1) {
    clock.advance(6 * HOUR_MS);
    const before = httpClient.entities();
    await quietRun(store, `quiet-${String(run).padStart(4, '0')}`, clock.now());
    counts.push(httpClient.entities() - before);
  }

  expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  expect(counts.toSorted((a, b) => a - b)[75]).toBeLessThanOrEqual(6);
  // All that time the old ones went, too, within some days.
  const runs = await readAll((page) => store.listRuns(page));
  const events = await readAll((page) => store.listEvents(page));
  const words = await readAll((page) => store.listWords('default', page));
  const times = [...runs.map(({ startedAt }) => startedAt), ...[...events, ...words].map(({ time }) => time)];
  const oldest = clock.now().getTime() - 405 * DAY_MS;
  expect(times.filter((time) => Date.parse(time) < oldest)).toEqual([]);
  expect(words.length).toBeGreaterThan(1000);
  expect(runs.slice(0, 150).map(({ id }) => id)).toContain('quiet-0000');
}, 120_000);

test('pages that were replaced are deleted when no reader can be at them any more', async () => {
  const clock = createMovableClock(START);
  const { store, tableName } = newStore(clock);
  for (let round = 0; round < 10; round += 1)
    await write(store, {
      putRows: Array.from({ length: 40 }, (_, at) =>
        sampleRow(guid(at * 31 + round), { displayName: 'x'.repeat(9000) }),
      ),
      events: [sampleEvent(`event-${round}`)],
    });
  const { retired, leftovers } = await storedEntities(azurite.connectionString, tableName);
  expect(retired).toBeGreaterThan(30);
  expect(leftovers).toEqual([]);

  clock.advance(DAY_MS);
  await write(store, { putRows: [sampleRow(guid(1))] });

  const after = await storedEntities(azurite.connectionString, tableName);
  expect(after.retired).toBeLessThan(5);
  expect(after.leftovers).toEqual([]);
});

test('what a killed process wrote is found by the next one that takes its lease', async () => {
  const clock = hasty(createMovableClock(START));
  const late = hasty({ now: () => new Date(START.getTime() + LEASE_MS) });
  const { store, tableName } = newStore(clock);
  await write(store, { putRows: [sampleRow(guid(1))] });
  const { connectionString } = azurite;
  const dying = openTablesStore({
    tableName,
    service: { connectionString },
    clock,
    httpClient: createMortalClient(6, 'before'),
  });
  const { lease } = await grant(dying, 'dying');
  await expect(dying.commit(lease, { putRows: [sampleRow(guid(2))] })).rejects.toThrow('ECONNRESET');
  expect((await storedEntities(connectionString, tableName)).leftovers).toHaveLength(1);

  await write(openTablesStore({ tableName, service: { connectionString }, clock: late }), {});

  expect((await storedEntities(connectionString, tableName)).leftovers).toEqual([]);
  expect(await store.readRow('default', guid(2))).toBeUndefined();
});

test('rows, runs and records longer than a property and longer than an entity come back whole', async () => {
  const { store, tableName } = newStore(createMovableClock(START));
  // Nothing that could be made shorter: 4 MB in one row.
  const long = (bytes: number) => randomBytes(bytes).toString('base64');
  const rows = [40_000, 1_100_000, 3_000_000].map((bytes, at) =>
    sampleRow(guid(at), { displayName: long(bytes) }),
  );
  const run = sampleRun('long', { note: long(1_100_000) });
  const record = sampleRecord({ roleNames: { [guid(1)]: long(1_100_000) } });

  await write(store, { identity: record, putRows: rows, runs: [run] });

  expect((await store.listRows('default', { limit: 10 })).items).toEqual(rows);
  expect(await store.readRun('long')).toEqual(run);
  expect(await store.readIdentity('default')).toEqual(record);
  await write(store, { identity: sampleRecord() });
  expect(await store.readIdentity('default')).toEqual(sampleRecord());
  expect((await storedEntities(azurite.connectionString, tableName)).leftovers).toEqual([]);
});

test('records of every space may outgrow the head and come back into it, and what they leave goes', async () => {
  const clock = createMovableClock(START);
  const { store, tableName } = newStore(clock);
  const long = randomBytes(1_100_000).toString('base64');
  const outbox = (last: number, runId: string) => ({
    entries: [{ number: last, identity: 'default', runId, time: minutes(0), events: 1 }],
    last,
  });
  const [letter] = sampleDelivery(1).letters;
  const delivery = (id: string) => sampleDelivery(1, { letters: letter ? [{ ...letter, id }] : [] });
  const space = deliverySpace('default');

  for (let round = 0; round < 3; round += 1) {
    await write(store, { delivery: delivery(`${round}${long}`) }, space);
    await write(store, { expectedOutbox: outbox(round, long) }, EXPECTED_SPACE);
    expect(await store.readDelivery('default')).toEqual(delivery(`${round}${long}`));
    expect(await store.readExpectedOutbox()).toEqual(outbox(round, long));
    // What a change does not name stays, wherever it lies.
    await write(store, {}, space);
    await write(store, { putExpected: [sampleExpected(guid(round))] }, EXPECTED_SPACE);
    expect(await store.readDelivery('default')).toEqual(delivery(`${round}${long}`));
    expect(await store.readExpectedOutbox()).toEqual(outbox(round, long));
    clock.advance(HOUR_MS);
  }
  await write(store, { delivery: delivery('short') }, space);
  await write(store, { expectedOutbox: outbox(9, 'short') }, EXPECTED_SPACE);
  clock.advance(HOUR_MS);
  await write(store, {}, space);
  await write(store, { putExpected: [sampleExpected(guid(9))] }, EXPECTED_SPACE);

  expect(await store.readDelivery('default')).toEqual(delivery('short'));
  expect(await store.readExpectedOutbox()).toEqual(outbox(9, 'short'));
  const stored = await storedEntities(azurite.connectionString, tableName);
  expect(stored.leftovers).toEqual([]);
  // The leaf of the expected entries, and as many that were replaced just now.
  expect(stored).toMatchObject({ needed: 1, retired: 1 });
});

test('what lies in other spaces makes no list of runs and events and no look-up ask more', async () => {
  const { store, tableName, httpClient } = newStore(createMovableClock(START));
  await write(store, { runs: [sampleRun('a')], events: [sampleEvent('a')] });
  const ask = async () => {
    const before = httpClient.requests.length;
    const reader = openTablesStore({
      tableName,
      service: { connectionString: azurite.connectionString },
      clock: createMovableClock(START),
      httpClient,
    });
    await reader.listRuns({ limit: 10 });
    await reader.listEvents({ limit: 10 });
    expect(await reader.readRun('a')).toBeDefined();
    expect(await reader.readRun('none')).toBeUndefined();
    return httpClient.requests.length - before;
  };
  const alone = await ask();

  const putExpected = Array.from({ length: 500 }, (_, at) => sampleExpected(guid(at)));
  await write(store, { putExpected }, EXPECTED_SPACE);
  for (const name of ['default', 'two', 'three'])
    await write(store, { delivery: sampleDelivery(1) }, deliverySpace(name));

  expect(await ask()).toBe(alone);
});

test('the first check of a process collects what killed checks left long ago', async () => {
  const clock = hasty(createMovableClock(START));
  const { store, tableName } = newStore(clock);
  const { connectionString } = azurite;
  const service = { connectionString };
  await store.check();
  // Dies when it is about to remove what it wrote: after the write, the read and nothing else.
  const httpClient = createMortalClient(3, 'before');
  await openTablesStore({ tableName, service, clock, httpClient })
    .check()
    .catch(() => undefined);
  const tables = openTables({ tableName, service, clock });
  expect(await tables.list('checks')).toHaveLength(1);

  await openTablesStore({ tableName, service, clock }).check();
  expect(await tables.list('checks')).toHaveLength(1);
  const later = hasty({ now: () => new Date(START.getTime() + HOUR_MS + 1) });
  await openTablesStore({ tableName, service, clock: later }).check();

  expect(await tables.list('checks')).toEqual([]);
});

function newStore(clock: Clock) {
  const tableName = newTableName();
  const httpClient = createCountingClient();
  const { connectionString } = azurite;
  return {
    tableName,
    httpClient,
    store: openTablesStore({ tableName, service: { connectionString }, clock, httpClient }),
  };
}

/** As the loop does it where nothing has changed, with two renewals fewer than a slow one. */
async function quietRun(store: StateStore, id: string, now: Date): Promise<void> {
  const run = sampleRun(id, { startedAt: now.toISOString(), state: 'running' });
  const { lease } = await grant(store, id);
  await store.commit(lease, { runs: [run] });
  const ended = { ...run, state: 'succeeded' as const };
  await store.commit(lease, {
    identity: sampleRecord({ events: now.getTime() }),
    runs: [ended],
    putRows: [],
    events: [],
  });
  await store.releaseLease(lease);
}
