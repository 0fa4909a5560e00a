// Tells whether the store's folder serves, by the operations that a commit stands on, and leaves nothing behind.
import { StoreUnavailable } from '../ports/store.ts';
import { isSpentCheck, newCheckName } from './check-name.ts';
import type { Disk } from './disk.ts';

const PREFIX = 'check.';
const TEMPORARY = '.tmp';

/** @throws StoreUnavailable */
export async function checkDisk(disk: Disk, now: Date): Promise<void> {
  const name = `${PREFIX}${newCheckName(now)}`;
  await disk.makeFolder('.');
  try {
    await disk.write(`${name}${TEMPORARY}`, name);
    const linked = await disk.link(`${name}${TEMPORARY}`, name);
    if (!linked || (await disk.read(name)) !== name)
      throw new StoreUnavailable(`The file store in ${disk.folder} does not give back what was written.`);
  } finally {
    await disk.discard(`${name}${TEMPORARY}`);
    await disk.discard(name);
  }
  for (const found of await disk.list('.')) if (isLeftover(found, now)) await disk.discard(found);
}

/** What a check left that was killed. */
function isLeftover(file: string, now: Date): boolean {
  if (!file.startsWith(PREFIX)) return false;
  const end = file.endsWith(TEMPORARY) ? file.length - TEMPORARY.length : file.length;
  return isSpentCheck(file.slice(PREFIX.length, end), now);
}
