// How long Azure is waited for: what it asks for where that fits, growing pauses where it says nothing, 30 s for each
// try, and never past the deadline.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAzure } from '../../src/azure/patience.ts';
import { AzureFailure } from '../../src/ports/azure.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { startDeadline } from '../../src/ports/deadline.ts';
import { failureOf, toldDeadline } from './harness.ts';

function failing(details: { retryable?: boolean; retryAfterMs?: number } = {}): AzureFailure {
  return new AzureFailure('Azure answered 429.', {
    code: 'Throttled',
    status: 429,
    retryable: true,
    ...details,
  });
}

/** Fails as often as it is given failures, then gives `done`. */
function attempts(...failures: AzureFailure[]) {
  return vi.fn<() => Promise<string>>(async () => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return 'done';
  });
}

test('it waits as long as Azure asks', async () => {
  const deadline = toldDeadline();
  const attempt = attempts(failing({ retryAfterMs: 1_000 }), failing({ retryAfterMs: 60_000 }));

  const answer = await askAzure({ deadline, clock: systemClock }, attempt);

  expect(answer).toBe('done');
  expect(deadline.waitsMs).toEqual([1_000, 60_000]);
});

test('without a word of Azure it waits a little, and longer each time', async () => {
  const deadline = toldDeadline();
  const attempt = attempts(failing(), failing(), failing());

  await askAzure({ deadline, clock: systemClock }, attempt);

  const [first = 0, second = 0, third = 0, ...more] = deadline.waitsMs;
  expect([first >= 200 && first < 400, second >= 400 && second < 800, third >= 800 && third < 1_600]).toEqual(
    [true, true, true],
  );
  expect(more).toEqual([]);
});

test('after the fourth try it gives the last failure', async () => {
  const last = failing();
  const attempt = attempts(failing(), failing(), failing(), last, failing());

  const failure = await failureOf(askAzure({ deadline: toldDeadline(), clock: systemClock }, attempt));

  expect(failure).toBe(last);
  expect(attempt).toHaveBeenCalledTimes(4);
});

test('what is final is not asked again', async () => {
  const attempt = attempts(failing({ retryable: false }));

  await failureOf(askAzure({ deadline: toldDeadline(), clock: systemClock }, attempt));

  expect(attempt).toHaveBeenCalledTimes(1);
});

test('a Retry-After past the deadline is given up at once and said', async () => {
  const deadline = toldDeadline(1_500_000);
  const attempt = attempts(failing({ retryAfterMs: 3_600_000 }));

  const failure = await failureOf(askAzure({ deadline, clock: systemClock }, attempt));

  expect(deadline.waitsMs).toEqual([]);
  expect(failure).toMatchObject({ code: 'Throttled', status: 429, retryable: true, retryAfterMs: 3_600_000 });
  expect(failure.message).toBe('Azure answered 429. Azure asked to wait 3600 s, longer than this may take.');
});

test('where no time is left for our own pause, Azure is not said to have asked for it', async () => {
  const failure = await failureOf(
    askAzure({ deadline: toldDeadline(100), clock: systemClock }, attempts(failing())),
  );

  expect(failure.message).toBe('Azure answered 429. No time was left to ask again.');
});

test('after the deadline nothing is asked', async () => {
  const deadline = toldDeadline();
  const attempt = attempts();
  deadline.expire();

  const failure = await failureOf(askAzure({ deadline, clock: systemClock }, attempt));

  expect(failure).toMatchObject({ code: 'DeadlineExceeded', retryable: false });
  expect(attempt).not.toHaveBeenCalled();
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a try ends after 30 s, with its signal, and the next one may do better', async () => {
  const deadline = startDeadline(600_000, systemClock);
  const signals: AbortSignal[] = [];
  const asking = askAzure({ deadline, clock: systemClock }, async (signal) => {
    signals.push(signal);
    return signals.length === 1 ? new Promise<string>(() => undefined) : 'done';
  });

  await vi.advanceTimersByTimeAsync(29_999);
  const stoppedEarly = signals[0]?.aborted;
  await vi.advanceTimersByTimeAsync(1_000);
  const answer = await asking;

  expect([stoppedEarly, signals[0]?.aborted]).toEqual([false, true]);
  expect(answer).toBe('done');
  deadline.end();
});

test('four tries without an answer are a failure after some two minutes', async () => {
  const deadline = startDeadline(600_000, systemClock);
  const asking = failureOf(
    askAzure({ deadline, clock: systemClock }, async () => new Promise(() => undefined)),
  );

  await vi.advanceTimersByTimeAsync(123_000);
  const failure = await asking;

  expect(failure).toMatchObject({ code: 'TimedOut', retryable: true });
  expect(failure.message).toBe('No answer came within 30 s.');
  deadline.end();
});

test('the deadline ends a try in the middle, and a pause in the middle', async () => {
  const during = startDeadline(10_000, systemClock);
  const trying = failureOf(
    askAzure({ deadline: during, clock: systemClock }, async () => new Promise(() => undefined)),
  );
  const between = startDeadline(10_000, systemClock);
  const pausing = failureOf(
    askAzure({ deadline: between, clock: systemClock }, attempts(failing({ retryAfterMs: 9_000 }))),
  );

  await vi.advanceTimersByTimeAsync(5_000);
  between.expire();
  const [paused] = await Promise.all([pausing, vi.advanceTimersByTimeAsync(5_001)]);
  const tried = await trying;

  expect(tried.code).toBe('DeadlineExceeded');
  expect(paused.code).toBe('Throttled');
});

test('nothing is left behind: no timer and no listener', async () => {
  const deadline = toldDeadline();
  const add = vi.spyOn(deadline.signal, 'addEventListener');
  const remove = vi.spyOn(deadline.signal, 'removeEventListener');

  await askAzure({ deadline, clock: systemClock }, attempts(failing()));

  expect(vi.getTimerCount()).toBe(0);
  expect(remove).toHaveBeenCalledTimes(add.mock.calls.length);
});
