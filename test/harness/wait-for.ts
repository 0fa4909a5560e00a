// Waits for a condition, never for a time: asks again until it holds, and says what it waited for where it never does.
import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 10;

/** The first value that is neither undefined nor false. @throws Error after `limitMs` */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 30_000,
): Promise<T> {
  const endsAt = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > endsAt) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
    await pause(ASK_EVERY_MS);
  }
}
