// Pages on the disk. They never change, so one that was read once need not be read again while memory allows.
import { join } from 'node:path';
import { StoreUnavailable } from '../ports/store.ts';
import { checksum } from './checksum.ts';
import type { Disk } from './disk.ts';
import { parsePage, type Page } from './page.ts';

/** Characters of page text kept in memory by one store. */
const CACHE_CHARACTERS = 8_000_000;

/** The page was collected, as happens to a reader of a state that was replaced meanwhile: read the state again. */
export class PageGone extends Error {
  override readonly name = 'PageGone';
}

/** Reads a page by the folder it lies in and its reference: its file name, a space, its checksum. */
export type ReadPage = (folder: string, reference: string) => Promise<Page>;

export function createPageReader(disk: Disk): ReadPage {
  const cache = new Map<string, { page: Page; size: number }>();
  let held = 0;

  function keep(path: string, page: Page, size: number): void {
    if (size > CACHE_CHARACTERS / 4 || cache.has(path)) return;
    cache.set(path, { page, size });
    held += size;
    for (const [oldest, entry] of cache) {
      if (held <= CACHE_CHARACTERS) break;
      cache.delete(oldest);
      held -= entry.size;
    }
  }

  return async (folder, reference) => {
    const [file = '', sum] = reference.split(' ');
    const path = join(folder, file);
    const known = cache.get(path);
    if (known) {
      // Back to the young end.
      cache.delete(path);
      cache.set(path, known);
      return known.page;
    }
    const text = await disk.read(path);
    if (text === undefined) throw new PageGone(`${path} is not there`);
    if (checksum(text) !== sum)
      throw new StoreUnavailable(
        `The file store in ${disk.folder} is damaged: ${path} is not what was written. Restore the folder from a copy.`,
      );
    const page = parsePage(text);
    keep(path, page, text.length);
    return page;
  };
}

export function fileOf(reference: string): string {
  return reference.slice(0, reference.indexOf(' '));
}
