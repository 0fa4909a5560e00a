// The files of a store's folder as they lie there, found without the store's own code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files in the folder. */
export async function storedFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Paths of the manifests, the newest first. */
export async function manifestFiles(folder: string): Promise<string[]> {
  return (await storedFiles(folder))
    .filter((path) => path.endsWith('.json'))
    .sort()
    .toReversed();
}

/** Files that no manifest leads to by any way. */
export async function leftovers(folder: string): Promise<string[]> {
  const rest = new Map((await storedFiles(folder)).map((path) => [path.split(/[\\/]/u).at(-1) ?? '', path]));
  let names = [...rest.keys()].filter((name) => name.endsWith('.json'));
  while (names.length > 0) {
    const texts: string[] = [];
    for (const name of names) {
      const path = rest.get(name);
      rest.delete(name);
      if (path !== undefined) texts.push(await readFile(path, 'utf8'));
    }
    names = texts.flatMap((text) => text.match(/[0-9a-f.]+\.page/gu) ?? []);
  }
  return [...rest.values()];
}
