// The bench of the start: it goes through, and each of its rows has a figure of both apps. What they are is no test's matter.
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTable } from '../../bench/start-table.ts';

test('a start of each app is measured, and all that it says of it is said', async () => {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  onTestFinished(() => log.mockRestore());

  await startTable(1);

  const [head = '', ...rows] = printed.slice(1);
  expect(head).toMatch(/hello world +Lighthouse Keeper/);
  expect(rows.map((row) => row.replaceAll(/ {2,}.*/g, ''))).toEqual([
    'code to load',
    'process to port',
    'of it loading the app',
    'first answer',
    'next answer',
    'process to first answer',
  ]);
  for (const row of rows)
    expect(row).toMatch(/(?: {2,}[\d.]+ (?:KB|ms)){2} {2,}[\d.]+ x {2,}-?[\d.]+ (?:KB|ms)$/);
});
