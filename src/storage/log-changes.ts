// What a commit changes in a log (runs or events): two trees, one by time for lists and one by id, without which an
// entry that is put again under another time would stand there twice.
import { idOfLogKey, keyBeforeOlderThan, logKey } from './log-key.ts';
import { getValue, scanTree, type ReadTreePage } from './tree.ts';

export interface LogEntry {
  id: string;
  time: string;
  value: unknown;
}

/** Key and new value; undefined takes it away. */
export type Changes = Map<string, unknown>;

interface LogRoots {
  byTime: string | undefined;
  byId: string | undefined;
}

export async function putEntries(
  read: ReadTreePage,
  roots: LogRoots,
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
    const former = await getValue(read, roots.byId, id);
    if (former !== undefined) byTime.set(JSON.parse(former) as string, undefined);
    byTime.set(key, entry.value);
    byId.set(id, key);
  }
  return { byTime, byId };
}

/** @returns how many were dropped: at most `most`, and as many where there may be more */
export async function dropOlderThan(
  read: ReadTreePage,
  roots: LogRoots,
  ms: number,
  most: number,
  changes: { byTime: Changes; byId: Changes },
): Promise<number> {
  let dropped = 0;
  for await (const { key } of scanTree(read, roots.byTime, {
    key: keyBeforeOlderThan(ms),
    inclusive: true,
  })) {
    if (dropped === most) break;
    dropped += 1;
    const id = idOfLogKey(key);
    if (changes.byId.has(id)) continue;
    changes.byTime.set(key, undefined);
    changes.byId.set(id, undefined);
  }
  return dropped;
}
