// Decides what one commit writes into which tree, and which chore it takes upon itself. A quiet run changes nothing
// but the record and its own run, and commits twice; it writes at most twelve entities because its commits leave the
// run in the head, and a run takes upon itself one chore at most: moving the last runs into their trees, dropping runs
// and events that are too old, dropping words that are, or deleting some pages; all but the first only where the first
// cannot come up in the same run.
import type { Change } from '../ports/store.ts';
import {
  eventEntries,
  expectedChanges,
  recordOf,
  rowChanges,
  runEntries,
  wordChanges,
} from './change-entries.ts';
import { keysOlderThan, putEntries, type Changes } from './log-changes.ts';
import { idOfLogKey } from './log-key.ts';
import { overlaid } from './overlay.ts';
import { dayOf, MOST_DROPPED, oldestKept } from './retention.ts';
import type { HeadState, TablesTree } from './tables-head.ts';
import { openTree, type ReadTreePage } from './tree.ts';

/** Of the last runs in the head: some thirty. */
const RECENT_CHARACTERS = 32_000;
/** By which the last runs grow in one run, but for one with very much to say. */
const RUN_CHARACTERS = 6000;
/** Of a record in the head. */
const RECORD_CHARACTERS = 64_000;
/** Pages that one commit deletes. */
const QUIET_DUE = 4;
const BUSY_DUE = 1000;

export interface TablesPlan {
  trees: [TablesTree, Changes][];
  record: unknown;
  recent: HeadState['recent'];
  dropped: HeadState['dropped'];
  chore: HeadState['chore'];
  mostDue: number;
}

interface LogChanges {
  byTime: Changes;
  byId: Changes;
}

/** Writes nothing. @throws PageGone where another commit has replaced what the state names */
export async function planTablesCommit(
  readPage: ReadTreePage,
  state: HeadState,
  change: Change,
  now: Date,
): Promise<TablesPlan> {
  const rows = rowChanges(change);
  const words = wordChanges(change);
  const expected = expectedChanges(change);
  const events = await putEntries(openTree(readPage, state.roots.eventIds), eventEntries(change));
  const runIds = overlaid(openTree(readPage, state.roots.runIds), state.recent.runIds);
  const runs = await putEntries(runIds, runEntries(change));
  const recent = {
    runs: new Map([...state.recent.runs, ...runs.byTime]),
    runIds: new Map([...state.recent.runIds, ...runs.byId]),
  };
  const record = planRecord(state, change);
  const plan: TablesPlan = {
    trees: [
      ['rows', rows],
      ['events', events.byTime],
      ['eventIds', events.byId],
      ['words', words],
      ['expected', expected],
      ...record.trees,
    ],
    record: record.inHead,
    recent,
    dropped: state.dropped,
    chore: state.chore,
    mostDue: 0,
  };
  const isBusy = rows.size + events.byId.size + words.size + expected.size > 0;
  if (isBusy) plan.mostDue = BUSY_DUE;
  const size = sizeOf(recent.runs) + sizeOf(recent.runIds);
  const token = state.lease?.token;
  if (size > RECENT_CHARACTERS) return { ...moveRecent(plan), chore: token };
  const isRoomy = size < RECENT_CHARACTERS - RUN_CHARACTERS && state.chore !== token;
  if (!isRoomy && !isBusy) return plan;
  if (state.dropped?.on !== dayOf(now))
    return {
      ...(await dropOld(readPage, state, plan, { runs, events, words, isBusy }, now)),
      chore: token,
    };
  return isBusy ? plan : { ...plan, mostDue: QUIET_DUE };
}

/** A record that is too long for the head lies in a tree of its own. */
function planRecord(
  { record, roots }: HeadState,
  change: Change,
): { inHead: unknown; trees: TablesPlan['trees'] } {
  const next = recordOf(change);
  if (next === undefined) return { inHead: record, trees: [] };
  if (JSON.stringify(next).length > RECORD_CHARACTERS)
    return { inHead: undefined, trees: [['record', new Map([['', next]])]] };
  return {
    inHead: next,
    trees: roots.record === undefined ? [] : [['record', new Map([['', undefined]])]],
  };
}

function moveRecent(plan: TablesPlan): TablesPlan {
  const { runs, runIds } = plan.recent;
  return {
    ...plan,
    trees: [...plan.trees, ['runs', runs], ['runIds', runIds]],
    recent: { runs: new Map(), runIds: new Map() },
  };
}

async function dropOld(
  readPage: ReadTreePage,
  { roots }: HeadState,
  plan: TablesPlan,
  put: { runs: LogChanges; events: LogChanges; words: Changes; isBusy: boolean },
  now: Date,
): Promise<TablesPlan> {
  const oldest = oldestKept(now);
  const { recent } = plan;
  const byTime = overlaid(openTree(readPage, roots.runs), recent.runs);
  const runKeys = await keysOlderThan(byTime, oldest, MOST_DROPPED);
  const eventKeys = await keysOlderThan(openTree(readPage, roots.events), oldest, MOST_DROPPED);
  const wordKeys = await keysOlderThan(openTree(readPage, roots.words), oldest, MOST_DROPPED);
  const oldRuns: Changes = new Map();
  for (const key of runKeys) {
    // An old one that is put just now stays until tomorrow.
    if (put.runs.byId.has(idOfLogKey(key))) continue;
    oldRuns.set(key, undefined);
    if (!recent.runs.has(key)) continue;
    recent.runs.set(key, undefined);
    recent.runIds.set(idOfLogKey(key), undefined);
  }
  for (const key of eventKeys)
    if (!put.events.byId.has(idOfLogKey(key))) put.events.byTime.set(key, undefined);
  // A quiet run would write too much at once: the next one finds only the words left.
  const wordsWait = !put.isBusy && wordKeys.length > 0 && runKeys.length + eventKeys.length > 0;
  if (!wordsWait) for (const key of wordKeys) if (!put.words.has(key)) put.words.set(key, undefined);
  const isAll = !wordsWait && Math.max(runKeys.length, eventKeys.length, wordKeys.length) < MOST_DROPPED;
  return {
    ...plan,
    trees: [...plan.trees, ['runs', oldRuns]],
    dropped: isAll ? { on: dayOf(now), before: new Date(oldest).toISOString() } : plan.dropped,
  };
}

function sizeOf(changes: Changes): number {
  let size = 0;
  for (const [key, value] of changes) size += key.length + (JSON.stringify(value)?.length ?? 0);
  return size;
}
