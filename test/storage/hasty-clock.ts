// A clock on which waiting takes no time.
import type { Clock } from '../../src/ports/clock.ts';

export function hasty(clock: Clock): Clock {
  return { now: () => clock.now(), wait: async () => undefined };
}
