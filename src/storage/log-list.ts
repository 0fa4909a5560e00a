// A page of a list that runs over the trees of all identities, which are merged in the order of their keys.
import type { Page, PageRequest } from '../ports/store.ts';
import type { Item } from './page.ts';
import { formatPageToken, parsePageToken, type Position } from './page-token.ts';
import type { Start, Tree } from './tree.ts';

export interface Source {
  /** Tells sources apart, and orders items of the same key. */
  name: string;
  tree: Tree;
}

/** @throws InvalidPageToken @throws RangeError where the limit is none */
export async function listPage<T>(
  list: Position['list'],
  sources: readonly Source[],
  { after, limit }: PageRequest,
): Promise<Page<T>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new RangeError(`A page of ${list} cannot have ${limit} items; expected 1 to 1000`);
  const position = after === undefined ? undefined : parsePageToken(list, after);
  const items: T[] = [];
  let last: Position | undefined;
  for await (const { source, item } of merge(sources, position)) {
    if (last && items.length === limit) return { items, next: formatPageToken(last) };
    items.push(JSON.parse(item.value) as T);
    last = { list, key: item.key, source };
  }
  return { items };
}

interface Cursor {
  source: string;
  rest: AsyncGenerator<Item, undefined>;
  head: Item | undefined;
}

async function* merge(
  sources: readonly Source[],
  position: Position | undefined,
): AsyncGenerator<{ source: string; item: Item }> {
  const cursors = await Promise.all(sources.map((source) => openCursor(source, position)));
  for (;;) {
    const first = cursors.filter(({ head }) => head).sort(byKeyThenSource)[0];
    if (!first?.head) return;
    yield { source: first.source, item: first.head };
    first.head = (await first.rest.next()).value;
  }
}

async function openCursor(source: Source, position: Position | undefined): Promise<Cursor> {
  // Of two sources with the same key the one whose name comes first was given out first.
  const start: Start | undefined = position && {
    key: position.key,
    inclusive: source.name > position.source,
  };
  const rest = source.tree.scan(start);
  return { source: source.name, rest, head: (await rest.next()).value };
}

function byKeyThenSource(a: Cursor, b: Cursor): number {
  const keys = compare(a.head?.key ?? '', b.head?.key ?? '');
  return keys === 0 ? compare(a.source, b.source) : keys;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
