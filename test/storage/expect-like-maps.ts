// A store against plain maps: after any changes, and after each reopening, it holds what they hold.
import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import type { WordChange } from '../../src/domain/word-change.ts';
import { EXPECTED_SPACE, type StateStore } from '../../src/ports/store.ts';
import { createMovableClock } from './movable-clock.ts';
import { sampleExpected, sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRow, sampleRun, START } from './samples.ts';
import { grant, readAll } from './store-fixture.ts';

const number = fc.integer({ min: 0, max: 30 });
const step = fc.record({
  put: fc.array(fc.tuple(number, fc.integer({ min: 0, max: 60_000 })), { maxLength: 12 }),
  remove: fc.array(number, { maxLength: 5 }),
  runs: fc.array(fc.tuple(number, number), { maxLength: 4 }),
  events: fc.array(fc.tuple(number, number), { maxLength: 6 }),
  words: fc.array(fc.tuple(number, number), { maxLength: 6 }),
  expect: fc.array(number, { maxLength: 6 }),
  forget: fc.array(number, { maxLength: 3 }),
  reopen: fc.boolean(),
  limit: fc.integer({ min: 1, max: 12 }),
});

/** A new, empty state: how to open it, and what lies in it that nobody needs. */
export interface StateUnderTest {
  open: (clock: Clock) => StateStore;
  leftovers: () => Promise<string[]>;
}

export async function expectLikeMaps(
  newState: () => Promise<StateUnderTest>,
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const { open, leftovers } = await newState();
      const clock = createMovableClock(START);
      let store = open(clock);
      const { lease } = await grant(store);
      const shared = (await grant(store, 'run-1', EXPECTED_SPACE)).lease;
      const rows = new Map<string, unknown>();
      const runs = new Map<string, { startedAt: string }>();
      const events = new Map<string, { time: string }>();
      const words = new Map<string, WordChange>();
      const expected = new Map<string, unknown>();

      for (const [nth, { put, remove, reopen, limit, forget, ...logs }] of steps.entries()) {
        const putRows = put.map(([at, size]) => sampleRow(guid(at), { displayName: 'x'.repeat(size) }));
        const kept = new Set(putRows.map((row) => row.subscriptionId));
        const deleteRows = remove.map(guid).filter((id) => !kept.has(id));
        const putRuns = logs.runs.map(([id, at]) => sampleRun(`run-${id}`, { startedAt: minutes(at) }));
        const putEvents = logs.events.map(([id, at]) => sampleEvent(`event-${id}`, { time: minutes(at) }));
        const putWords = logs.words.map(([id, at]) => sampleWord(guid(id), { time: minutes(at) }));
        const putExpected = logs.expect.map((id) => sampleExpected(guid(id), { events: nth }));
        const wanted = new Set(putExpected.map((entry) => entry.subscriptionId));
        const deleteExpected = forget.map(guid).filter((id) => !wanted.has(id));
        for (const id of deleteRows) rows.delete(id);
        for (const row of putRows) rows.set(row.subscriptionId, row);
        for (const run of putRuns) runs.set(run.id, run);
        for (const event of putEvents) events.set(event.id, event);
        for (const word of putWords) words.set(`${word.time} ${word.subscriptionId}`, word);
        for (const id of deleteExpected) expected.delete(id);
        for (const entry of putExpected) expected.set(entry.subscriptionId, entry);

        await store.commit(lease, { putRows, deleteRows, runs: putRuns, events: putEvents, words: putWords });
        await store.commit(shared, { putExpected, deleteExpected });
        if (reopen) store = open(clock);

        const ids = [...rows.keys()].sort();
        expect(await readAll((page) => store.listRows('default', page), limit)).toEqual(
          ids.map((id) => rows.get(id)),
        );
        const runsNow = await readAll((page) => store.listRuns(page), limit);
        expect(new Map(runsNow.map((run) => [run.id, run]))).toEqual(runs);
        expect(runsNow).toHaveLength(runs.size);
        expect(runsNow.map((run) => run.startedAt)).toEqual(
          runsNow
            .map((run) => run.startedAt)
            .sort()
            .toReversed(),
        );
        const eventsNow = await readAll((page) => store.listEvents(page), limit);
        expect(new Map(eventsNow.map((event) => [event.id, event]))).toEqual(events);
        expect(eventsNow).toHaveLength(events.size);
        expect(eventsNow.map(({ time }) => time)).toEqual(
          eventsNow
            .map(({ time }) => time)
            .sort()
            .toReversed(),
        );
        expect(await readAll((page) => store.listWords('default', page), limit)).toEqual(
          [...words.values()].sort(newestFirst),
        );
        expect(await readAll((page) => store.listExpected(page), limit)).toEqual(
          [...expected.keys()].sort().map((id) => expected.get(id)),
        );
      }
      expect(await leftovers()).toEqual([]);
    }),
    { numRuns },
  );
}

function newestFirst(a: WordChange, b: WordChange): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return a.subscriptionId < b.subscriptionId ? -1 : 1;
}
