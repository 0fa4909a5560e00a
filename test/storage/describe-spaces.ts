// The part of the store contract that says what is kept in spaces of their own beside that of an identity, and that none of
// them touches another.
import { describe, expect, test } from 'vitest';
import { checksSpace, deliverySpace, EXPECTED_SPACE, LeaseLost, type Change } from '../../src/ports/store.ts';
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
import { SPACES, writeAllSpaces } from './all-spaces.ts';

export function describeSpaces(openStore: OpenStore): void {
  describe('spaces', () => {
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
