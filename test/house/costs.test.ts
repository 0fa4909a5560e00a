// docs/deploy.md, 'Costs': the table is worked out again from what it says, so that no number stands there alone.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const docs = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/deploy.md'), 'utf8');
const costs = docs.split('\n## Costs')[1]?.split('\n## ')[0] ?? '';

/** The numbers of the row that begins so, for 100, 1,000 and 10,000 subscriptions. */
function row(beginning: string): number[] {
  const found = costs
    .split('\n')
    .find((line) => line.replaceAll(/[*`]/g, '').replaceAll(/ +/g, ' ').startsWith(`| ${beginning}`))
    ?.split('|')
    .slice(2, 5);
  return (found ?? []).map((cell) => Number(cell.replaceAll(/[*$,\s]/g, '')));
}

const SIZES = [100, 1_000, 10_000];
const RUNS = 4 * 30;
const MINUTES = 30 * 24 * 60;
const FREE_GBS = 100_000;
const cents = (dollars: number) => Math.round(dollars * 100) / 100;

test.each([
  ['calls to Azure Resource Manager', (n: number) => RUNS * n],
  ['GB-s of the runs', (_: number, at: number) => RUNS * (row('seconds of one run')[at] ?? 0) * 2],
  ['GB-s of the delivery timer', () => MINUTES * 1 * 2],
  [
    'GB-s above',
    (_: number, at: number) =>
      Math.max(
        0,
        (row('GB-s of the runs')[at] ?? 0) + (row('GB-s of the delivery timer')[at] ?? 0) - FREE_GBS,
      ),
  ],
  ['compute', (_: number, at: number) => cents((row('GB-s above')[at] ?? 0) * 0.000026)],
  ['transactions on the table', (n: number) => RUNS * n + MINUTES],
  ['lease and timer blobs', () => MINUTES * 10],
  [
    'storage',
    (_: number, at: number) =>
      cents(
        ((row('transactions on the table')[at] ?? 0) * 0.00036 +
          (row('lease and timer blobs')[at] ?? 0) * 0.05) /
          10_000,
      ),
  ],
  ['a record of 1 KB for each call', (n: number) => cents((RUNS * n) / 1e6)],
  [
    'logs |',
    (_: number, at: number) =>
      cents(((row('logs of host and app')[at] ?? 0) + (row('a record of 1 KB')[at] ?? 0)) * 2.3),
  ],
  ['alerts', () => 4 * 0.5],
  [
    'together, about',
    (_: number, at: number) =>
      Math.round(
        ['compute', 'storage', 'logs |', 'alerts'].reduce((sum, each) => sum + (row(each)[at] ?? 0), 0),
      ),
  ],
  ['with PRIVATE_NETWORK', () => cents(2 * 720 * 0.01 + 2 * 0.5)],
] as const)('%s is what its arithmetic gives', (beginning, reckon) => {
  expect(row(beginning)).toEqual(SIZES.map((size, at) => reckon(size, at)));
});

test('the seconds of a run are within a tenth of S × 0.3 s ÷ 16 and a second', () => {
  for (const [at, size] of SIZES.entries()) {
    const reckoned = (size * 0.3) / 16 + 1;
    expect(Math.abs((row('seconds of one run')[at] ?? 0) - reckoned) / reckoned).toBeLessThan(0.1);
  }
});
