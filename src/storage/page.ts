// The text of one page of a tree. Values stay JSON text until somebody wants them: a leaf is rewritten without
// parsing the neighbours of what changed.

export interface Item {
  key: string;
  /** In a leaf the value as JSON, in an inner page the reference of the child whose lowest key is `key`. */
  value: string;
}

export interface Page {
  kind: 'leaf' | 'inner';
  /** By key, ascending, none twice. */
  items: Item[];
}

/** Lines: the kind, then a key (as JSON) and a value in turn. JSON has no line breaks of its own. */
export function formatPage({ kind, items }: Page): string {
  return `${kind}\n${items.map(({ key, value }) => `${JSON.stringify(key)}\n${value}\n`).join('')}`;
}

/** @param text what formatPage gave: the caller has compared the checksum */
export function parsePage(text: string): Page {
  const [kind, ...lines] = text.split('\n');
  const items: Item[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2)
    items.push({ key: JSON.parse(lines[at] ?? '') as string, value: lines[at + 1] ?? '' });
  return { kind: kind === 'inner' ? 'inner' : 'leaf', items };
}

/** Where the item is, or where the last one below it is; -1 where all are above. */
export function lastAtOrBelow(items: readonly Item[], key: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.key ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
