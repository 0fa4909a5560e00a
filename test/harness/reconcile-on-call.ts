// A process of its own that does a run whenever a line comes, beside others that do the same, and says what came of it:
// 'once' asks once, 'until it ran' asks again while another one is at it. argv: a path where nothing lies, nor at any
// that begins like it.
import { unlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createApp } from '../../src/app.ts';
import { openStore } from '../../src/open-store.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { parseSettings } from '../../src/settings.ts';
import type { ReconcileAnswer } from '../../src/use-cases/reconcile.ts';
import { overStore } from './store-wraps.ts';

const [proof = ''] = process.argv.slice(2);
const parsed = parseSettings(process.env);
if (parsed.settings === undefined)
  throw new Error(`The settings are not valid: ${JSON.stringify(parsed.problems)}`);
const inner = openStore(parsed.settings, systemClock);
const store = overStore(inner, {
  acquireLease: async (...wanted) => {
    const answer = await inner.acquireLease(...wanted);
    // Throws where another process holds the lease too.
    if (answer.kind === 'granted') writeFileSync(proofOf(wanted[0]), '', { flag: 'wx' });
    return answer;
  },
  releaseLease: (lease) => {
    unlinkSync(proofOf(lease.identity));
    return inner.releaseLease(lease);
  },
});

/** For each space one. */
function proofOf(space: string): string {
  return `${proof}-${space}`;
}

const logger = {
  info: () => undefined,
  error: (...line: unknown[]) => void process.stderr.write(JSON.stringify(line)),
};
const service = await createApp(parsed, { store, logger }).openService();

async function run(): Promise<ReconcileAnswer | undefined> {
  return service?.reconcile('default', { trigger: 'timer', dryRun: false, budgetMs: 60_000 });
}

async function runUntilItRan(): Promise<ReconcileAnswer | undefined> {
  let answer = await run();
  while (answer?.kind === 'busy') answer = await run();
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = line === 'until it ran' ? await runUntilItRan() : await run();
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
