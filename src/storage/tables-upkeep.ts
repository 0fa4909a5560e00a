// Gets rid of pages that no head names any longer: those that commits replaced, some time after, so that readers are
// done with them, and those that killed processes left. Pages never come back into use, so this can come at any time.
import type { Place, TablesProposal } from './tables-commit.ts';
import type { HeadState } from './tables-head.ts';
import { rowKeysOf, versionOf } from './tables-pages.ts';
import { listPages } from './tree.ts';

/** As long as a reader may be at pages that were replaced; one that is slower reads the newest state anew. */
const GRACE_MS = 5 * 60_000;
/** Pages that the head remembers as replaced; where there are more, a sweep finds the others. */
const MOST_RETIRED = 10_000;

/** Of the replaced pages those that no reader can be at any more, `most` at most; the others are left. */
export function takeDue(
  retired: HeadState['retired'],
  now: Date,
  most: number,
): { due: string[]; left: HeadState['retired'] } {
  const due: string[] = [];
  const left: HeadState['retired'] = [];
  for (const { at, pages } of retired) {
    const isDue = Date.parse(at) + GRACE_MS <= now.getTime();
    const taken = isDue ? pages.slice(0, most - due.length) : [];
    due.push(...taken);
    if (taken.length < pages.length) left.push({ at, pages: pages.slice(taken.length) });
  }
  return { due, left };
}

/** The state with the pages that a commit replaced; too many to remember are left to a sweep. */
export function addRetired(
  state: HeadState,
  former: HeadState['retired'],
  pages: string[],
  now: Date,
): HeadState {
  const count = former.reduce((sum, each) => sum + each.pages.length, 0);
  if (pages.length === 0) return { ...state, retired: former };
  if (count + pages.length > MOST_RETIRED) return { ...state, retired: former, unswept: true };
  return { ...state, retired: [...former, { at: now.toISOString(), pages }] };
}

/** Deletes what takeDue gave, and with `sweep` whatever no tree names; what fails is found by the next sweep. */
export async function tidyUp(place: Place, { version, state, due, sweep }: TablesProposal): Promise<void> {
  const { tables, partition } = place;
  await tables.discard(partition, due.flatMap(rowKeysOf));
  if (!sweep) return;
  const needed = new Set(state.retired.flatMap(({ pages }) => pages).flatMap(rowKeysOf));
  for (const root of Object.values(state.roots))
    for await (const reference of listPages(place.readPage, root))
      for (const rowKey of rowKeysOf(reference)) needed.add(rowKey);
  for await (const rowKeys of tables.listKeys(partition)) {
    // Above this version they belong to a commit that may still go in.
    const leftovers = rowKeys.filter((rowKey) => versionOf(rowKey) <= version && !needed.has(rowKey));
    await tables.discard(partition, leftovers);
  }
}
