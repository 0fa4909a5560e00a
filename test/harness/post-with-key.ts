// POSTs with an Idempotency-Key to a small world.
import { onTestFinished } from 'vitest';
import { serveKeeper, type Answer, type Served, type ServeOptions } from './host.ts';
import { storyWorld } from './story-world.ts';
import { testClock } from './test-clock.ts';

export const RUNS = '/api/reconciliations';

export interface Post {
  path?: string;
  key: string;
  body?: string;
  headers?: Record<string, string>;
}

export function postTo({ call }: Pick<Served, 'call'>) {
  return ({ path = RUNS, key, body, headers }: Post): Promise<Answer> =>
    call(path, {
      method: 'POST',
      headers: { 'idempotency-key': key, ...headers },
      ...(body !== undefined && { body }),
    });
}

export async function serveStory(options: ServeOptions = {}) {
  const clock = testClock();
  const served = await serveKeeper({ onTestFinished }, { clock, cloud: { world: storyWorld() }, ...options });
  const runs = async () => (await served.store.listRuns({ limit: 100 })).items.length;
  return { ...served, clock, send: postTo(served), runs };
}

export const isReplayed = ({ headers }: Answer) => headers.get('idempotency-replayed');
