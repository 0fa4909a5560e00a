// How the Tables store keeps answers, on a real Azurite: over kills and lost answers at any request, between processes,
// and without piling up.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Clock } from '../../src/ports/clock.ts';
import { StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import { openTables } from '../../src/storage/tables-access.ts';
import { openTablesStore } from '../../src/storage/tables-store.ts';
import { ANSWER, claimOf, HOLD_MS, KEPT_MS } from './answer-samples.ts';
import { newTableName, useAzurite } from './azurite.ts';
import { grantAnswer } from './describe-answers.ts';
import { hasty } from './hasty-clock.ts';
import { createLossyClient, createMortalClient, type Death } from './http-wraps.ts';
import { createMovableClock } from './movable-clock.ts';
import { raceForAnswers } from './race-for-answers.ts';
import { START } from './samples.ts';

const azurite = useAzurite();

const HOUR_MS = 3_600_000;
/** More than one entity of it. */
const LARGE = { ...ANSWER, body: randomBytes(750_000).toString('base64') };

function openStore(tableName: string, clock: Clock, httpClient?: HttpClient): StateStore {
  const { connectionString } = azurite;
  return openTablesStore({ tableName, service: { connectionString }, clock, httpClient });
}

async function keysIn(tableName: string): Promise<string[]> {
  const service = { connectionString: azurite.connectionString };
  const keys: string[] = [];
  const tables = openTables({ tableName, service, clock: createMovableClock(START) });
  for await (const page of tables.listKeys('answers')) keys.push(...page);
  return keys;
}

test('two processes that race for answers do each work once, and hear the same', async () => {
  const { connectionString } = azurite;

  const [one, two] = await raceForAnswers({ connectionString, tableName: newTableName() }, 20);

  expect(one).toHaveLength(20);
  expect(two).toEqual(one);
}, 60_000);

test.each<Death>(['before', 'after'])(
  'a process that is killed %s any request keeps its key for the time of its hold, and no longer',
  async (death) => {
    for (let request = 1; ; request += 1) {
      const clock = createMovableClock(START);
      const tableName = newTableName();
      const mortal = openStore(tableName, hasty(clock), createMortalClient(request, death));

      const isThrough = await mortal
        .claimAnswer(claimOf(1))
        .then(
          async (claimed) => claimed.kind === 'granted' && mortal.keepAnswer(claimed.hold, LARGE, KEPT_MS),
        )
        .catch(() => false);

      const next = openStore(tableName, clock);
      const early = await next.claimAnswer(claimOf(1));
      clock.advance(HOLD_MS);
      const late = await next.claimAnswer(claimOf(1));
      const kinds = `${early.kind} ${late.kind}`;
      expect(['held granted', 'granted granted', 'kept kept']).toContain(kinds);
      expect([undefined, LARGE]).toContainEqual(early.kind === 'kept' ? early.answer : undefined);
      if (!isThrough) continue;
      expect(kinds).toBe('kept kept');
      break;
    }
  },
);

test('whatever answer of the service is lost, the work is granted, kept and given back all the same', async () => {
  for (let request = 1; request <= 9; request += 1) {
    const clock = createMovableClock(START);
    const tableName = newTableName();
    const store = openStore(tableName, hasty(clock), createLossyClient(request));

    const first = await grantAnswer(store, claimOf(1));
    const isKept = await store.keepAnswer(first, LARGE, KEPT_MS);
    const second = await grantAnswer(store, claimOf(2));
    await store.freeAnswer(second);

    expect(isKept).toBe(true);
    expect(await openStore(tableName, clock).claimAnswer(claimOf(1))).toMatchObject({ kind: 'kept' });
    expect(await openStore(tableName, clock).claimAnswer(claimOf(2))).toMatchObject({ kind: 'granted' });
  }
});

test('dead answers and their parts do not pile up', async () => {
  const clock = createMovableClock(START);
  const tableName = newTableName();
  const store = openStore(tableName, clock);
  for (let number = 0; number < 30; number += 1) {
    const hold = await grantAnswer(store, claimOf(number));
    await store.keepAnswer(hold, number % 10 === 0 ? LARGE : ANSWER, KEPT_MS);
  }
  const before = await keysIn(tableName);

  clock.advance(KEPT_MS + 3 * HOUR_MS);
  for (let number = 30; number < 34; number += 1) await grantAnswer(store, claimOf(number));

  expect(before.length).toBeGreaterThan(34);
  expect(await keysIn(tableName)).toHaveLength(4);
});

test('one that lives on is never taken for a dead one', async () => {
  const clock = createMovableClock(START);
  const tableName = newTableName();
  const store = openStore(tableName, clock);
  await store.keepAnswer(await grantAnswer(store, claimOf(1)), LARGE, 40 * HOUR_MS);
  await store.keepAnswer(await grantAnswer(store, claimOf(2)), ANSWER, KEPT_MS);

  clock.advance(KEPT_MS + 2 * HOUR_MS);
  await grantAnswer(openStore(tableName, clock), claimOf(3));

  expect(await openStore(tableName, clock).claimAnswer(claimOf(1))).toMatchObject({ answer: LARGE });
  expect((await keysIn(tableName)).filter((key) => key === claimOf(2).id)).toEqual([]);
});

test('a service that is not there is StoreUnavailable', async () => {
  const away: HttpClient = { sendRequest: () => Promise.reject(new Error('ECONNREFUSED')) };
  const store = openStore(newTableName(), hasty(createMovableClock(START)), away);

  await expect(store.claimAnswer(claimOf(1))).rejects.toThrow(StoreUnavailable);
});
