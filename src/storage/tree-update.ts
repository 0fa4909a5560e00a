// Changes a tree of immutable pages: writes the leaves that change and the pages above them anew, and names the
// pages that the new tree has no use for.
import { lastAtOrBelow, type Item, type Page } from './page.ts';
import type { PageWriter } from './page-writer.ts';
import type { ReadTreePage } from './tree.ts';

/** Children of an inner page, unless told otherwise. */
const FANOUT = 64;

export interface Operation {
  key: string;
  /** To be stored as JSON; undefined takes the key away. */
  value: unknown;
}

interface Update {
  read: ReadTreePage;
  writer: PageWriter;
  /** A leaf is cut in two where its text grows longer than so many characters. */
  leafCharacters: number;
  /** Children of an inner page; 64 by default. */
  fanout?: number;
  /** Gets the references of pages that are replaced. */
  retired: string[];
  /** Items of which a leaf that is rewritten anyway is rid. */
  isSpent?: (item: Item) => boolean;
}

/**
 * @param operations by key, ascending, none twice
 * @returns the new root; the same one where nothing changes, undefined where nothing is left
 */
export async function updateTree(
  update: Update,
  root: string | undefined,
  operations: readonly Operation[],
): Promise<string | undefined> {
  if (operations.length === 0) return root;
  let level =
    root === undefined
      ? await writeLeaves(update, mergeItems([], operations))
      : await rewrite(update, root, operations);
  while (level.length > 1) level = await writeInner(update, level);
  return level[0]?.value;
}

/** @returns what stands in the place of that page, on its level: itself where nothing changes */
async function rewrite(update: Update, reference: string, operations: readonly Operation[]): Promise<Item[]> {
  const page = await update.read(reference);
  if (page.kind === 'leaf') {
    if (!changesLeaf(page, operations)) return [{ key: page.items[0]?.key ?? '', value: reference }];
    update.retired.push(reference);
    const { isSpent } = update;
    const items = isSpent ? page.items.filter((item) => !isSpent(item)) : page.items;
    return writeLeaves(update, mergeItems(items, operations));
  }
  const children: Item[] = [];
  let done = 0;
  for (const [at, child] of page.items.entries()) {
    const above = page.items[at + 1]?.key;
    const end = above === undefined ? operations.length : firstFrom(operations, done, above);
    if (end === done) children.push(child);
    else children.push(...(await rewrite(update, child.value, operations.slice(done, end))));
    done = end;
  }
  const same = children.length === page.items.length;
  if (same && children.every((child, at) => child.value === page.items[at]?.value))
    return [{ key: page.items[0]?.key ?? '', value: reference }];
  update.retired.push(reference);
  return writeInner(update, children);
}

/** Index of the first operation, from `start` on, whose key is not below. */
function firstFrom(operations: readonly Operation[], start: number, key: string): number {
  let at = start;
  for (let next = operations[at]; next && next.key < key; next = operations[at]) at += 1;
  return at;
}

function changesLeaf(page: Page, operations: readonly Operation[]): boolean {
  return operations.some(({ key, value }) => {
    const item = page.items[lastAtOrBelow(page.items, key)];
    const before = item?.key === key ? item.value : undefined;
    return before !== (value === undefined ? undefined : JSON.stringify(value));
  });
}

/** One after the other, so that a big change is not in memory as text all at once. */
function* mergeItems(items: readonly Item[], operations: readonly Operation[]): Generator<Item> {
  let at = 0;
  for (const { key, value } of operations) {
    for (let item = items[at]; item && item.key < key; item = items[at]) {
      yield item;
      at += 1;
    }
    if (items[at]?.key === key) at += 1;
    if (value !== undefined) yield { key, value: JSON.stringify(value) };
  }
  yield* items.slice(at);
}

async function writeLeaves(update: Update, items: Iterable<Item>): Promise<Item[]> {
  const written: Item[] = [];
  let pending: Item[] = [];
  let characters = 0;
  for (const item of items) {
    pending.push(item);
    characters += sizeOf(item);
    if (characters <= update.leafCharacters || pending.length === 1) continue;
    const half = halfOf(pending, characters);
    written.push(await writePage(update, 'leaf', pending.slice(0, half)));
    pending = pending.slice(half);
    characters = pending.reduce((sum, left) => sum + sizeOf(left), 0);
  }
  if (pending.length > 0) written.push(await writePage(update, 'leaf', pending));
  return written;
}

function sizeOf({ key, value }: Item): number {
  return key.length + value.length;
}

/** How many items make the first half; one at least, and one at least stays. */
function halfOf(items: readonly Item[], characters: number): number {
  let count = 0;
  let sum = 0;
  for (const item of items) {
    sum += sizeOf(item);
    if (count > 0 && sum > characters / 2) break;
    count += 1;
  }
  return Math.min(count, items.length - 1);
}

async function writeInner(update: Update, children: readonly Item[]): Promise<Item[]> {
  const count = Math.ceil(children.length / (update.fanout ?? FANOUT));
  const size = Math.ceil(children.length / count);
  const written: Item[] = [];
  for (let at = 0; at < children.length; at += size)
    written.push(await writePage(update, 'inner', children.slice(at, at + size)));
  return written;
}

async function writePage(update: Update, kind: Page['kind'], items: Item[]): Promise<Item> {
  return { key: items[0]?.key ?? '', value: await update.writer.put({ kind, items }) };
}
