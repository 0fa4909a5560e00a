// A clock that stands until the test moves it. It begins in the past, so that months may go by and a token of the
// simulated Entra, which keeps to the real time, is still good.
import type { Clock } from '../../src/ports/clock.ts';

export const SECOND = 1000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function testClock(start = '2024-03-01T06:17:00.000Z'): TestClock {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    // Nobody waits for a retry here: what is asked of the world is what counts.
    wait: async () => undefined,
    advance(by) {
      ms += by;
    },
  };
}
