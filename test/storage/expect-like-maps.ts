// A store against plain maps: after any changes, and after each reopening, it holds what they hold.
import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Clock } from '../../src/ports/clock.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { createMovableClock } from './movable-clock.ts';
import { guid, minutes, sampleEvent, sampleRow, sampleRun, START } from './samples.ts';
import { grant, readAll } from './store-fixture.ts';

const number = fc.integer({ min: 0, max: 30 });
const step = fc.record({
  put: fc.array(fc.tuple(number, fc.integer({ min: 0, max: 60_000 })), { maxLength: 12 }),
  remove: fc.array(number, { maxLength: 5 }),
  runs: fc.array(fc.tuple(number, number), { maxLength: 4 }),
  events: fc.array(fc.tuple(number, number), { maxLength: 6 }),
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
      const rows = new Map<string, unknown>();
      const runs = new Map<string, { startedAt: string }>();
      const events = new Map<string, { time: string }>();

      for (const { put, remove, reopen, limit, ...logs } of steps) {
        const putRows = put.map(([at, size]) => sampleRow(guid(at), { displayName: 'x'.repeat(size) }));
        const kept = new Set(putRows.map((row) => row.subscriptionId));
        const deleteRows = remove.map(guid).filter((id) => !kept.has(id));
        const putRuns = logs.runs.map(([id, at]) => sampleRun(`run-${id}`, { startedAt: minutes(at) }));
        const putEvents = logs.events.map(([id, at]) => sampleEvent(`event-${id}`, { time: minutes(at) }));
        for (const id of deleteRows) rows.delete(id);
        for (const row of putRows) rows.set(row.subscriptionId, row);
        for (const run of putRuns) runs.set(run.id, run);
        for (const event of putEvents) events.set(event.id, event);

        await store.commit(lease, { putRows, deleteRows, runs: putRuns, events: putEvents });
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
      }
      expect(await leftovers()).toEqual([]);
    }),
    { numRuns },
  );
}
