// A filtered page out of a store's listing: reads on until it is full, and remembers where it stopped.
import * as z from 'zod';
import { InvalidPageToken, type Page, type PageRequest } from '../ports/store.ts';

/** Where a reading stopped: the store's own place, and the last item taken from the page that begins there. */
const place = z.strictObject({
  list: z.enum(['subscriptions', 'runs', 'events', 'expected']),
  source: z.int().min(0),
  after: z.string().optional(),
  last: z.string().optional(),
});

export interface Source<T> {
  readPage: (page: PageRequest) => Promise<Page<T>>;
  idOf: (item: T) => string;
  /** Whether an id comes after that of an item that is gone since; ids that stand are found by themselves. */
  isAfter: (id: string, last: string) => boolean;
  /** Where the listing's own order proves that nothing behind this item is wanted any more. */
  endsAt?: (item: T) => boolean;
}

export interface FilteredPage<T> {
  items: T[];
  skipToken?: string;
}

const PAGE_SIZE = 500;

/**
 * @param list what is listed: the token of another list is refused
 * @param sources listings, one after the other
 * @throws InvalidPageToken
 */
export async function pageThrough<T>(
  list: z.infer<typeof place>['list'],
  sources: readonly Source<T>[],
  request: { top: number; skipToken: string | undefined; accept: (item: T) => boolean },
): Promise<FilteredPage<T>> {
  const items: T[] = [];
  let at: z.infer<typeof place> | undefined = readToken(list, request.skipToken, sources.length);
  while (at !== undefined) {
    const source: Source<T> | undefined = sources[at.source];
    if (source === undefined) break;
    const { after, last }: z.infer<typeof place> = at;
    const page = await source.readPage({ limit: PAGE_SIZE, ...(after !== undefined && { after }) });
    for (const item of itemsAfter(source, page.items, last)) {
      if (source.endsAt?.(item) === true) return { items };
      if (!request.accept(item)) continue;
      if (items.length === request.top) return { items, skipToken: writeToken(at) };
      items.push(item);
      at = { ...at, last: source.idOf(item) };
    }
    at =
      page.next === undefined
        ? { list, source: at.source + 1 }
        : { list, source: at.source, after: page.next };
  }
  return { items };
}

function itemsAfter<T>(
  { idOf, isAfter }: Source<T>,
  items: readonly T[],
  last: string | undefined,
): readonly T[] {
  if (last === undefined) return items;
  const index = items.findIndex((item) => idOf(item) === last);
  return index >= 0 ? items.slice(index + 1) : items.filter((item) => isAfter(idOf(item), last));
}

function writeToken(at: z.infer<typeof place>): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

function readToken(
  list: z.infer<typeof place>['list'],
  skipToken: string | undefined,
  sources: number,
): z.infer<typeof place> {
  if (skipToken === undefined) return { list, source: 0 };
  try {
    const at = place.parse(JSON.parse(Buffer.from(skipToken, 'base64url').toString('utf8')));
    if (at.list === list && at.source < sources) return at;
  } catch {
    // Falls through: whatever it is, it is none of ours.
  }
  throw new InvalidPageToken('is not a token of this list');
}
