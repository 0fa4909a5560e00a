// Pages never change, so one that was read once need not be read again while memory allows.
import { parsePage, type Page } from './page.ts';

/** Characters of page text kept in memory by one store. */
const CACHE_CHARACTERS = 8_000_000;

export interface PageCache {
  /** @param load gives the text of the page of this name, where it is not at hand */
  read(name: string, load: () => Promise<string>): Promise<Page>;
}

export function createPageCache(): PageCache {
  const cache = new Map<string, { page: Page; size: number }>();
  let held = 0;

  function keep(name: string, page: Page, size: number): void {
    if (size > CACHE_CHARACTERS / 4 || cache.has(name)) return;
    cache.set(name, { page, size });
    held += size;
    for (const [oldest, entry] of cache) {
      if (held <= CACHE_CHARACTERS) break;
      cache.delete(oldest);
      held -= entry.size;
    }
  }

  return {
    async read(name, load) {
      const known = cache.get(name);
      if (known) {
        // Back to the young end.
        cache.delete(name);
        cache.set(name, known);
        return known.page;
      }
      const text = await load();
      const page = parsePage(text);
      keep(name, page, text.length);
      return page;
    },
  };
}
