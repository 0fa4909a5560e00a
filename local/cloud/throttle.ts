// ARM's request limits: token buckets by subscription and principal, by subscription, and by tenant and principal.

export type OperationKind = 'reads' | 'writes' | 'deletes';

interface Bucket {
  size: number;
  refillPerSecond: number;
}

/** Microsoft Learn, request-limits-and-throttling: the regional token buckets in force since 2024. */
export const THROTTLE_BUCKETS: Readonly<Record<'subscription' | 'tenant', Record<OperationKind, Bucket>>> = {
  subscription: {
    reads: { size: 250, refillPerSecond: 25 },
    deletes: { size: 200, refillPerSecond: 10 },
    writes: { size: 200, refillPerSecond: 10 },
  },
  tenant: {
    reads: { size: 250, refillPerSecond: 25 },
    deletes: { size: 200, refillPerSecond: 10 },
    writes: { size: 200, refillPerSecond: 10 },
  },
};

/** The same page: all principals of a subscription together; a recorded header of August 2024 shows 3750 - 2. */
export const GLOBAL_FACTOR = 15;

/** Buckets that stood still long enough are full again and need no memory: looked for past this many. */
const SWEEP_AT = 20_000;

export interface Taken {
  allowed: boolean;
  /** Whole calls left after this one. */
  remaining: number;
  /** Whole seconds until one more call fits; 0 when this one was allowed. */
  retryAfterSeconds: number;
}

interface Level extends Bucket {
  tokens: number;
  atMs: number;
}

export class Throttle {
  readonly #levels = new Map<string, Level>();
  #sweepAt = SWEEP_AT;

  /** Takes one call out of the bucket `key`. */
  take(key: string, bucket: Bucket, nowMs: number): Taken {
    const level = this.#level(key, bucket, nowMs);
    if (level.tokens < 1) {
      const seconds = Math.ceil((1 - level.tokens) / level.refillPerSecond);
      return { allowed: false, remaining: 0, retryAfterSeconds: Math.max(1, seconds) };
    }
    level.tokens -= 1;
    return { allowed: true, remaining: Math.floor(level.tokens), retryAfterSeconds: 0 };
  }

  #level(key: string, bucket: Bucket, nowMs: number): Level {
    const found = this.#levels.get(key);
    if (found === undefined) {
      if (this.#levels.size >= this.#sweepAt) this.#sweep(nowMs);
      const level = { ...bucket, tokens: bucket.size, atMs: nowMs };
      this.#levels.set(key, level);
      return level;
    }
    refill(found, nowMs);
    return found;
  }

  #sweep(nowMs: number): void {
    for (const [key, level] of this.#levels) {
      refill(level, nowMs);
      if (level.tokens >= level.size) this.#levels.delete(key);
    }
    // With a clock that stands still nothing is ever full again: sweep less often rather than at each call.
    this.#sweepAt = Math.max(SWEEP_AT, this.#levels.size * 2);
  }
}

function refill(level: Level, nowMs: number): void {
  const seconds = Math.max(0, nowMs - level.atMs) / 1000;
  level.tokens = Math.min(level.size, level.tokens + seconds * level.refillPerSecond);
  // Also where the clock was set back: else nothing comes in until the later time is there again.
  level.atMs = nowMs;
}
