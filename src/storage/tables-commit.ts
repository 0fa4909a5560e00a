// Works out one commit: writes the pages that change under names that nobody knows, and gives the state that names
// them. Nothing of it counts until the head is replaced, so a commit of any size is all or nothing to every reader,
// and one that a process was killed in is a leftover and no more.
import type { Change } from '../ports/store.ts';
import { keyBeforeOlderThan } from './log-key.ts';
import type { Item } from './page.ts';
import type { TablesAccess } from './tables-access.ts';
import type { HeadSnapshot, HeadState, TablesTree } from './tables-head.ts';
import { createTablesPageWriter } from './tables-pages.ts';
import { planTablesCommit } from './tables-plan.ts';
import { addRetired, takeDue } from './tables-upkeep.ts';
import type { ReadTreePage } from './tree.ts';
import { updateTree } from './tree-update.ts';

/**
 * Small where one entry changes at a time, bigger where many are read at a time. A leaf holds some dozens of rows: a
 * row that changes costs three entities, a first run of 10,000 rows about a hundred and fifty, a full read as many.
 * With an entity for each row and version, first run and full read would be ten thousand.
 */
const LEAF_CHARACTERS = {
  rows: 256_000,
  runs: 48_000,
  runIds: 32_000,
  events: 64_000,
  eventIds: 32_000,
  words: 64_000,
  expected: 32_000,
  record: 1,
} satisfies Record<TablesTree, number>;

/** Trees of two levels, up to some ten thousand rows or runs: fewer pages to write for a change. */
const FANOUT = 200;

export interface Place {
  tables: TablesAccess;
  partition: string;
  readPage: ReadTreePage;
}

export interface TablesProposal {
  version: number;
  /** Its lease is the one that it was worked out under. */
  state: HeadState;
  /** Pages to delete once the head is replaced. */
  due: readonly string[];
  /** Whether to look for what killed processes left, once the head is replaced. */
  sweep: boolean;
  /** Removes what was written for it, where another process came first. */
  giveUp(): Promise<void>;
}

/** @throws StoreUnavailable */
export async function proposeTablesCommit(
  { tables, partition, readPage }: Place,
  base: HeadSnapshot,
  change: Change,
  now: Date,
): Promise<TablesProposal> {
  const { state } = base;
  const version = base.version + 1;
  const writer = createTablesPageWriter(tables, partition, version);
  try {
    const plan = await planTablesCommit(readPage, state, change, now);
    const { trees, record, recent, dropped, chore, mostDue } = plan;
    const roots = { ...state.roots };
    const retired: string[] = [];
    for (const [tree, changes] of trees) {
      const operations = [...changes.keys()].sort().map((key) => ({ key, value: changes.get(key) }));
      const update = {
        read: readPage,
        writer,
        leafCharacters: LEAF_CHARACTERS[tree],
        fanout: FANOUT,
        retired,
      };
      const ridding = tree === 'runIds' || tree === 'eventIds' ? { isSpent: isSpent(dropped) } : {};
      roots[tree] = await updateTree({ ...update, ...ridding }, roots[tree], operations);
    }
    await writer.finish();
    const { due, left } = takeDue(state.retired, now, mostDue);
    const next = addRetired(
      { ...state, record, roots, recent, dropped, chore, unswept: false },
      left,
      retired,
      now,
    );
    const sweep = state.unswept || dropped?.on !== state.dropped?.on;
    return { version, state: next, due, sweep, giveUp: () => writer.giveUp() };
  } catch (error) {
    await writer.giveUp();
    throw error;
  }
}

/** Ids of what was dropped by its time: they go when their page is rewritten anyway. */
function isSpent(dropped: HeadState['dropped']): (item: Item) => boolean {
  if (!dropped) return () => false;
  const bound = JSON.stringify(keyBeforeOlderThan(Date.parse(dropped.before)));
  return ({ value }) => value > bound.slice(0, -1);
}
