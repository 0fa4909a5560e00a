// One identity's messages with all that telling them needs; the composition root makes one for each.
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Receiver } from '../ports/receiver.ts';
import type { StateStore } from '../ports/store.ts';
import type { Telemetry } from '../ports/telemetry.ts';

export interface Courier {
  identity: string;
  store: StateStore;
  clock: Clock;
  logger: Logger;
  telemetry: Telemetry;
  receivers: readonly Receiver[];
  /** From 0 up to 1: spreads the tries of what failed together. */
  random: () => number;
  /** Ids of letters that arrived while the store was away: they are not sent again, only their record is owed. */
  owed: Set<string>;
}
