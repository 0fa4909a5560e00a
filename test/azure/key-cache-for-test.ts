// A cache of keys over an Entra and a clock that the test moves.
import { KeyCache } from '../../src/azure/key-cache.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';

export const MINUTE = 60 * SECOND;

/** Keys are published by the test; a key is its own name. */
export function start(...names: string[]) {
  const clock = testClock();
  const published = new Set(names);
  const entra = { isDown: false, asked: 0, before: async (): Promise<void> => undefined };
  const cache = new KeyCache(async () => {
    entra.asked += 1;
    await entra.before();
    if (entra.isDown) throw new Error('Entra is down.');
    return new Map([...published].map((name) => [name, name]));
  }, clock);
  const asked = () => entra.asked;
  return { clock, published, entra, cache, asked };
}
