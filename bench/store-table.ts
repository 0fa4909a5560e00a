// The Tables store beside the file store, step by step on the same rows: wall time and peak memory of the process that
// uses it. Tables is an Azurite on this machine, in a process of its own: a real account is as far away as its network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzurite } from './azurite.ts';
import { measureStoreStep, type Measure, type StoreStep } from './child.ts';
import type { StorePlace } from './measured.ts';

const STEPS: [StoreStep, string][] = [
  ['first-run', 'first run, all rows new'],
  ['quiet-run', 'quiet run'],
  ['full-read', 'full read, page by page'],
];

export async function storeTable(rows = 10_000): Promise<void> {
  console.log(
    `\nThe stores with ${rows} rows, each step a process of its own; Tables on an Azurite beside it.\n`,
  );
  console.log(line(['step', 'file store', 'Tables', 'Tables / file', 'peak RSS, file', 'Tables']));
  const folder = mkdtempSync(join(tmpdir(), 'keeper-bench-'));
  const azurite = await startAzurite();
  try {
    const { connectionString } = azurite;
    const places: StorePlace[] = [{ folder }, { connectionString, tableName: 'bench' }];
    for (const [step, name] of STEPS) {
      const measures: Measure[] = [];
      for (const place of places) measures.push(await measureStoreStep(place, step, rows));
      console.log(row(name, measures));
    }
  } finally {
    await azurite.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name: string, [file, tables]: readonly Measure[]): string {
  if (file === undefined || tables === undefined) throw new Error('Both stores are measured.');
  const times = [file, tables].map(({ wallMs }) => `${wallMs.toFixed(0)} ms`);
  const memory = [file, tables].map(({ peakRssMb }) => `${peakRssMb.toFixed(0)} MB`);
  return line([name, ...times, (tables.wallMs / file.wallMs).toFixed(1), ...memory]);
}

function line(cells: string[]): string {
  const widths = [24, 10, 8, 13, 14, 7];
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ')
    .trimEnd();
}
