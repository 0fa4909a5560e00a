// Reads a sorted map that lies in immutable pages, a page at a time.
import { lastAtOrBelow, type Item, type Page } from './page.ts';

/** Reads a page of this tree by its reference. */
export type ReadTreePage = (reference: string) => Promise<Page>;

/** Where to begin: at the first key, or at the first above or (inclusive) at `key`. */
export interface Start {
  key: string;
  inclusive: boolean;
}

/** The map as those see it who only read it. */
export interface Tree {
  /** @returns the value's JSON */
  get(key: string): Promise<string | undefined>;
  /** All items from `start` on, in the order of their keys. */
  scan(start?: Start): AsyncGenerator<Item, undefined>;
}

/** @param root reference of the root page; undefined for an empty tree */
export function openTree(read: ReadTreePage, root: string | undefined): Tree {
  return {
    get: (key) => getValue(read, root, key),
    scan: (start) => scanTree(read, root, start),
  };
}

/** @returns the value's JSON */
export async function getValue(
  read: ReadTreePage,
  root: string | undefined,
  key: string,
): Promise<string | undefined> {
  let reference = root;
  while (reference !== undefined) {
    const page: Page = await read(reference);
    const item: Item | undefined = page.items[lastAtOrBelow(page.items, key)];
    if (page.kind === 'leaf') return item?.key === key ? item.value : undefined;
    reference = item?.value;
  }
  return undefined;
}

/** All items from `start` on, in the order of their keys; holds one path of pages at a time. */
export async function* scanTree(
  read: ReadTreePage,
  root: string | undefined,
  start?: Start,
): AsyncGenerator<Item, undefined> {
  const path: { page: Page; at: number }[] = [];
  if (root !== undefined) path.push(enter(await read(root), start));
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const item = top.page.items[top.at];
    top.at += 1;
    if (!item) path.pop();
    else if (top.page.kind === 'leaf') yield item;
    else path.push(enter(await read(item.value), start));
  }
  return undefined;
}

function enter(page: Page, start: Start | undefined): { page: Page; at: number } {
  if (!start) return { page, at: 0 };
  const at = lastAtOrBelow(page.items, start.key);
  if (page.kind === 'inner') return { page, at: Math.max(at, 0) };
  const found = page.items[at]?.key === start.key;
  return { page, at: found && start.inclusive ? at : at + 1 };
}

/** The files of its inner pages and leaves; reads the inner ones only. */
export async function* listPages(read: ReadTreePage, root: string | undefined): AsyncGenerator<string> {
  if (root === undefined) return;
  yield root;
  const page = await read(root);
  if (page.kind === 'leaf') return;
  for (const { value } of page.items) {
    const child = await read(value);
    if (child.kind === 'leaf') {
      // All children of a page are of one kind: the others need not be opened.
      yield* page.items.map((item) => item.value);
      return;
    }
    yield* listPages(read, value);
  }
}
