// The part of the store contract that says in which order lists come and how one goes through them.
import { describe, expect, test } from 'vitest';
import {
  EXPECTED_SPACE,
  InvalidPageToken,
  type Page,
  type PageRequest,
  type StateStore,
} from '../../src/ports/store.ts';
import { sampleExpected, sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRow, sampleRun } from './samples.ts';
import { readAll, setUp, write, type OpenStore } from './store-fixture.ts';

export function describeLists(openStore: OpenStore): void {
  describe('lists', () => {
    test('rows come in the order of their subscription ids, whatever the page size', async () => {
      const { store } = await setUp(openStore);
      const ids = Array.from({ length: 30 }, (_, at) => guid((at * 7919) % 100_003));
      for (let at = 0; at < ids.length; at += 10)
        await write(store, { putRows: ids.slice(at, at + 10).map((id) => sampleRow(id)) });

      for (const limit of [1, 7, 29, 30, 1000]) {
        const rows = await readAll((page) => store.listRows('default', page), limit);
        expect(rows.map((row) => row.subscriptionId)).toEqual(ids.toSorted());
      }
    });

    test('a page is as long as asked for, and only the last one has no next', async () => {
      const { store } = await setUp(openStore);
      await write(store, { putRows: Array.from({ length: 6 }, (_, at) => sampleRow(guid(at))) });

      const first = await store.listRows('default', { limit: 3 });
      const second = await store.listRows('default', { limit: 3, after: first.next ?? '' });

      expect(first.items).toHaveLength(3);
      expect(first.next).toBeTypeOf('string');
      expect(second.items).toHaveLength(3);
      expect(second).not.toHaveProperty('next');
    });

    test('a thousand of 2,500 rows are one page', async () => {
      const { store } = await setUp(openStore);
      const rows = Array.from({ length: 2500 }, (_, at) => sampleRow(guid(at)));
      await write(store, { putRows: rows });

      const first = await store.listRows('default', { limit: 1000 });

      expect(first.items).toEqual(rows.slice(0, 1000));
      expect(await readAll((page) => store.listRows('default', page))).toEqual(rows);
    });

    test('runs and events come newest first, over all identities, however their times are written', async () => {
      const { store } = await setUp(openStore);
      const times = [minutes(3), '2026-03-01T00:01:00Z', minutes(5), '2026-03-01T00:04:00Z', minutes(2)];
      for (const [at, time] of times.entries()) {
        const identity = at % 2 ? 'one' : 'two';
        const id = `at-${Date.parse(time)}`;
        const runs = [sampleRun(id, { identity, startedAt: time })];
        await write(store, { runs, events: [sampleEvent(id, { identity, time })] }, identity);
      }

      const newestFirst = times.map((time) => `at-${Date.parse(time)}`).sort((a, b) => (a < b ? 1 : -1));
      for (const limit of [1, 2, 5, 1000]) {
        const runs = await readAll((page) => store.listRuns(page), limit);
        const events = await readAll((page) => store.listEvents(page), limit);
        expect(runs.map(({ id }) => id)).toEqual(newestFirst);
        expect(events.map(({ id }) => id)).toEqual(newestFirst);
      }
    });

    test('of many at the same time none is missed or given twice', async () => {
      const { store } = await setUp(openStore);
      for (const identity of ['one', 'two'])
        await write(
          store,
          { events: Array.from({ length: 15 }, (_, at) => sampleEvent(`${identity}-${at}`, { identity })) },
          identity,
        );

      for (const limit of [1, 4, 15]) {
        const events = await readAll((page) => store.listEvents(page), limit);
        expect(events).toHaveLength(30);
        expect(new Set(events.map(({ id }) => id)).size).toBe(30);
      }
    });

    test('identities that use the same ids at the same time keep both in the lists', async () => {
      const { store } = await setUp(openStore);
      for (const identity of ['one', 'two', 'three'])
        await write(store, { runs: [sampleRun('a', { identity }), sampleRun('b', { identity })] }, identity);

      const runs = await readAll((page) => store.listRuns(page), 1);

      expect(runs.map(({ id }) => id)).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
      expect(new Set(runs.map(({ identity }) => identity)).size).toBe(3);
    });

    test('going through events gives each of those that were there, while new ones arrive', async () => {
      const { store, other } = await setUp(openStore);
      const old = Array.from({ length: 10 }, (_, at) => sampleEvent(`old-${at}`, { time: minutes(at) }));
      await write(store, { events: old });
      const seen: string[] = [];
      let page = await other.listEvents({ limit: 3 });
      for (let at = 0; page.next !== undefined; at += 1) {
        seen.push(...page.items.map(({ id }) => id));
        await write(store, { events: [sampleEvent(`new-${at}`, { time: minutes(100 + at) })] });
        page = await other.listEvents({ limit: 3, after: page.next });
      }
      seen.push(...page.items.map(({ id }) => id));

      expect(seen).toEqual(old.map(({ id }) => id).toReversed());
    });

    test('going through rows gives each that stays, while others come, change and go', async () => {
      const { store, other } = await setUp(openStore);
      await write(store, { putRows: Array.from({ length: 20 }, (_, at) => sampleRow(guid(at * 2))) });
      const seen: string[] = [];
      let page = await other.listRows('default', { limit: 3 });
      for (let at = 0; page.next !== undefined; at += 1) {
        seen.push(...page.items.map((row) => row.subscriptionId));
        // The one that the token was made of may be the one that goes.
        const deleteRows = [guid(at * 6 + 4)];
        await write(store, { deleteRows, putRows: [sampleRow(guid(at * 2 + 1)), sampleRow(guid(38))] });
        page = await other.listRows('default', { limit: 3, after: page.next });
      }
      seen.push(...page.items.map((row) => row.subscriptionId));

      const even = seen.filter((id) => Number.parseInt(id, 16) % 2 === 0);
      expect(even).toEqual(Array.from({ length: 20 }, (_, at) => guid(at * 2)));
      expect(seen).toEqual([...new Set(seen)].sort());
    });

    test.each([
      ['', 'nothing'],
      ['x', 'a letter'],
      ['eyJ9', 'no JSON'],
      [Buffer.from('{"key":1}').toString('base64url'), 'another shape'],
      ['../../secret', 'a path'],
      ['\u0000', 'a control character'],
      ['%', 'a per cent sign'],
    ])('a token of %j (%s) is invalid for every list', async (after) => {
      const { store } = await setUp(openStore);
      await write(store, {
        putRows: [sampleRow(guid(1))],
        runs: [sampleRun('a')],
        events: [sampleEvent('a')],
      });

      for (const list of lists(store))
        await expect(list({ limit: 1, after })).rejects.toThrow(InvalidPageToken);
    });

    test('a token that was given out is no other token with something behind it', async () => {
      const { store } = await setUp(openStore);
      await write(store, {
        putRows: [1, 2].map((number) => sampleRow(guid(number))),
        runs: ['a', 'b'].map((id) => sampleRun(id)),
        events: ['a', 'b'].map((id) => sampleEvent(id)),
        words: [1, 2].map((number) => sampleWord(guid(number))),
      });
      const putExpected = [1, 2].map((number) => sampleExpected(guid(number)));
      await write(store, { putExpected }, EXPECTED_SPACE);

      for (const [at, list] of lists(store).entries()) {
        const { next } = await list({ limit: 1 });
        await expect(list({ limit: 1, after: `${next}!` })).rejects.toThrow(InvalidPageToken);
        expect((await list({ limit: 1, after: next ?? '' })).items).toHaveLength(1);
        for (const another of lists(store).filter((_, other) => other !== at))
          await expect(another({ limit: 1, after: next ?? '' })).rejects.toThrow(InvalidPageToken);
      }
    });
  });
}

function lists(store: StateStore): ((page: PageRequest) => Promise<Page<unknown>>)[] {
  return [
    (page) => store.listRows('default', page),
    (page) => store.listRuns(page),
    (page) => store.listEvents(page),
    (page) => store.listWords('default', page),
    (page) => store.listExpected(page),
  ];
}
