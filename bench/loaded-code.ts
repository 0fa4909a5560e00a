// What loading a bundle reads: the file itself and the parts that it imports at once, not those that it imports when they
// are needed.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const STATIC_IMPORT = /(?:^|[;}\n])import(?:[\w*{},$\s]*from)?"(\.[^"]+)"/g;

/** @returns the code of each file by its path */
export async function loadedCode(
  file: string,
  read = new Map<string, string>(),
): Promise<Map<string, string>> {
  if (read.has(file)) return read;
  const code = await readFile(file, 'utf8');
  read.set(file, code);
  for (const [, part = ''] of code.matchAll(STATIC_IMPORT))
    await loadedCode(resolve(dirname(file), part), read);
  return read;
}
