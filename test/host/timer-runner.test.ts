// One timer over time: a fake clock, a run that the test controls, and what is remembered.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseSchedule } from '../../local/host/schedule.ts';
import { memoryStatusStore } from '../../local/host/timer-status-store.ts';
import { TimerRunner } from '../../local/host/timers.ts';
import type { TimerInfo, TimerPorts } from '../../local/host/timers.ts';

const minute = 60_000;
const hour = 60 * minute;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:30:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function prepare(schedule: string, ports: Partial<TimerPorts> = {}) {
  const runs: (TimerInfo & { at: string })[] = [];
  const logs: string[] = [];
  const all: TimerPorts = {
    name: 'clock',
    schedule: parseSchedule(schedule),
    runOnStartup: false,
    useMonitor: true,
    store: memoryStatusStore(),
    now: () => new Date(),
    run: async (info) => {
      runs.push({ ...info, at: new Date().toISOString() });
      return { invocationId: 'some' };
    },
    log: (_level, message) => logs.push(message),
    ...ports,
  };
  return { runs, logs, store: all.store, timer: new TimerRunner(all) };
}

async function begin(schedule: string, ports: Partial<TimerPorts> = {}) {
  const prepared = prepare(schedule, ports);
  await prepared.timer.start();
  return prepared;
}

test('runs at each occurrence and shows the status of the runs before', async () => {
  const { runs } = await begin('0 0 * * * *');

  await vi.advanceTimersByTimeAsync(2 * hour);

  expect(runs.map(({ at }) => at)).toEqual(['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z']);
  expect(runs[0]).toMatchObject({
    IsPastDue: false,
    ScheduleStatus: { Last: '0001-01-01T00:00:00', Next: '2026-01-01T01:00:00+00:00' },
  });
  expect(runs[1]?.ScheduleStatus).toEqual({
    Last: '2026-01-01T01:00:00+00:00',
    Next: '2026-01-01T02:00:00+00:00',
    LastUpdated: '2026-01-01T01:00:00+00:00',
  });
});

test.each([
  ['below a minute', '*/20 * * * * *', {}],
  ['with useMonitor off', '0 * * * * *', { useMonitor: false }],
])('%s nothing is stored or shown, and nothing was ever missed', async (_name, schedule, ports) => {
  const { runs, store, timer } = await begin(schedule, ports);
  await vi.advanceTimersByTimeAsync(minute);
  await timer.stop();
  const restarted = await begin(schedule, { ...ports, store });
  await vi.advanceTimersByTimeAsync(1);

  expect(runs.length).toBeGreaterThan(0);
  expect(runs.every((run) => run.ScheduleStatus === null && !run.IsPastDue)).toBe(true);
  expect(await store.read('clock')).toBeUndefined();
  expect(restarted.runs).toEqual([]);
});

test('an occurrence missed while down is made up for at once, one time, as past due', async () => {
  const first = await begin('0 0 * * * *');
  await first.timer.stop();
  await vi.advanceTimersByTimeAsync(5 * hour);

  const { runs } = await begin('0 0 * * * *', { store: first.store });
  await vi.advanceTimersByTimeAsync(hour);

  expect(runs.map(({ at, IsPastDue }) => [at, IsPastDue])).toEqual([
    ['2026-01-01T05:30:00.000Z', true],
    ['2026-01-01T06:00:00.000Z', false],
  ]);
});

test('a restart without a missed occurrence runs nothing', async () => {
  const first = await begin('0 0 * * * *');
  await first.timer.stop();

  const { runs } = await begin('0 0 * * * *', { store: first.store });
  await vi.advanceTimersByTimeAsync(29 * minute);

  expect(runs).toEqual([]);
});

test('runOnStartup runs once at the start, not past due, and the schedule goes on', async () => {
  const { runs } = await begin('0 0 * * * *', { runOnStartup: true });

  await vi.advanceTimersByTimeAsync(30 * minute);

  expect(runs.map(({ at, IsPastDue }) => [at, IsPastDue])).toEqual([
    ['2026-01-01T00:30:00.000Z', false],
    ['2026-01-01T01:00:00.000Z', false],
  ]);
});

describe('a run by hand', () => {
  test('is not past due and leaves the status as it was', async () => {
    const { timer, store, runs } = await begin('0 0 * * * *');
    const before = await store.read('clock');

    const result = await timer.runByHand();

    expect(result).toEqual({ invocationId: 'some' });
    expect(runs[0]).toMatchObject({
      IsPastDue: false,
      ScheduleStatus: { Next: '2026-01-01T01:00:00+00:00' },
    });
    expect(await store.read('clock')).toEqual(before);
  });

  test('never overlaps with another run: each waits for the one before', async () => {
    const gates: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const { timer } = await begin('0 0 * * * *', {
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => gates.push(resolve));
        running -= 1;
        return { invocationId: 'some' };
      },
    });

    const byHand = [timer.runByHand(), timer.runByHand()];
    await vi.advanceTimersByTimeAsync(hour);
    expect(gates).toHaveLength(1);
    for (const index of [0, 1, 2]) {
      gates[index]?.();
      await vi.advanceTimersByTimeAsync(1);
    }
    await Promise.all(byHand);

    expect(gates).toHaveLength(3);
    expect(most).toBe(1);
  });
});

test('a run that rejects is logged, moves the status on, and the next one comes', async () => {
  let count = 0;
  const { logs, store } = await begin('0 0 * * * *', {
    run: async () => {
      count += 1;
      throw new Error('this must not end the process');
    },
  });

  await vi.advanceTimersByTimeAsync(2 * hour);

  expect(count).toBe(2);
  expect(logs.join()).toContain('this must not end the process');
  expect((await store.read('clock'))?.next.toISOString()).toBe('2026-01-01T03:00:00.000Z');
});

test('a run longer than its period is followed by the missed one at once', async () => {
  const starts: string[] = [];
  await begin('0 * * * * *', {
    run: async () => {
      starts.push(new Date().toISOString().slice(14, 19));
      if (starts.length === 1) await new Promise((resolve) => setTimeout(resolve, 90_000));
      return { invocationId: 'some' };
    },
  });

  await vi.advanceTimersByTimeAsync(3 * minute);

  expect(starts).toEqual(['31:00', '32:30', '33:00']);
});

test('a wait longer than setTimeout can hold ends when it should', async () => {
  vi.setSystemTime(new Date('2026-01-29T00:00:00Z'));
  const { runs } = await begin('0 0 0 1 3 *');

  await vi.advanceTimersByTimeAsync(30 * 24 * hour);
  expect(runs).toEqual([]);
  await vi.advanceTimersByTimeAsync(24 * hour);

  expect(runs.map(({ at }) => at)).toEqual(['2026-03-01T00:00:00.000Z']);
});

test('a clock that is set back by a month is noticed within a minute: the schedule goes by the new time', async () => {
  const { runs, store } = await begin('0 0 * * * *');
  await vi.advanceTimersByTimeAsync(hour);

  vi.setSystemTime(new Date('2025-12-01T00:30:00Z'));
  await vi.advanceTimersByTimeAsync(hour);

  expect(runs.map(({ at }) => at)).toEqual(['2026-01-01T01:00:00.000Z', '2025-12-01T01:00:00.000Z']);
  expect((await store.read('clock'))?.next.toISOString()).toBe('2025-12-01T02:00:00.000Z');
});

test('a clock that was set back while it was down: nothing was missed, and the schedule goes by the new time', async () => {
  const first = await begin('0 0 * * * *');
  await vi.advanceTimersByTimeAsync(hour);
  await first.timer.stop();

  vi.setSystemTime(new Date('2025-12-01T00:30:00Z'));
  const { runs } = await begin('0 0 * * * *', { store: first.store });
  await vi.advanceTimersByTimeAsync(hour);

  expect(runs.map(({ at, IsPastDue }) => [at, IsPastDue])).toEqual([['2025-12-01T01:00:00.000Z', false]]);
});

test('a clock that is set forward by a month is noticed within a minute, for one run', async () => {
  const { runs } = await begin('0 0 * * * *');

  vi.setSystemTime(new Date('2026-02-01T00:30:00Z'));
  await vi.advanceTimersByTimeAsync(minute);

  expect(runs).toHaveLength(1);
});

test('after stop() nothing runs any more, and stop() waits for the run under way', async () => {
  const finish = Promise.withResolvers<void>();
  let ended = false;
  const { timer } = await begin('0 0 * * * *', {
    run: async () => {
      await finish.promise;
      ended = true;
      return { invocationId: 'some' };
    },
  });
  await vi.advanceTimersByTimeAsync(30 * minute);

  const stopped = timer.stop().then(() => ended);
  finish.resolve();

  expect(await stopped).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('an occurrence that waits for a run by hand does not run any more after stop()', async () => {
  const finish = Promise.withResolvers<void>();
  let count = 0;
  const { timer } = await begin('0 0 * * * *', {
    run: async () => {
      count += 1;
      await finish.promise;
      return { invocationId: 'some' };
    },
  });
  const byHand = timer.runByHand();
  await vi.advanceTimersByTimeAsync(30 * minute);

  const stopped = timer.stop();
  finish.resolve();
  await Promise.all([byHand, stopped]);

  expect(count).toBe(1);
});

test('a store that fails is logged and does not stop the timer', async () => {
  const fail = async () => {
    throw new Error('disk is gone');
  };
  const { runs, logs } = await begin('0 0 * * * *', { store: { read: fail, write: fail } });

  await vi.advanceTimersByTimeAsync(30 * minute);

  expect(runs).toHaveLength(1);
  expect(logs.filter((message) => message.includes('disk is gone'))).toHaveLength(3);
});
