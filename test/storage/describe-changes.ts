// The part of the store contract that says what a commit leaves behind.
import { describe, expect, test } from 'vitest';
import { LeaseLost, type Change } from '../../src/ports/store.ts';
import { sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun } from './samples.ts';
import { grant, LEASE_MS, readAll, setUp, write, type OpenStore } from './store-fixture.ts';

/** Anything may come as a name or an id: from settings, from Azure, from a URL. */
export const HOSTILE = [
  '../../etc/passwd',
  '..',
  '.',
  '',
  ' ',
  'CON',
  'con',
  'nul.json',
  'a/b\\c#d?e%f',
  'ü',
  'u\u0308',
  '🗼\ud83d',
  'line\nbreak\u0000\ttab',
  '__proto__',
  'constructor',
  'x'.repeat(3000),
  `${'x'.repeat(2999)}y`,
];

export function describeChanges(openStore: OpenStore): void {
  describe('changes', () => {
    test('an empty store can be used and knows nothing', async () => {
      const { store } = await setUp(openStore);

      await store.check();

      expect(await store.readIdentity('default')).toBeUndefined();
      expect(await store.readRow('default', guid(1))).toBeUndefined();
      expect(await store.readRun('run-1')).toBeUndefined();
      expect(await store.listRows('default', { limit: 10 })).toEqual({ items: [] });
      expect(await store.listRuns({ limit: 10 })).toEqual({ items: [] });
      expect(await store.listEvents({ limit: 10 })).toEqual({ items: [] });
      expect(await store.listWords('default', { limit: 10 })).toEqual({ items: [] });
      expect(await store.listExpected({ limit: 10 })).toEqual({ items: [] });
      expect(await store.readExpected(guid(1))).toBeUndefined();
      expect(await store.readExpectedOutbox()).toBeUndefined();
      expect(await store.readDelivery('default')).toBeUndefined();
    });

    test('everything comes back as it went in, to every process', async () => {
      const { store, other } = await setUp(openStore);

      await write(store, everything(1));

      for (const reader of [store, other]) {
        expect(await reader.readIdentity('default')).toEqual(everything(1).identity);
        expect(await reader.readRow('default', guid(1))).toEqual(sampleRow(guid(1), { events: 1 }));
        expect(await reader.listRows('default', { limit: 10 })).toEqual({ items: everything(1).putRows });
        expect(await reader.readRun('run-1')).toEqual(everything(1).runs?.[0]);
        expect(await reader.listRuns({ limit: 10 })).toEqual({ items: everything(1).runs });
        expect(await reader.listEvents({ limit: 10 })).toEqual({ items: everything(1).events });
        expect(await reader.listWords('default', { limit: 10 })).toEqual({ items: everything(1).words });
        await reader.check();
      }
    });

    test('what a change does not name stays', async () => {
      const { store } = await setUp(openStore);
      await write(store, everything(1));

      await write(store, {});
      await write(store, { putRows: [sampleRow(guid(2), { events: 9 })] });
      await write(store, { runs: [], events: [], putRows: [], deleteRows: [], words: [] });

      expect(await store.readIdentity('default')).toEqual(everything(1).identity);
      expect(await store.readRow('default', guid(1))).toEqual(sampleRow(guid(1), { events: 1 }));
      expect(await store.readRow('default', guid(2))).toEqual(sampleRow(guid(2), { events: 9 }));
      expect(await store.listRuns({ limit: 10 })).toEqual({ items: everything(1).runs });
      expect(await store.listEvents({ limit: 10 })).toEqual({ items: everything(1).events });
      expect(await store.listWords('default', { limit: 10 })).toEqual({ items: everything(1).words });
    });

    test('the same change twice is the same as once', async () => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store);

      await store.commit(lease, { ...everything(1), deleteRows: [guid(3)] });
      await store.commit(lease, { ...everything(1), deleteRows: [guid(3)] });

      expect(await store.listRows('default', { limit: 10 })).toEqual({ items: everything(1).putRows });
      expect(await store.listRuns({ limit: 10 })).toEqual({ items: everything(1).runs });
      expect(await store.listEvents({ limit: 10 })).toEqual({ items: everything(1).events });
      expect(await store.listWords('default', { limit: 10 })).toEqual({ items: everything(1).words });
    });

    test('rows that are deleted are gone, also those that were never there', async () => {
      const { store } = await setUp(openStore);
      await write(store, { putRows: [1, 2, 3].map((number) => sampleRow(guid(number))) });

      await write(store, { deleteRows: [guid(2), guid(4)], putRows: [sampleRow(guid(5))] });

      expect(await store.readRow('default', guid(2))).toBeUndefined();
      const rows = await readAll((page) => store.listRows('default', page));
      expect(rows.map((row) => row.subscriptionId)).toEqual([guid(1), guid(3), guid(5)]);

      await write(store, { deleteRows: [guid(1), guid(3), guid(5)] });
      expect(await store.listRows('default', { limit: 10 })).toEqual({ items: [] });

      await write(store, { putRows: [sampleRow(guid(2))] });
      expect(await store.readRow('default', guid(2))).toEqual(sampleRow(guid(2)));
    });

    test('a run and an event that are put again under their id are replaced, also under another time', async () => {
      const { store } = await setUp(openStore);
      await write(store, {
        runs: [sampleRun('a', { state: 'running' }), sampleRun('b', { startedAt: minutes(5) })],
        events: [sampleEvent('a'), sampleEvent('b', { time: minutes(5) })],
      });

      const run = sampleRun('a', { state: 'failed', startedAt: minutes(9) });
      const event = sampleEvent('a', { time: minutes(9) });
      await write(store, { runs: [run], events: [event] });

      expect(await store.readRun('a')).toEqual(run);
      expect((await store.listRuns({ limit: 10 })).items.map(({ id }) => id)).toEqual(['a', 'b']);
      expect((await store.listEvents({ limit: 10 })).items.map(({ id }) => id)).toEqual(['a', 'b']);
    });

    test('identities do not see or touch each other', async () => {
      const { store } = await setUp(openStore);
      await write(store, { identity: sampleRecord(), putRows: [sampleRow(guid(1))] }, 'default');

      await write(store, { identity: sampleRecord({ name: 'two' }), deleteRows: [guid(1)] }, 'two');

      expect(await store.readRow('default', guid(1))).toEqual(sampleRow(guid(1)));
      expect(await store.readRow('two', guid(1))).toBeUndefined();
      expect(await store.readIdentity('two')).toEqual(sampleRecord({ name: 'two' }));
    });

    test('where the lease is lost nothing at all is written', async () => {
      const { store, other, clock } = await setUp(openStore);
      const { lease } = await grant(store);
      await store.commit(lease, everything(1));
      clock.advance(LEASE_MS);
      await grant(other, 'run-2');

      await expect(store.commit(lease, { ...everything(2), deleteRows: [guid(2)] })).rejects.toThrow(
        LeaseLost,
      );

      expect(await other.readIdentity('default')).toEqual(everything(1).identity);
      expect(await other.listRows('default', { limit: 10 })).toEqual({ items: everything(1).putRows });
      expect(await other.listRuns({ limit: 10 })).toEqual({ items: everything(1).runs });
      expect(await other.listEvents({ limit: 10 })).toEqual({ items: everything(1).events });
      expect(await other.listWords('default', { limit: 10 })).toEqual({ items: everything(1).words });
    });

    test('calls that overlap all count', async () => {
      const { store } = await setUp(openStore);
      const { lease } = await grant(store);

      await Promise.all([
        ...Array.from({ length: 12 }, (_, at) =>
          store.commit(lease, { putRows: [sampleRow(guid(at))], runs: [sampleRun(`run-${at}`)] }),
        ),
        store.renewLease(lease, LEASE_MS),
        store.renewLease(lease, LEASE_MS),
      ]);

      expect((await store.listRows('default', { limit: 100 })).items).toHaveLength(12);
      expect((await store.listRuns({ limit: 100 })).items).toHaveLength(12);
    });

    test('any subscription, run and event id is kept apart from every other', async () => {
      const { store } = await setUp(openStore);

      await write(store, {
        putRows: HOSTILE.map((id, at) => sampleRow(id, { events: at })),
        runs: HOSTILE.map((id, at) => sampleRun(id, { events: at })),
        events: HOSTILE.map((id) => sampleEvent(id)),
      });

      for (const [at, id] of HOSTILE.entries()) {
        expect(await store.readRow('default', id)).toEqual(sampleRow(id, { events: at }));
        expect(await store.readRun(id)).toEqual(sampleRun(id, { events: at }));
      }
      const rows = await readAll((page) => store.listRows('default', page), 5);
      const runs = await readAll((page) => store.listRuns(page), 5);
      const events = await readAll((page) => store.listEvents(page), 5);
      expect(rows.map((row) => row.subscriptionId).sort()).toEqual(HOSTILE.toSorted());
      expect(runs.map(({ id }) => id).sort()).toEqual(HOSTILE.toSorted());
      expect(events.map(({ id }) => id).sort()).toEqual(HOSTILE.toSorted());
    });

    test('any identity name is kept apart from every other', async () => {
      const { store, other } = await setUp(openStore);

      for (const name of HOSTILE) await write(store, { identity: sampleRecord({ name }) }, name);

      for (const name of HOSTILE) expect(await other.readIdentity(name)).toEqual(sampleRecord({ name }));
    });
  });
}

/** One change to an identity's space that touches all there is in it, of which `generation` can be read everywhere. */
export function everything(
  generation: number,
): Required<Pick<Change, 'identity' | 'putRows' | 'runs' | 'events' | 'words'>> {
  return {
    identity: sampleRecord({ events: generation }),
    putRows: [sampleRow(guid(1), { events: generation }), sampleRow(guid(2), { events: generation })],
    runs: [sampleRun(`run-${generation}`, { startedAt: minutes(generation), events: generation })],
    events: [sampleEvent(`event-${generation}`, { time: minutes(generation) })],
    words: [sampleWord(guid(1), { time: minutes(generation) })],
  };
}
