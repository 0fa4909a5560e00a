// Pages on the disk.
import { join } from 'node:path';
import { StoreUnavailable } from '../ports/store.ts';
import { checksum } from './checksum.ts';
import type { Disk } from './disk.ts';
import { createPageCache } from './page-cache.ts';
import type { Page } from './page.ts';
import { PageGone } from './with-newest.ts';

/** Reads a page by the folder it lies in and its reference: its file name, a space, its checksum. */
export type ReadPage = (folder: string, reference: string) => Promise<Page>;

export function createPageReader(disk: Disk): ReadPage {
  const cache = createPageCache();
  return (folder, reference) => {
    const [file = '', sum] = reference.split(' ');
    const path = join(folder, file);
    return cache.read(path, async () => {
      const text = await disk.read(path);
      if (text === undefined) throw new PageGone(`${path} is not there`);
      if (checksum(text) !== sum)
        throw new StoreUnavailable(
          `The file store in ${disk.folder} is damaged: ${path} is not what was written. Restore the folder from a copy.`,
        );
      return text;
    });
  };
}

/** The file name in a reference. */
export function fileOf(reference: string): string {
  return reference.slice(0, reference.indexOf(' '));
}
