// What is started once for all tests of a file, and goes after the last one.
import { afterAll } from 'vitest';
import type { Cleanup } from './keeper.ts';

/** To be called at the top level of a test file: a hook that is added later is never run. */
export function wholeFile(): Cleanup {
  const cleanups: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const clean of cleanups.toReversed()) await clean();
  });
  return { onTestFinished: (clean) => void cleanups.push(clean) };
}
