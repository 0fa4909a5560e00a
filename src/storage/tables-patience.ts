// Asks the table service with a time limit for each try and bounded retries, all within one deadline. The SDK's own
// retries are off: they wait a Retry-After of any length (facts: azure-wire.md §6.6).
import { randomInt } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import { startDeadline, type Deadline } from '../ports/deadline.ts';
import { toStoreUnavailable, toTablesFailure, type TablesFailure } from './tables-failure.ts';

export interface Limits {
  /** For one request. */
  tryMs: number;
  /** For one request and its repetitions. */
  callMs: number;
}

/** Two tries that hang fit into a call. */
export const LIMITS: Limits = { tryMs: 30_000, callMs: 65_000 };

const TRIES = 5;
const FIRST_BACKOFF_MS = 200;
/** However long the service asks to wait. */
const LONGEST_WAIT_MS = 10_000;

export interface Question<T> {
  /** What is asked, after 'could not', for the message of a failure. */
  what: string;
  /** One request; gets the signal that ends it. */
  attempt: (signal: AbortSignal) => Promise<T>;
  /** A failure that is an answer: its value, or undefined where it is none. */
  answer?: (failure: TablesFailure) => { value: T } | undefined;
  /** 5 unless told. */
  tries?: number;
}

/** @throws StoreUnavailable */
export async function askTables<T>(question: Question<T>, clock: Clock, limits: Limits): Promise<T> {
  const deadline = startDeadline(limits.callMs, clock);
  try {
    return await askUntil(question, clock, limits, deadline);
  } finally {
    deadline.end();
  }
}

async function askUntil<T>(
  { what, attempt, answer, tries = TRIES }: Question<T>,
  clock: Clock,
  limits: Limits,
  deadline: Deadline,
): Promise<T> {
  for (let done = 1; ; done += 1) {
    try {
      return await tryOnce(attempt, limits.tryMs, deadline.signal);
    } catch (error) {
      const failure = error instanceof TimedOut ? TIMED_OUT : toTablesFailure(error, clock.now());
      const answered = answer?.(failure);
      if (answered) return answered.value;
      const waitMs = Math.min(failure.retryAfterMs ?? backoffMs(done), LONGEST_WAIT_MS);
      const isEnough = !failure.retryable || done >= tries || waitMs >= deadline.remainingMs();
      if (isEnough) throw toStoreUnavailable(what, failure);
      await deadline.wait(waitMs).catch(() => {
        throw toStoreUnavailable(what, failure);
      });
    }
  }
}

class TimedOut extends Error {}

const TIMED_OUT: TablesFailure = { code: 'TimedOut', retryable: true };

/** Ends in time whatever the attempt makes of its signal: a credential that hangs must not hang the run. */
async function tryOnce<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  tryMs: number,
  deadline: AbortSignal,
): Promise<T> {
  const limit = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = () => {
    reject(new TimedOut());
    limit.abort();
  };
  const timer = setTimeout(stop, tryMs);
  deadline.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([late, attempt(limit.signal)]);
  } finally {
    clearTimeout(timer);
    deadline.removeEventListener('abort', stop);
  }
}

function backoffMs(done: number): number {
  const fullMs = FIRST_BACKOFF_MS * 2 ** (done - 1);
  return fullMs / 2 + randomInt(fullMs / 2);
}
