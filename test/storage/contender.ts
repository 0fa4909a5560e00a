// A process that adds one to a number in the store, so many times, under the lease, beside others that do the same.
import { unlinkSync, writeFileSync } from 'node:fs';
import { systemClock } from '../../src/ports/clock.ts';
import { openTarget } from './open-target.ts';
import { sampleRecord, sampleRun } from './samples.ts';

const [target = '', proof = '', rounds = '0'] = process.argv.slice(2);
const store = openTarget(target, systemClock);

for (let done = 0; done < Number(rounds);) {
  const runId = `run-${process.pid}-${done}`;
  const answer = await store.acquireLease('default', runId, 600_000);
  if (answer.kind === 'held') continue;
  // Throws where another process holds the lease too.
  writeFileSync(proof, '', { flag: 'wx' });
  const count = (await store.readIdentity('default'))?.events ?? 0;
  const lease = await store.renewLease(answer.lease, 600_000);
  await store.commit(lease, {
    identity: sampleRecord({ events: count + 1 }),
    runs: [sampleRun(runId, { startedAt: new Date().toISOString() })],
  });
  unlinkSync(proof);
  await store.releaseLease(lease);
  done += 1;
}
