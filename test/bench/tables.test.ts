// The benches: each goes through, and each of its rows has its figures. What they are is no test's matter.
import { expect, onTestFinished, test, vi } from 'vitest';
import { scanTable } from '../../bench/scan-table.ts';
import { startTable } from '../../bench/start-table.ts';
import { storeTable } from '../../bench/store-table.ts';
import { telemetryTable } from '../../bench/telemetry-table.ts';

/** The lines that it prints, with a # for each figure. */
async function printedBy(table: () => Promise<void>): Promise<string[]> {
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  onTestFinished(() => log.mockRestore());
  await table();
  return printed.slice(1).map((line) => line.replaceAll(/-?\d+(?:\.\d+)?/g, '#').replaceAll(/ {2,}/g, '  '));
}

test('the scan, beside the serial loop and alone', async () => {
  const printed = await printedBy(() => scanTable({ beside: [3], alone: 4 }));

  expect(printed.map((line) => line.trim())).toEqual([
    'subscriptions  program  wall time  calls  peak RSS  ratio',
    '#  serial loop  # s  #  # MB',
    '#  Lighthouse Keeper  # s  #  # MB  # x',
    '#  Lighthouse Keeper  # s  #  # MB',
  ]);
});

test('the stores', async () => {
  expect(await printedBy(() => storeTable(10))).toEqual([
    'step  file store  Tables  Tables / file  peak RSS, file  Tables',
    'first run, all rows new  # ms  # ms  #  # MB  # MB',
    'quiet run  # ms  # ms  #  # MB  # MB',
    'full read, page by page  # ms  # ms  #  # MB  # MB',
  ]);
});

test('the telemetry', async () => {
  expect(await printedBy(() => telemetryTable(10))).toEqual([
    'not watched  # µs',
    'watched, no SDK  # µs',
    'watched, SDK  # µs',
  ]);
});

test('the start', async () => {
  expect(await printedBy(() => startTable(1))).toEqual([
    expect.stringMatching(/hello world {2}Lighthouse Keeper {2}ratio {2}more$/),
    'code to load  # KB  # KB  # x  # KB',
    'process to port  # ms  # ms  # x  # ms',
    'of it loading the app  # ms  # ms  # x  # ms',
    'first answer  # ms  # ms  # x  # ms',
    'next answer  # ms  # ms  # x  # ms',
    'process to first answer  # ms  # ms  # x  # ms',
  ]);
});
