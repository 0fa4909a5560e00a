// The system clock as a port, so that a test can let a month go by.

export interface Clock {
  now(): Date;
  /** Resolves after `ms`; without it waits are ordinary timers. A test's clock need not wait. */
  wait?(ms: number): Promise<void>;
}

export const systemClock: Clock = { now: () => new Date() };
