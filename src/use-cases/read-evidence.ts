// Reads what is remembered of one identity and month, and no more of it than that needs.
import { CATALOGUE_DATE } from '../domain/catalogue.ts';
import { assembleEvidence, readsBackTo, type EvidenceContent } from '../domain/evidence.ts';
import type { KeeperEvent } from '../domain/event.ts';
import { tellsLink } from '../domain/link-history.ts';
import { toMonth, type Month } from '../domain/month.ts';
import type { Run } from '../domain/run.ts';
import type { WordChange } from '../domain/word-change.ts';
import { checksSpace } from '../ports/store.ts';
import { allPages } from './all-pages.ts';
import { readCurrentRows } from './current-rows.ts';
import type { Keeper } from './keeper.ts';

/** @param name YYYY-MM of a month that exists @throws StoreUnavailable */
export async function readEvidence(keeper: Keeper, name: string): Promise<EvidenceContent> {
  const { identity, store, clock, roleOverrides } = keeper;
  const month = toMonth(name);
  const record = await store.readIdentity(identity.name);
  // In this order: a run that ends in between is then seen whole, or its words alone, which say the same.
  const rows = await readCurrentRows(store, identity.name);
  const runs = await readRuns(keeper, month);
  const words = await readWords(keeper, readsBackTo(month));
  const { transitions, linkWrites } = await readEvents(keeper, month, linkKnownFrom(runs, month));
  return assembleEvidence({
    month,
    identity: {
      identity: identity.name,
      partnerId: identity.partnerId,
      principalId: record?.principalId ?? identity.principalId ?? null,
    },
    catalogue: { catalogueDate: CATALOGUE_DATE, roleOverrides },
    baselineAt: record?.baselineAt,
    rows,
    words,
    runs,
    linkWrites,
    events: transitions,
    now: clock.now().getTime(),
  });
}

/** Oldest first: those of the month, and enough of those before to know what held on into it. */
export async function readRuns(keeper: Keeper, month: Pick<Month, 'start' | 'end'>): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const run of endedRuns(keeper, month)) {
    runs.push(run);
    if (Date.parse(run.endedAt) < readsBackTo(month) && tellsLink(run)) break;
  }
  return runs.toReversed();
}

/** Newest first, without dry ones: those that began before the month's end, as far back as one reads on. */
export async function* endedRuns(
  { store, identity }: Keeper,
  month: Pick<Month, 'end'>,
): AsyncGenerator<Run & { endedAt: string }> {
  for await (const run of allPages((page) => store.listRuns(page))) {
    const { endedAt } = run;
    if (run.identity !== identity.name || run.dryRun || endedAt === undefined) continue;
    if (Date.parse(run.startedAt) < month.end) yield { ...run, endedAt };
  }
}

/** Newest first: of runs and of onboarding checks. @param since ms since 1970 */
export async function readWords({ store, identity }: Keeper, since: number): Promise<WordChange[]> {
  const words: WordChange[] = [];
  for (const space of [checksSpace(identity.name), identity.name])
    for await (const word of allPages((page) => store.listWords(space, page))) {
      if (Date.parse(word.time) < since) break;
      words.push(word);
    }
  return words.sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}

/** In ms: from then on the runs tell how the link stood; before it nobody knows, or only calls do. */
function linkKnownFrom([oldest]: readonly Run[], month: Month): number {
  const startedAt = oldest === undefined ? Infinity : Date.parse(oldest.startedAt);
  return startedAt < month.start && oldest !== undefined && tellsLink(oldest) ? startedAt : -Infinity;
}

/** Oldest first. */
async function readEvents({ store, identity }: Keeper, month: Month, linkKnownFrom: number) {
  const transitions: KeeperEvent[] = [];
  const linkWrites: KeeperEvent[] = [];
  for await (const event of allPages((page) => store.listEvents(page))) {
    const at = Date.parse(event.time);
    if (at < month.start && at < linkKnownFrom) break;
    if (at >= month.end || event.identity !== identity.name) continue;
    if (event.link !== undefined) linkWrites.push(event);
    const isWord = event.type === 'recognition.gained' || event.type === 'recognition.lost';
    if (isWord && at >= month.start) transitions.push(event);
  }
  // Stable: those of one moment are listed in their order.
  const inTime = linkWrites.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  return { transitions: transitions.toReversed(), linkWrites: inTime };
}
