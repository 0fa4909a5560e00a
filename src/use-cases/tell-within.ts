// Tells what a live call changed right after it, as long as its caller can be kept waiting: what is not told by then is
// told by the timer.
import type { Keeper } from './keeper.ts';

/** Callers are answered within 30 s. */
const ANSWERED_AFTER_MS = 28_000;

/** @param startedAt when the caller began to wait */
export async function tellWithin({ tell, clock }: Keeper, startedAt: Date): Promise<void> {
  if (tell === undefined) return;
  const leftMs = ANSWERED_AFTER_MS - (clock.now().getTime() - startedAt.getTime());
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, leftMs));
    timer.unref();
  });
  await Promise.race([tell(), timeIsUp]);
  clearTimeout(timer);
}
