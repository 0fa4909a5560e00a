// The part of the store contract that says what is forgotten, and when.
import { describe, expect, test } from 'vitest';
import { EXPECTED_SPACE } from '../../src/ports/store.ts';
import { everythingExpected, sampleOutbox, sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun } from './samples.ts';
import { readAll, setUp, write, type OpenStore } from './store-fixture.ts';

const DAY_MS = 86_400_000;

export function describeRetention(openStore: OpenStore): void {
  describe('after 400 days', () => {
    test('runs and events are dropped after 400 days, and rows are not', async () => {
      const { store, clock } = await setUp(openStore);
      await write(store, {
        putRows: [sampleRow(guid(1))],
        runs: [sampleRun('old'), sampleRun('young', { startedAt: minutes(24 * 60) })],
        events: [sampleEvent('old'), sampleEvent('young', { time: minutes(24 * 60) })],
      });

      clock.advance(400 * DAY_MS);
      await write(store, { runs: [sampleRun('new', { startedAt: clock.now().toISOString() })] });
      expect((await store.listRuns({ limit: 10 })).items.map(({ id }) => id)).toEqual([
        'new',
        'young',
        'old',
      ]);

      // The run 'young' is 400 days old to the millisecond.
      clock.advance(DAY_MS);
      await write(store, { identity: sampleRecord() });
      expect((await store.listRuns({ limit: 10 })).items.map(({ id }) => id)).toEqual(['new', 'young']);
      expect((await store.listEvents({ limit: 10 })).items.map(({ id }) => id)).toEqual(['young']);
      expect(await store.readRun('old')).toBeUndefined();
      expect(await store.readRow('default', guid(1))).toBeDefined();

      // An id that was dropped is as good as new.
      const again = sampleEvent('old', { time: clock.now().toISOString() });
      await write(store, { events: [again] });
      await write(store, { events: [again] });
      expect((await store.listEvents({ limit: 10 })).items.map(({ id }) => id)).toEqual(['old', 'young']);
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
  });
}
