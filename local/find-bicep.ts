// Where the Bicep compiler is: in the cache that `npm run get-bicep` fills, else on the PATH.
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The one that infra/ is written for. */
export const BICEP_VERSION = '0.49.2';

const PROGRAM = process.platform === 'win32' ? 'bicep.exe' : 'bicep';

/** Not in git. */
export const BICEP_CACHE = join(resolve(import.meta.dirname, '..'), '.cache', 'bicep', BICEP_VERSION);
export const CACHED_BICEP = join(BICEP_CACHE, PROGRAM);

/** Path of the program, or undefined where there is none. */
export function findBicep(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [CACHED_BICEP, ...places.map((folder) => join(folder, PROGRAM))].find((each) => existsSync(each));
}
