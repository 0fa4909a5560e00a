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
  let paths = await manifestFiles(folder);
  const manifests = new Set(paths);
  // Pages of one space never have the name of another's, as manifests do.
  const rest = new Map(
    (await storedFiles(folder))
      .filter((path) => !manifests.has(path))
      .map((path) => [path.split(/[\\/]/u).at(-1) ?? '', path]),
  );
  while (paths.length > 0) {
    const named: string[] = [];
    for (const path of paths)
      named.push(...((await readFile(path, 'utf8')).match(/[0-9a-f.]+\.page/gu) ?? []));
    paths = named.flatMap((name) => rest.get(name) ?? []);
    for (const name of named) rest.delete(name);
  }
  return [...rest.values()];
}
