// The part of the store contract that says what is kept beside rows, runs and events: words, expected entries and
// messages, the last two in spaces of their own.
import { describe, expect, test } from 'vitest';
import {
  checksSpace,
  deliverySpace,
  EXPECTED_SPACE,
  LeaseLost,
  type Change,
  type StateStore,
} from '../../src/ports/store.ts';
import { everything, HOSTILE } from './describe-changes.ts';
import { dumpStore, EMPTY_DUMP } from './dump-store.ts';
import {
  everythingChecks,
  everythingDelivery,
  everythingExpected,
  sampleChecked,
  sampleChecks,
  sampleDelivery,
  sampleExpected,
  sampleOutbox,
  sampleWord,
} from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun } from './samples.ts';
import { grant, LEASE_MS, readAll, setUp, write, type OpenStore } from './store-fixture.ts';

const DAY_MS = 86_400_000;

/** Each space that an identity has to do with, and a change to it that touches all there is in it. */
export const SPACES: [space: string, change: (generation: number) => Change][] = [
  ['default', everything],
  [EXPECTED_SPACE, everythingExpected],
  [deliverySpace('default'), everythingDelivery],
  [checksSpace('default'), everythingChecks],
];

export async function writeAllSpaces(store: StateStore, generation: number): Promise<void> {
  for (const [space, change] of SPACES) await write(store, change(generation), space);
}

export function describeSpaces(openStore: OpenStore): void {
  describe('words, expected entries and messages', () => {
    test('all of it comes back as it went in, to every process', async () => {
      const { store, other } = await setUp(openStore);
      const { identity, putRows, runs, events, words } = everything(1);
      const expected = everythingExpected(1);
      const checks = everythingChecks(1);
      const kept = {
        ...EMPTY_DUMP,
        record: identity,
        rows: putRows,
        runs,
        // Of the same time: which space comes first is the store's own choice, and the same for every reader.
        events: expect.arrayContaining([...events, ...expected.events, ...checks.events]),
        words,
        expected: expected.putExpected,
        expectedOutbox: expected.expectedOutbox,
        delivery: everythingDelivery(1).delivery,
        checks: checks.checks,
        checked: checks.putChecked,
        checkWords: checks.words,
      };

      await writeAllSpaces(store, 1);

      for (const reader of [store, other]) {
        expect(await dumpStore(reader)).toEqual(kept);
        expect(await reader.readExpected(guid(1))).toEqual(expected.putExpected[0]);
        expect(await reader.readExpected(guid(9))).toBeUndefined();
        expect(await reader.readChecked('default', guid(2))).toEqual(checks.putChecked[1]);
        expect(await reader.readChecked('default', guid(9))).toBeUndefined();
        expect(await reader.readRow('default', guid(1))).toEqual(putRows[0]);
        await reader.check();
      }
    });

    test('what is remembered of a write under way and of what is to be told comes back whole', async () => {
      const { store, other } = await setUp(openStore);
      const before = { state: 'other', partnerId: '2', wantedPartnerId: '1', version: 3 } as const;
      const record = sampleRecord({ outbox: sampleOutbox(4), linkIntents: [{ runId: 'run-4', before }] });

      await write(store, { identity: record });

      expect(await other.readIdentity('default')).toEqual(record);
    });

    test.each(SPACES)('in %s the same change twice is the same as once', async (space, change) => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store, 'run-1', space);

      await store.commit(lease, change(1));
      const once = await dumpStore(store);
      await store.commit(lease, change(1));

      expect(once).not.toEqual(EMPTY_DUMP);
      expect(await dumpStore(store)).toEqual(once);
    });

    test.each(SPACES)('what a change to %s does not name stays', async (space) => {
      const { store } = await setUp(openStore);
      await writeAllSpaces(store, 1);
      const before = await dumpStore(store);

      await write(store, {}, space);

      expect(await dumpStore(store)).toEqual(before);
    });

    test.each(SPACES)('where the lease of %s is lost nothing at all is written', async (space, change) => {
      const { store, other, clock } = await setUp(openStore);
      await writeAllSpaces(store, 1);
      const { lease } = await grant(store, 'run-1', space);
      clock.advance(LEASE_MS);
      await grant(other, 'run-2', space);
      const before = await dumpStore(other);

      await expect(store.commit(lease, change(2))).rejects.toThrow(LeaseLost);

      expect(await dumpStore(other)).toEqual(before);
    });

    test('spaces have leases of their own: one that is held stops no other', async () => {
      const { store, other } = await setUp(openStore);

      for (const [space] of SPACES) await grant(store, 'run-1', space);

      for (const [space] of SPACES)
        expect(await other.acquireLease(space, 'run-2', LEASE_MS)).toMatchObject({ kind: 'held' });
    });

    test.each([
      ['default', { delivery: sampleDelivery(1) }],
      ['default', { expectedOutbox: sampleOutbox(1) }],
      ['default', { putExpected: [sampleExpected(guid(1))] }],
      ['default', { deleteExpected: [guid(1)] }],
      [EXPECTED_SPACE, { identity: sampleRecord() }],
      [EXPECTED_SPACE, { putRows: [sampleRow(guid(1))] }],
      [EXPECTED_SPACE, { delivery: sampleDelivery(1) }],
      [deliverySpace('default'), { words: [sampleWord(guid(1))] }],
      [deliverySpace('default'), { expectedOutbox: sampleOutbox(1) }],
      ['default', { checks: sampleChecks(1) }],
      ['default', { putChecked: [sampleChecked(guid(1), 1)] }],
      [EXPECTED_SPACE, { deleteChecked: [guid(1)] }],
      [checksSpace('default'), { identity: sampleRecord() }],
      [checksSpace('default'), { putRows: [sampleRow(guid(1))] }],
      [checksSpace('default'), { delivery: sampleDelivery(1) }],
    ] satisfies [string, Change][])('%s takes nothing of another space: %j', async (space, change) => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store, 'run-1', space);

      await expect(store.commit(lease, change)).rejects.toThrow(RangeError);

      expect(await dumpStore(store)).toEqual(EMPTY_DUMP);
    });

    test('expected entries are put, replaced and deleted by id, and listed in the order of their ids', async () => {
      const { store, other } = await setUp(openStore);
      const entries = [3, 1, 2, 5, 4].map((number) => sampleExpected(guid(number)));
      await write(store, { putExpected: entries }, EXPECTED_SPACE);

      const again = sampleExpected(guid(2), { state: 'arrived', events: 1 });
      await write(
        store,
        { putExpected: [again], deleteExpected: [guid(1), guid(4), guid(9)] },
        EXPECTED_SPACE,
      );

      const left = [again, sampleExpected(guid(3)), sampleExpected(guid(5))];
      for (const limit of [1, 2, 3, 1000])
        expect(await readAll((page) => other.listExpected(page), limit)).toEqual(left);
      expect(await other.readExpected(guid(1))).toBeUndefined();
      expect(await other.readExpected(guid(2))).toEqual(again);

      await write(store, { deleteExpected: [2, 3, 5].map(guid) }, EXPECTED_SPACE);
      expect(await other.listExpected({ limit: 10 })).toEqual({ items: [] });
    });

    test('what checks keep is put, replaced and deleted by id, and listed in the order of their ids', async () => {
      const { store, other } = await setUp(openStore);
      const space = checksSpace('default');
      await write(store, { putChecked: [3, 1, 2, 4].map((n) => sampleChecked(guid(n), n)) }, space);

      const gone = { subscriptionId: guid(2), number: 5, at: minutes(5) };
      await write(store, { putChecked: [gone], deleteChecked: [guid(1), guid(4), guid(9)] }, space);

      const left = [gone, sampleChecked(guid(3), 3)];
      for (const limit of [1, 2, 1000])
        expect(await readAll((page) => other.listChecked('default', page), limit)).toEqual(left);
      expect(await other.readChecked('default', guid(1))).toBeUndefined();
      expect(await other.readChecked('default', guid(2))).toEqual(gone);
      expect(await other.listRows('default', { limit: 10 })).toEqual({ items: [] });
      expect(await other.listChecked('other', { limit: 10 })).toEqual({ items: [] });
    });

    test('words come newest first and by subscription id, of this identity only, whatever the page size', async () => {
      const { store } = await setUp(openStore);
      const times = [minutes(3), minutes(1), '2026-03-01T00:05:00Z', minutes(2)];
      for (const time of times)
        await write(store, { words: [2, 1, 3].map((number) => sampleWord(guid(number), { time })) });
      await write(store, { words: [sampleWord(guid(1), { time: minutes(4) })] }, 'other');

      const order = ['2026-03-01T00:05:00Z', minutes(3), minutes(2), minutes(1)];
      const newestFirst = order.flatMap((time) =>
        [1, 2, 3].map((number) => sampleWord(guid(number), { time })),
      );
      for (const limit of [1, 2, 5, 12, 1000])
        expect(await readAll((page) => store.listWords('default', page), limit)).toEqual(newestFirst);
      expect((await store.listWords('other', { limit: 10 })).items).toHaveLength(1);
    });

    test('going through words gives each of those that were there, while new ones arrive', async () => {
      const { store, other } = await setUp(openStore);
      const words = Array.from({ length: 10 }, (_, at) => sampleWord(guid(at), { time: minutes(at) }));
      await write(store, { words });
      const seen: string[] = [];
      let page = await other.listWords('default', { limit: 3 });
      for (let at = 0; page.next !== undefined; at += 1) {
        seen.push(...page.items.map((word) => word.time));
        await write(store, { words: [sampleWord(guid(1), { time: minutes(100 + at) })] });
        page = await other.listWords('default', { limit: 3, after: page.next });
      }
      seen.push(...page.items.map((word) => word.time));

      expect(seen).toEqual(words.map((word) => word.time).toReversed());
    });

    test('a word that is put again for its time is replaced', async () => {
      const { store } = await setUp(openStore);
      await write(store, { words: [sampleWord(guid(1))] });

      await write(store, { words: [sampleWord(guid(1), { to: 'none' })] });

      expect((await store.listWords('default', { limit: 10 })).items).toEqual([
        sampleWord(guid(1), { to: 'none' }),
      ]);
    });

    test('words are dropped after 400 days with the runs and events of their time, expected entries never', async () => {
      const { store, clock } = await setUp(openStore);
      const days = (after: number) => minutes(after * 1440);
      await write(store, {
        runs: [sampleRun('old'), sampleRun('young', { startedAt: days(1) })],
        events: [sampleEvent('old'), sampleEvent('young', { time: days(1) })],
        words: [sampleWord(guid(1)), sampleWord(guid(2), { time: days(1) })],
      });
      await write(store, everythingExpected(1), EXPECTED_SPACE);

      clock.advance(400 * DAY_MS);
      await write(store, { identity: sampleRecord() });
      await write(store, { identity: sampleRecord() });
      expect(await readAll((page) => store.listWords('default', page))).toHaveLength(2);

      // The younger ones are 400 days old to the millisecond.
      clock.advance(DAY_MS);
      for (const events of [1, 2, 3]) await write(store, { identity: sampleRecord({ events }) });
      await write(store, { expectedOutbox: sampleOutbox(2) }, EXPECTED_SPACE);
      expect((await store.listWords('default', { limit: 10 })).items).toEqual([
        sampleWord(guid(2), { time: days(1) }),
      ]);
      expect((await store.listRuns({ limit: 10 })).items.map(({ id }) => id)).toEqual(['young']);
      expect((await store.listEvents({ limit: 10 })).items.map(({ id }) => id)).toEqual(['young']);
      expect((await store.listExpected({ limit: 10 })).items).toEqual(everythingExpected(1).putExpected);
      expect(await store.readExpectedOutbox()).toEqual(sampleOutbox(2));
    });

    test('any id of an expected entry and of a word is kept apart from every other', async () => {
      const { store } = await setUp(openStore);

      await write(store, { words: HOSTILE.map((id) => sampleWord(id)) });
      await write(store, { putExpected: HOSTILE.map((id) => sampleExpected(id)) }, EXPECTED_SPACE);

      for (const id of HOSTILE) expect(await store.readExpected(id)).toEqual(sampleExpected(id));
      const words = await readAll((page) => store.listWords('default', page), 5);
      const expected = await readAll((page) => store.listExpected(page), 5);
      expect(words.map((word) => word.subscriptionId)).toEqual(HOSTILE.toSorted());
      expect(expected.map((entry) => entry.subscriptionId)).toEqual(HOSTILE.toSorted());
    });

    test('an identity that is called like a space of its own kind, but for the mark, is another one', async () => {
      const { store, other } = await setUp(openStore);
      await writeAllSpaces(store, 1);
      const before = await dumpStore(store);
      const names = [
        'expected',
        'expected-',
        'delivery',
        'delivery-default',
        'Expected!',
        'checks',
        'checks-default',
      ];

      for (const name of names) await write(store, { identity: sampleRecord({ name }) }, name);
      for (const name of HOSTILE) await write(store, everythingDelivery(2), deliverySpace(name));
      for (const name of HOSTILE) await write(store, { checks: sampleChecks(2) }, checksSpace(name));

      expect(await dumpStore(other)).toEqual(before);
      for (const name of names) expect(await other.readIdentity(name)).toEqual(sampleRecord({ name }));
      for (const name of HOSTILE) expect(await other.readDelivery(name)).toEqual(sampleDelivery(2));
      for (const name of HOSTILE) expect(await other.readChecks(name)).toEqual(sampleChecks(2));
      expect(await other.readDelivery('another')).toBeUndefined();
    });

    test('runs and events of every space stand in the lists, and a run is found in any', async () => {
      const { store } = await setUp(openStore);
      await writeAllSpaces(store, 1);
      await write(store, { runs: [sampleRun('two', { identity: 'two', startedAt: minutes(2) })] }, 'two');
      const events = [sampleEvent('late', { time: minutes(5), type: 'expected.arrived' })];
      await write(store, { events }, EXPECTED_SPACE);

      const listed = await readAll((page) => store.listEvents(page), 1);
      expect(listed.map(({ id }) => id).slice(0, 1)).toEqual(['late']);
      expect(listed.map(({ id }) => id).sort()).toEqual(['checks-1', 'event-1', 'expected-1', 'late']);
      expect((await store.listRuns({ limit: 10 })).items.map(({ id }) => id)).toEqual(['two', 'run-1']);
      expect((await store.readRun('two'))?.identity).toBe('two');
    });
  });
}
