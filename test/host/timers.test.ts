// Timer functions through the real library and a whole host: what their handlers see, and what a bad one breaks.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forget, timerRuns } from './fixtures/recorder.ts';
import { startFixtures, tempFolder } from './harness.ts';

const hourlyStatus = (folder: string) => join(folder, 'timers', 'Host.Functions.hourly', 'status');

beforeEach(forget);
afterEach(() => {
  vi.useRealTimers();
});

function runsOf(name: string) {
  return timerRuns.filter((run) => run.name === name).map(({ timer }) => timer);
}

test('a timer runs at its time; the handler sees the status in camelCase', async () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:30:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await startFixtures(['timers']);

  await vi.advanceTimersByTimeAsync(30 * 60_000);

  expect(runsOf('hourly')).toEqual([
    {
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: '0001-01-01T00:00:00',
        next: '2026-01-01T01:00:00+00:00',
        lastUpdated: '2026-01-01T00:30:00+00:00',
      },
    },
  ]);
  expect(runsOf('quick').length).toBe(90);
  expect(runsOf('quick')[0]).toMatchObject({ isPastDue: false, scheduleStatus: null });
  expect(runsOf('at-startup')).toHaveLength(1);
});

test('invokeTimer waits for the run and tells how it ended', async () => {
  const host = await startFixtures(['timers']);

  const good = await host.invokeTimer('hourly');
  const bad = await host.invokeTimer('failing');

  expect(runsOf('hourly')[0]?.isPastDue).toBe(false);
  expect(good.error).toBeUndefined();
  expect(bad.error).toMatchObject({ message: 'the timer failed' });
  expect(host.logs).toContainEqual(
    expect.objectContaining({ level: 'error', functionName: 'failing', invocationId: bad.invocationId }),
  );
  await expect(host.invokeTimer('unset')).rejects.toThrow('"unset"');
});

test('a timer that fails leaves the rest of the app alone', async () => {
  const host = await startFixtures(['timers']);

  await host.invokeTimer('failing');

  expect(await (await fetch(`${host.url}/api/beside`)).text()).toBe('still here');
});

test('an unset setting or a bad schedule takes out that timer alone, with the reason in the log', async () => {
  const host = await startFixtures(['timers'], { settings: { tick_schedule: '0 17 */6 * * *' } });

  const about = new Map(host.functions.map((fn) => [fn.name, fn]));
  expect(about.get('unset')?.disabled).toContain('NOT_SET_ANYWHERE');
  expect(about.get('five-fields')?.disabled).toContain('"0 * * * *"');
  expect(about.get('by-setting')).toEqual({ name: 'by-setting', type: 'timer', schedule: '0 17 */6 * * *' });
  expect(host.logs.some(({ functionName, level }) => functionName === 'unset' && level === 'error')).toBe(
    true,
  );
  expect(host.state).toBe('Running');
});

test('a timer that an app setting switches off does not come by itself', async () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:30:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await startFixtures(['timers'], { settings: { 'AzureWebJobs.hourly.Disabled': '1' } });

  await vi.advanceTimersByTimeAsync(60 * 60_000);

  expect(runsOf('hourly')).toEqual([]);
});

test('an occurrence missed while the host was down is made up for after a restart', async () => {
  const stateFolder = await tempFolder();
  let time = '2026-01-01T00:30:00Z';
  const now = () => new Date(time);
  const first = await startFixtures(['timers'], { stateFolder, now });
  await first.close();
  const stored: unknown = JSON.parse(await readFile(hourlyStatus(stateFolder), 'utf8'));
  time = '2026-01-01T05:30:00Z';

  const second = await startFixtures(['timers'], { stateFolder, now });
  await vi.waitFor(() => expect(runsOf('hourly')).toHaveLength(1));
  await second.close();

  expect(stored).toEqual({
    Last: '0001-01-01T00:00:00',
    Next: '2026-01-01T01:00:00+00:00',
    LastUpdated: '2026-01-01T00:30:00+00:00',
  });
  expect(runsOf('hourly')[0]?.isPastDue).toBe(true);
  expect(JSON.parse(await readFile(hourlyStatus(stateFolder), 'utf8'))).toMatchObject({
    Last: '2026-01-01T05:30:00+00:00',
    Next: '2026-01-01T06:00:00+00:00',
  });
});

test('a stored status that cannot be read is said and begun anew', async () => {
  const stateFolder = await tempFolder();
  await mkdir(join(hourlyStatus(stateFolder), '..'), { recursive: true });
  await writeFile(hourlyStatus(stateFolder), '{"Last":');

  const host = await startFixtures(['timers'], { stateFolder, now: () => new Date('2026-01-01T00:30:00Z') });

  expect(host.logs).toContainEqual(expect.objectContaining({ level: 'warning', functionName: 'hourly' }));
  expect(JSON.parse(await readFile(hourlyStatus(stateFolder), 'utf8'))).toMatchObject({
    Next: '2026-01-01T01:00:00+00:00',
  });
});
