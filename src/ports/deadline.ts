// A point in time after which nothing more is waited for: every run and every live check has one.
import type { Clock } from './clock.ts';

export interface Deadline {
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  /** 0 when the time is up, also where the clock says otherwise. */
  remainingMs(): number;
  /** Resolves after `ms`; rejects with DeadlineExceeded when the time is up first. */
  wait(ms: number): Promise<void>;
  /** The time is up now. */
  expire(): void;
  /** Frees the timer. */
  end(): void;
}

/** The time for something was up before it was done. Nobody knows what came of a request that was under way. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor() {
    super('The time for this was up.');
  }
}

/** To be ended when the work is done. The timer keeps no process alive. */
export function startDeadline(ms: number, clock: Clock): Deadline {
  const endsAt = clock.now().getTime() + ms;
  const controller = new AbortController();
  const expire = () => controller.abort(new DeadlineExceeded());
  const timer = setTimeout(expire, ms);
  timer.unref();
  return {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAt - clock.now().getTime())),
    wait: (waitMs) => clock.wait?.(waitMs) ?? waitFor(waitMs, controller.signal),
    expire,
    end: () => clearTimeout(timer),
  };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new DeadlineExceeded());
      return;
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    function stop(): void {
      clearTimeout(timer);
      reject(new DeadlineExceeded());
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
