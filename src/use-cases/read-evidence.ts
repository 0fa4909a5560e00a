// Reads what is remembered of one identity and month, and no more of it than that needs.
import { CATALOGUE_DATE } from '../domain/catalogue.ts';
import { assembleEvidence, readsBackTo, type EvidenceContent } from '../domain/evidence.ts';
import type { KeeperEvent } from '../domain/event.ts';
import { tellsLink } from '../domain/link-history.ts';
import { toMonth, type Month } from '../domain/month.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import type { Run } from '../domain/run.ts';
import type { WordChange } from '../domain/word-change.ts';
import { allPages } from './all-pages.ts';
import type { Keeper } from './keeper.ts';

/** @param name YYYY-MM of a month that exists @throws StoreUnavailable */
export async function readEvidence(keeper: Keeper, name: string): Promise<EvidenceContent> {
  const { identity, store, clock, roleOverrides } = keeper;
  const month = toMonth(name);
  const record = await store.readIdentity(identity.name);
  // In this order: a run that ends in between is then seen whole, or its words alone, which say the same.
  const rows = await readRows(keeper);
  const runs = await readRuns(keeper, month);
  const words = await readWords(keeper, readsBackTo(month));
  const events = await readTransitions(keeper, month);
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
    events,
    now: clock.now().getTime(),
  });
}

async function readRows({ store, identity }: Keeper): Promise<SubscriptionRow[]> {
  const rows: SubscriptionRow[] = [];
  for await (const row of allPages((page) => store.listRows(identity.name, page))) rows.push(row);
  return rows;
}

/** Oldest first: those of the month, and enough of those before to know what held on into it. */
async function readRuns(keeper: Keeper, month: Month): Promise<Run[]> {
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
  month: Month,
): AsyncGenerator<Run & { endedAt: string }> {
  for await (const run of allPages((page) => store.listRuns(page))) {
    const { endedAt } = run;
    if (run.identity !== identity.name || run.dryRun || endedAt === undefined) continue;
    if (Date.parse(run.startedAt) < month.end) yield { ...run, endedAt };
  }
}

/** Newest first. @param since ms since 1970 */
export async function readWords({ store, identity }: Keeper, since: number): Promise<WordChange[]> {
  const words: WordChange[] = [];
  for await (const word of allPages((page) => store.listWords(identity.name, page))) {
    if (Date.parse(word.time) < since) break;
    words.push(word);
  }
  return words;
}

/** Oldest first. */
async function readTransitions({ store, identity }: Keeper, month: Month): Promise<KeeperEvent[]> {
  const events: KeeperEvent[] = [];
  for await (const event of allPages((page) => store.listEvents(page))) {
    const at = Date.parse(event.time);
    if (at < month.start) break;
    if (at >= month.end || event.identity !== identity.name) continue;
    if (event.type === 'recognition.gained' || event.type === 'recognition.lost') events.push(event);
  }
  return events.toReversed();
}
