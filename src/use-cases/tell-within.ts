// Tells what a live call changed right after it, as long as its caller can be kept waiting: what is not told by then is
// told by the timer.
import { setTimeout as pause } from 'node:timers/promises';
import type { Keeper } from './keeper.ts';

/** Callers are answered within 30 s. */
const ANSWERED_AFTER_MS = 28_000;

/** @param startedAt when the caller began to wait */
export async function tellWithin({ tell, clock }: Keeper, startedAt: Date): Promise<void> {
  if (tell === undefined) return;
  const leftMs = ANSWERED_AFTER_MS - (clock.now().getTime() - startedAt.getTime());
  const waiting = new AbortController();
  const timeIsUp = pause(Math.max(0, leftMs), undefined, { ref: false, signal: waiting.signal });
  await Promise.race([tell(), timeIsUp.catch(() => undefined)]);
  waiting.abort();
}
