// The part of the store contract that says what a reader sees while another process commits.
import { describe, expect, test } from 'vitest';
import type { Change, Lease, StateStore } from '../../src/ports/store.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun } from './samples.ts';
import { grant, setUp, type OpenStore } from './store-fixture.ts';

const GENERATIONS = 25;
const ROWS = 40;

export function describeReaders(openStore: OpenStore): void {
  describe('readers beside a writer', () => {
    test('whoever sees a part of a commit finds all of it', async () => {
      const { store, other } = await setUp(openStore);
      const { lease } = await grant(store);
      const seen = new Set<number>();

      await whileWriting(store, lease, async () => {
        const generation = (await other.readIdentity('default'))?.events ?? 0;
        seen.add(generation);
        if (generation === 0) return;
        expect((await other.readRow('default', guid(3)))?.events).toBeGreaterThanOrEqual(generation);
        expect(await other.readRun(`run-${generation}`)).toBeDefined();
        const [event] = (await other.listEvents({ limit: 1 })).items;
        expect(Date.parse(event?.time ?? '')).toBeGreaterThanOrEqual(Date.parse(minutes(generation)));
      });

      expect(seen.size).toBeGreaterThan(2);
    });

    test('one page of rows is of one commit', async () => {
      const { store, other } = await setUp(openStore);
      const { lease } = await grant(store);
      await store.commit(lease, generationOf(0));

      await whileWriting(store, lease, async () => {
        const { items } = await other.listRows('default', { limit: ROWS });
        expect(items).toHaveLength(ROWS);
        expect(new Set(items.map((row) => row.events)).size).toBe(1);
      });

      expect((await other.readRow('default', guid(0)))?.events).toBe(GENERATIONS);
    });
  });
}

/** Commits one generation after the other, and reads over and over until the last one is in, and once more. */
async function whileWriting(store: StateStore, lease: Lease, read: () => Promise<void>): Promise<void> {
  const writer = { done: false };

  async function writeAll(): Promise<void> {
    try {
      for (let generation = 1; generation <= GENERATIONS; generation += 1)
        await store.commit(lease, generationOf(generation));
    } finally {
      writer.done = true;
    }
  }

  async function readOn(): Promise<void> {
    while (!writer.done) await read();
    await read();
  }

  await Promise.all([writeAll(), readOn()]);
}

function generationOf(generation: number): Change {
  return {
    identity: sampleRecord({ events: generation }),
    putRows: Array.from({ length: ROWS }, (_, at) => sampleRow(guid(at), { events: generation })),
    runs: [sampleRun(`run-${generation}`, { startedAt: minutes(generation) })],
    events: [sampleEvent(`event-${generation}`, { time: minutes(generation) })],
  };
}
