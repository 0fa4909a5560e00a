// What a commit changes in a log (runs or events): two trees, one by time for lists and one by id, without which an
// entry that is put again under another time would stand there twice.
import { idOfLogKey, keyBeforeOlderThan, logKey } from './log-key.ts';
import type { Tree } from './tree.ts';

export interface LogEntry {
  id: string;
  time: string;
  value: unknown;
}

/** Key and new value; undefined takes it away. */
export type Changes = Map<string, unknown>;

/** @param current the tree by id */
export async function putEntries(
  current: Tree,
  entries: readonly LogEntry[],
): Promise<{ byTime: Changes; byId: Changes }> {
  const byTime: Changes = new Map();
  const byId: Changes = new Map();
  const lastOfEach = new Map(entries.map((entry) => [entry.id, entry]));
  // In order, so that ids of one page are looked up one after the other.
  for (const id of [...lastOfEach.keys()].sort()) {
    const entry = lastOfEach.get(id);
    if (!entry) continue;
    const key = logKey(entry.time, id);
    const former = await current.get(id);
    if (former !== undefined) byTime.set(JSON.parse(former) as string, undefined);
    byTime.set(key, entry.value);
    byId.set(id, key);
  }
  return { byTime, byId };
}

/** Keys of what is older than that, at most `most` of them: as many where there may be more. */
export async function keysOlderThan(byTime: Tree, ms: number, most: number): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of byTime.scan({ key: keyBeforeOlderThan(ms), inclusive: true })) {
    if (keys.length === most) break;
    keys.push(key);
  }
  return keys;
}

/** Takes away what these keys name, but for entries that are put again. */
export function dropKeys(keys: readonly string[], changes: { byTime: Changes; byId: Changes }): void {
  for (const key of keys) {
    const id = idOfLogKey(key);
    if (changes.byId.has(id)) continue;
    changes.byTime.set(key, undefined);
    changes.byId.set(id, undefined);
  }
}
