// Asks Azure with a time limit for each try and bounded retries, all within the deadline. The SDKs' own retries are
// off: they wait a Retry-After of an hour, and do not know our deadline (facts: azure-wire.md §6.6).
import { randomInt } from 'node:crypto';
import { AzureFailure } from '../ports/azure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Deadline } from '../ports/deadline.ts';
import { noTelemetry, type Telemetry } from '../ports/telemetry.ts';
import { toAzureFailure } from './azure-failure.ts';

const TRY_LIMIT_MS = 30_000;
const RETRIES = 3;
const FIRST_BACKOFF_MS = 400;

export interface Patience {
  deadline: Deadline;
  clock: Clock;
  telemetry?: Telemetry | undefined;
  /** How long one try may take; 30 s by default. */
  tryLimitMs?: number | undefined;
}

/**
 * @param attempt one request; gets the signal that ends it
 * @param isWorthRetrying narrows what is asked again; by default every retryable failure
 * @throws AzureFailure
 */
export async function askAzure<T>(
  { deadline, clock, telemetry = noTelemetry, tryLimitMs = TRY_LIMIT_MS }: Patience,
  attempt: (signal: AbortSignal) => Promise<T>,
  isWorthRetrying: (failure: AzureFailure) => boolean = (failure) => failure.retryable,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await telemetry.retrying(tries - 1, () => tryOnce(deadline, tryLimitMs, attempt));
    } catch (error) {
      const failure = toAzureFailure(error, clock.now());
      if (tries > RETRIES || !isWorthRetrying(failure)) throw failure;
      const waitMs = failure.retryAfterMs ?? backoffMs(tries);
      if (waitMs >= deadline.remainingMs()) throw tooLong(failure, waitMs);
      await deadline.wait(waitMs).catch(() => {
        throw failure;
      });
    }
  }
}

async function tryOnce<T>(
  deadline: Deadline,
  limitMs: number,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, limitMs);
  deadline.signal.addEventListener('abort', stop, { once: true });
  try {
    deadline.signal.throwIfAborted();
    // The race is for what does not heed its signal: a credential that hangs must not hang the run.
    const stopped = rejectWhenAborted(limit.signal, deadline.signal, limitMs);
    return await Promise.race([stopped, attempt(limit.signal)]);
  } finally {
    clearTimeout(timer);
    deadline.signal.removeEventListener('abort', stop);
  }
}

function rejectWhenAborted(limit: AbortSignal, deadline: AbortSignal, limitMs: number): Promise<never> {
  return new Promise((_, reject) => {
    limit.addEventListener('abort', () => {
      const reason: unknown = deadline.aborted
        ? deadline.reason
        : new AzureFailure(`No answer came within ${limitMs / 1000} s.`, {
            code: 'TimedOut',
            retryable: true,
          });
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    });
  });
}

function backoffMs(tries: number): number {
  const fullMs = FIRST_BACKOFF_MS * 2 ** (tries - 1);
  return fullMs / 2 + randomInt(fullMs / 2);
}

function tooLong(failure: AzureFailure, waitMs: number): AzureFailure {
  const { code, status, retryAfterMs } = failure;
  const note =
    retryAfterMs === undefined
      ? 'No time was left to ask again.'
      : `Azure asked to wait ${Math.ceil(waitMs / 1000)} s, longer than this may take.`;
  return new AzureFailure(`${failure.message} ${note}`, { code, status, retryable: true, retryAfterMs });
}
