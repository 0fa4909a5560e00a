// A clock that stands until the test moves it.
import type { Clock } from '../../src/ports/clock.ts';

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function createMovableClock(start: Date): MovableClock {
  let ms = start.getTime();
  return {
    now: () => new Date(ms),
    advance(by) {
      ms += by;
    },
  };
}
