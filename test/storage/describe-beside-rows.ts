// The part of the store contract that says how words, expected entries and what checks keep are put and listed.
import { describe, expect, test } from 'vitest';
import { checksSpace, EXPECTED_SPACE } from '../../src/ports/store.ts';
import { HOSTILE } from './describe-changes.ts';
import { sampleChecked, sampleExpected, sampleWord } from './sample-spaces.ts';
import { guid, minutes } from './samples.ts';
import { readAll, setUp, write, type OpenStore } from './store-fixture.ts';

export function describeBesideRows(openStore: OpenStore): void {
  describe('words, expected entries and what checks keep', () => {
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
  });
}
