// Writes the pages of one commit and gives the state that names them; nothing of it counts until the manifest stands.
import type { Change } from '../ports/store.ts';
import type { Disk } from './disk.ts';
import type { IdentityFiles } from './identity-files.ts';
import type { Proposal } from './identity-writer.ts';
import {
  eventEntries,
  expectedChanges,
  recordOf,
  rowChanges,
  runEntries,
  wordChanges,
} from './change-entries.ts';
import { dropKeys, keysOlderThan, putEntries, type Changes, type LogEntry } from './log-changes.ts';
import type { State, TreeName } from './manifest.ts';
import { createPageWriter, type PageWriter } from './page-writer.ts';
import type { Snapshot } from './register.ts';
import { dayOf, MOST_DROPPED, oldestKept } from './retention.ts';
import { openTree } from './tree.ts';
import { updateTree } from './tree-update.ts';

/** Small where one entry changes at a time, bigger where many are read at a time. */
const LEAF_CHARACTERS = {
  rows: 128_000,
  runs: 16_000,
  runIds: 8_000,
  events: 64_000,
  eventIds: 32_000,
  words: 64_000,
  expected: 32_000,
} satisfies Record<TreeName, number>;

/** Writes the new pages, which nobody sees until a manifest names them. What it throws leaves none of them behind. */
export async function proposeCommit(
  disk: Disk,
  files: IdentityFiles,
  base: Snapshot,
  change: Change,
  now: Date,
): Promise<Proposal> {
  const writer = createPageWriter(disk, files.pagesFolder, base.next);
  try {
    const { trees, sweptOn } = await planTrees(files, base.state, change, now);
    const retired: string[] = [];
    const roots = { ...base.state.roots };
    for (const [tree, changes] of trees)
      roots[tree] = await update(files, writer, retired, tree, roots[tree], changes);
    await writer.finish();
    const record = recordOf(change) ?? base.state.record;
    return {
      state: { ...base.state, record, roots, sweptOn },
      retired,
      giveUp: () => writer.giveUp(),
    };
  } catch (error) {
    await writer.giveUp();
    throw error;
  }
}

async function planTrees(
  files: IdentityFiles,
  state: State,
  change: Change,
  now: Date,
): Promise<{ trees: [TreeName, Changes][]; sweptOn: string | undefined }> {
  const runs = await planLog(
    files,
    { byTime: state.roots.runs, byId: state.roots.runIds },
    runEntries(change),
    now,
    state.sweptOn,
  );
  const events = await planLog(
    files,
    { byTime: state.roots.events, byId: state.roots.eventIds },
    eventEntries(change),
    now,
    state.sweptOn,
  );
  const words = await planWords(files, state, change, now);
  const trees: [TreeName, Changes][] = [
    ['rows', rowChanges(change)],
    ['runs', runs.byTime],
    ['runIds', runs.byId],
    ['events', events.byTime],
    ['eventIds', events.byId],
    ['words', words.changes],
    ['expected', expectedChanges(change)],
  ];
  const swept = runs.swept && events.swept && words.swept;
  return { trees, sweptOn: swept ? dayOf(now) : undefined };
}

async function planWords(
  files: IdentityFiles,
  { roots, sweptOn }: State,
  change: Change,
  now: Date,
): Promise<{ changes: Changes; swept: boolean }> {
  const put = wordChanges(change);
  if (sweptOn === dayOf(now)) return { changes: put, swept: true };
  const keys = await keysOlderThan(openTree(files.readPage, roots.words), oldestKept(now), MOST_DROPPED);
  const dropped = keys.map((key): [string, unknown] => [key, undefined]);
  return { changes: new Map([...dropped, ...put]), swept: keys.length < MOST_DROPPED };
}

async function planLog(
  files: IdentityFiles,
  roots: { byTime: string | undefined; byId: string | undefined },
  entries: readonly LogEntry[],
  now: Date,
  sweptOn: string | undefined,
): Promise<{ byTime: Changes; byId: Changes; swept: boolean }> {
  const changes = await putEntries(openTree(files.readPage, roots.byId), entries);
  if (sweptOn === dayOf(now)) return { ...changes, swept: true };
  const byTime = openTree(files.readPage, roots.byTime);
  const keys = await keysOlderThan(byTime, oldestKept(now), MOST_DROPPED);
  dropKeys(keys, changes);
  return { ...changes, swept: keys.length < MOST_DROPPED };
}

async function update(
  files: IdentityFiles,
  writer: PageWriter,
  retired: string[],
  tree: TreeName,
  root: string | undefined,
  changes: Changes,
): Promise<string | undefined> {
  const operations = [...changes.keys()].sort().map((key) => ({ key, value: changes.get(key) }));
  const leafCharacters = LEAF_CHARACTERS[tree];
  return updateTree({ read: files.readPage, writer, leafCharacters, retired }, root, operations);
}
