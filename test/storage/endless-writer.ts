// A process that commits one generation after the other and tells of each when it is in, until it is killed.
import { openFileStore } from '../../src/storage/file-store.ts';
import { sampleWord } from './sample-spaces.ts';
import { guid, minutes, sampleEvent, sampleRecord, sampleRow, sampleRun } from './samples.ts';

const [folder = '', ahead = '0'] = process.argv.slice(2);
// Ahead of the process that was killed before, whose lease is over for this one.
const clock = { now: () => new Date(Date.now() + Number(ahead)) };
const store = openFileStore({ folder, clock });
const answer = await store.acquireLease('default', `writer-${process.pid}`, 600_000);
if (answer.kind === 'held') throw new Error(`The lease is held by ${answer.runId}`);

for (let generation = (await store.readIdentity('default'))?.events ?? 0; ;) {
  generation += 1;
  await store.commit(answer.lease, {
    identity: sampleRecord({ events: generation }),
    putRows: Array.from({ length: 200 }, (_, at) => sampleRow(guid(at), { events: generation })),
    runs: [sampleRun(`run-${generation}`, { startedAt: minutes(generation) })],
    events: [sampleEvent(`event-${generation}`, { time: minutes(generation) })],
    words: [sampleWord(guid(1), { time: minutes(generation) })],
  });
  process.stdout.write(`${generation}\n`);
}
