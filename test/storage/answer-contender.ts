// A process that claims one id after the other, beside others that do the same, and answers each with its own number
// where the work fell to it. Prints the answers that it saw.
import { readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/ports/clock.ts';
import { claimOf, HOLD_MS, KEPT_MS } from './answer-samples.ts';
import { openTarget } from './open-target.ts';

const [target = '', folder = '', rounds = '0'] = process.argv.slice(2);
const store = openTarget(target, systemClock);
const seen: string[] = [];

// From the same moment on, or it would be no race.
writeFileSync(join(folder, `ready-${process.pid}`), '');
while (readdirSync(folder).filter((name) => name.startsWith('ready-')).length < 2) await pause(5);

for (let round = 0; round < Number(rounds);) {
  const claimed = await store.claimAnswer({ ...claimOf(round), holdMs: HOLD_MS });
  if (claimed.kind === 'held') continue;
  if (claimed.kind === 'kept') {
    seen.push(claimed.answer.body);
    round += 1;
    continue;
  }
  const proof = join(folder, String(round));
  // Throws where another process is at the same work, or was.
  writeFileSync(proof, '', { flag: 'wx' });
  const isGood = round % 3 > 0 || Math.random() < 0.5;
  if (isGood)
    await store.keepAnswer(claimed.hold, { status: 200, headers: {}, body: `${process.pid}` }, KEPT_MS);
  else {
    unlinkSync(proof);
    await store.freeAnswer(claimed.hold);
  }
}
process.stdout.write(JSON.stringify(seen));
