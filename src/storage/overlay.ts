// A tree with the newest changes laid over it, which are not in its pages yet.
import type { Changes } from './log-changes.ts';
import type { Item } from './page.ts';
import type { Start, Tree } from './tree.ts';

/** @param changes by key; an undefined value hides what lies below */
export function overlaid(below: Tree, changes: Changes): Tree {
  return {
    get: async (key) => (changes.has(key) ? toJson(changes.get(key)) : below.get(key)),
    scan: (start) => scanThrough(below, changes, start),
  };
}

async function* scanThrough(
  below: Tree,
  changes: Changes,
  start: Start | undefined,
): AsyncGenerator<Item, undefined> {
  const above = [...changes.keys()]
    .filter((key) => !start || key > start.key || (start.inclusive && key === start.key))
    .sort();
  let at = 0;
  function* aboveUntil(isBelow: (key: string) => boolean): Generator<Item> {
    for (let key = above[at]; key !== undefined && isBelow(key); key = above[at]) {
      at += 1;
      const value = toJson(changes.get(key));
      if (value !== undefined) yield { key, value };
    }
  }
  for await (const item of below.scan(start)) {
    yield* aboveUntil((key) => key < item.key);
    if (!changes.has(item.key)) yield item;
  }
  yield* aboveUntil(() => true);
  return undefined;
}

function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
