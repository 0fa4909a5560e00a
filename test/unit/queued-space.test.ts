// Writers of a shared space queue for it, one after the other. The queue itself holds on to nothing that they made.
import { setImmediate as nextTask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Lease, StateStore } from '../../src/ports/store.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { openQueuedSpace } from '../../src/use-cases/queued-space.ts';

const LEASE: Lease = {
  identity: 'checks!default',
  runId: 'run-1',
  token: 1,
  expiresAt: '2026-03-01T00:00:00.000Z',
};
const store = {
  acquireLease: async () => ({ kind: 'granted', lease: LEASE }),
  releaseLease: async () => undefined,
} as Partial<StateStore> as StateStore;

it('lets go of what a writer was given, for a run is given all its rows', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const space = openQueuedSpace(store, systemClock, LEASE.identity);
  const given = new WeakRef(await valueOf(space.change('run-1', async () => ({ rows: [1, 2, 3] }))));

  // What a WeakRef names is held until the task ends that made it.
  await nextTask();
  collect();

  expect(given.deref()).toBeUndefined();
});

it('goes on to the next writer where one failed', async () => {
  const space = openQueuedSpace(store, systemClock, LEASE.identity);

  const failed = space.change('run-1', () => Promise.reject(new Error('No more room.')));
  const next = space.change('run-2', async () => 'kept');

  await expect(failed).rejects.toThrow('No more room.');
  expect(await next).toEqual({ kind: 'done', value: 'kept' });
});

async function valueOf<T>(changed: Promise<{ kind: 'done'; value: T } | { kind: 'busy' }>): Promise<T> {
  const answer = await changed;
  if (answer.kind === 'busy') throw new Error('Nobody else is here.');
  return answer.value;
}
