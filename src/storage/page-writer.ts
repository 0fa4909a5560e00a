// Writes the new pages of one commit, some at a time, and knows them all until the commit is done or given up.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { checksum } from './checksum.ts';
import type { Disk } from './disk.ts';
import { formatPage, type Page } from './page.ts';

/** Each waits for its own flush, so some overlap; more would only cost memory. */
const MOST_AT_ONCE = 8;

export interface PageWriter {
  /** @returns the reference; the page is on the disk when `finish` has returned */
  put(page: Page): Promise<string>;
  finish(): Promise<void>;
  /** Removes what it wrote, where the commit did not come about. */
  giveUp(): Promise<void>;
}

/** @param version of the manifest that is to name the pages: below it, what no manifest names is a leftover */
export function createPageWriter(disk: Disk, folder: string, version: number): PageWriter {
  const prefix = `${String(version).padStart(12, '0')}.${randomBytes(6).toString('hex')}`;
  const underWay = new Set<Promise<void>>();
  const written: string[] = [];
  let failure: { error: unknown } | undefined;

  async function write(path: string, text: string): Promise<void> {
    try {
      await disk.write(path, text);
    } catch (error) {
      failure ??= { error };
    }
  }

  function throwFailure(): void {
    // What the disk threw is passed on as it is.
    // oxlint-disable-next-line typescript/only-throw-error
    if (failure) throw failure.error;
  }

  return {
    async put(page) {
      while (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay);
      throwFailure();
      const text = formatPage(page);
      const file = `${prefix}.${written.length.toString(16)}.page`;
      const path = join(folder, file);
      written.push(path);
      const writing = write(path, text).finally(() => underWay.delete(writing));
      underWay.add(writing);
      return `${file} ${checksum(text)}`;
    },
    async finish() {
      await Promise.all(underWay);
      throwFailure();
      if (written.length > 0) await disk.syncFolder(folder);
    },
    async giveUp() {
      await Promise.all(underWay);
      for (const path of written) await disk.discard(path);
    },
  };
}
