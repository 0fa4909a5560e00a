// Reads a paged listing of the store to its end, page by page.
import type { Page, PageRequest } from '../ports/store.ts';

const PAGE_SIZE = 1000;

/** @param limit items that are held at once, 1 to 1000 */
export async function* allPages<T>(
  readPage: (page: PageRequest) => Promise<Page<T>>,
  limit = PAGE_SIZE,
): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    const page: Page<T> = await readPage({ limit, ...(after !== undefined && { after }) });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
