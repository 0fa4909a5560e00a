// A kept copy of the evidence of a month: it can be checked, and stays true.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { subscriptionOf } from '../harness/days.ts';
import type { EvidenceJson } from '../harness/evidence-shape.ts';
import { REPOSITORY, type Served } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';
import { DAY, type TestClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { serveEvidence, type EvidenceServed } from '../harness/evidence-served.ts';

const file = wholeFile();

let served: Served;
let clock: TestClock;
let march: EvidenceJson;
let read: EvidenceServed['read'];

beforeAll(async () => {
  ({ served, clock, march, read } = await serveEvidence(file));
});

describe('a kept copy', () => {
  /** The command of the README, as it stands there. */
  const [, command = ''] =
    /```sh\n(node --input-type=module[^`]*)```/.exec(readFileSync(join(REPOSITORY, 'README.md'), 'utf8')) ??
    [];

  function check(folder: string, copy: unknown): string {
    writeFileSync(join(folder, 'evidence.json'), JSON.stringify(copy, undefined, 2));
    const script = command.replace('evidence-2026-01.json', join(folder, 'evidence.json'));
    return execFileSync('bash', ['-c', script.replace(/^node/, `"${process.execPath}"`)], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    }).trim();
  }

  test('is found unchanged by the command of the README, and changed where a word of it is', async (t) => {
    const folder = await temporaryFolder(t);
    const [first, ...others] = march.subscriptions;
    const better = { ...first, days: first?.days.map((day) => ({ ...day, coverage: 'pec' })) };

    expect(check(folder, march)).toBe('unchanged');
    expect(check(folder, { ...march, generatedAt: '2030-01-01T00:00:00.000Z' })).toBe('unchanged');
    expect(check(folder, { ...march, subscriptions: [better, ...others] })).toBe('CHANGED');
    expect(check(folder, { ...march, runs: march.runs.slice(1) })).toBe('CHANGED');
  });

  test('of a month that is over has the same hash for good', async () => {
    clock.advance(30 * DAY);
    subscriptionOf(served.cloud.world, 2).offers = [];
    await served.post('/api/reconciliations');

    expect(await read('2024-03')).toEqual(march);
  });
});
