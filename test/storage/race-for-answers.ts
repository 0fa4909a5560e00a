// Two real processes that want the same answers, and what each of them heard.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * Fails where both did the same work.
 * @param target of the store, for open-target.ts
 */
export async function raceForAnswers(target: object, rounds: number): Promise<[string[], string[]]> {
  const proofs = await temporaryFolder();
  const contender = [
    join(import.meta.dirname, 'answer-contender.ts'),
    JSON.stringify(target),
    proofs,
    String(rounds),
  ];
  const heard = async () => {
    const { stdout } = await promisify(execFile)(process.execPath, contender);
    return JSON.parse(stdout) as string[];
  };
  return Promise.all([heard(), heard()]);
}
