// The evidence of one identity and month, put together from what is remembered. It is the same whenever it is asked
// for, as long as nothing new is observed: nothing in it comes from the clock but how far the month has gone by.
import { coverDays, WORD_HOLDS_MS, type DayCoverage, type Watch, type WordStory } from './calendar.ts';
import type { KeeperEvent } from './event.ts';
import { linkHistory, type LinkInterval, type LinkWrite } from './link-history.ts';
import type { Month } from './month.ts';
import type { SubscriptionRow } from './row.ts';
import type { Run } from './run.ts';
import { seenWord, type SeenWord, type WordChange } from './word-change.ts';

export interface SubscriptionEvidence {
  subscriptionId: string;
  displayName: string;
  /** The customer's (home) tenant. */
  tenantId: string;
  tenantName?: string;
  /** The days that have begun, oldest first. */
  days: readonly DayCoverage[];
  /** The recognition events of the month, oldest first. */
  transitions: KeeperEvent[];
}

/** Without `sha256`, which is made over all of it but `generatedAt`. */
export interface EvidenceContent {
  /** YYYY-MM */
  month: string;
  identity: string;
  partnerId: string;
  principalId: string | null;
  /** Date of Microsoft's role table, and what ROLE_OVERRIDES lays over it. */
  catalogueDate: string;
  roleOverrides: Readonly<Record<string, 'yes' | 'no'>>;
  /** ISO 8601 UTC: end of the newest run, check or call that it is drawn from; the month's first instant where there is none. */
  generatedAt: string;
  proves: typeof PROVES;
  link: LinkInterval[];
  /** By tenant, name and id. */
  subscriptions: SubscriptionEvidence[];
  /** Ids of the runs that ended in the month, failed ones too, dry ones not; oldest first. */
  runs: string[];
}

export interface Evidence extends EvidenceContent {
  sha256: string;
}

export interface EvidenceMatter {
  month: Month;
  identity: Pick<EvidenceContent, 'identity' | 'partnerId' | 'principalId'>;
  catalogue: Pick<EvidenceContent, 'catalogueDate' | 'roleOverrides'>;
  /** ISO 8601 UTC; absent where no run ever came through. */
  baselineAt: string | undefined;
  rows: readonly SubscriptionRow[];
  /** Newest first, back to where `readsBackTo` says. */
  words: readonly WordChange[];
  /** Of this identity, none of them dry, oldest first; back to before the month and to one that tells the link. */
  runs: readonly Run[];
  /** What callers wrote, oldest first, as far back as the runs. */
  linkWrites: readonly LinkWrite[];
  /** Recognition events of this identity in the month, oldest first. */
  events: readonly KeeperEvent[];
  /** ms since 1970 */
  now: number;
}

const PROVES = {
  configuration:
    'What Lighthouse Keeper read from Azure at each run: the partner link of this principal, and whether it held a permanent role that counts for partner earned credit, on which subscription, on which day (UTC). Between two runs the last word read is taken to hold on, at most 13 hours; a day that was not observed is said to be so.',
  notPayment:
    'Not what Microsoft pays. Usage, prices, agreements and the reckoning of the credit are not visible here, and a change that came and went between two runs is not either.',
} as const;

/** Events, runs and words are kept for so long (contract §8). */
const KEPT_MS = 400 * 24 * 3_600_000;

/** From when on words and runs bear upon a month: a word read before it may hold on into it. ms since 1970. */
export function readsBackTo({ start }: Pick<Month, 'start'>): number {
  return start - WORD_HOLDS_MS;
}

export function assembleEvidence(matter: EvidenceMatter): EvidenceContent {
  const { month, identity, catalogue, runs, linkWrites, now } = matter;
  const ended = runs.flatMap(({ id, endedAt }) =>
    endedAt === undefined || Date.parse(endedAt) >= month.end ? [] : [{ id, endedAt }],
  );
  return {
    month: month.name,
    ...identity,
    ...catalogue,
    generatedAt: newestOf(matter, ended.at(-1)?.endedAt),
    proves: PROVES,
    link: linkHistory(runs, linkWrites, month, now),
    subscriptions: subscriptionsOf(matter),
    runs: ended.filter(({ endedAt }) => Date.parse(endedAt) >= month.start).map(({ id }) => id),
  };
}

/** @param runEnded ISO 8601 UTC */
function newestOf(
  { month, linkWrites, words }: EvidenceMatter,
  runEnded = new Date(month.start).toISOString(),
): string {
  const isOfMonth = ({ time }: { time: string }) => Date.parse(time) < month.end;
  const written = linkWrites.findLast(isOfMonth)?.time ?? runEnded;
  // What a check saw, too.
  const seen = words.find(isOfMonth)?.time ?? runEnded;
  return [runEnded, written, seen].reduce((newest, time) => (time > newest ? time : newest));
}

function subscriptionsOf(matter: EvidenceMatter): SubscriptionEvidence[] {
  const { rows } = matter;
  const daysOf = createCalendar({ ...matter, lookedAt: looksOf(matter.runs) });
  const transitions = Map.groupBy(matter.events, ({ subscriptionId }) => subscriptionId);
  return rows
    .flatMap((row) => {
      const { subscriptionId, displayName, tenantId, tenantName } = row;
      const days = daysOf(subscriptionId, seenWord(row));
      if (days === undefined) return [];
      return [
        {
          subscriptionId,
          // RFC 8785 knows no lone surrogates, and Azure sends what customers wrote.
          displayName: displayName.toWellFormed(),
          tenantId,
          ...(tenantName !== undefined && { tenantName: tenantName.toWellFormed() }),
          days,
          transitions: transitions.get(subscriptionId) ?? [],
        },
      ];
    })
    .sort(byTenantNameAndId);
}

/** When a run looked at the subscriptions, in ms since 1970: not where it failed, or has not ended. */
export function lookTimes({ state, endedAt }: Pick<Run, 'state' | 'endedAt'>): number[] {
  return endedAt !== undefined && (state === 'succeeded' || state === 'partial') ? [Date.parse(endedAt)] : [];
}

/** The same of several, in their order. */
export function looksOf(runs: readonly Run[]): number[] {
  return runs.flatMap(lookTimes);
}

export type CalendarMatter = Pick<EvidenceMatter, 'month' | 'baselineAt' | 'words' | 'now'> &
  Pick<Watch, 'lookedAt'>;

/** The days of a subscription that stands at this word now; undefined where it was not there in the month, or nobody looked. */
export type Calendar = (subscriptionId: string, present: SeenWord) => readonly DayCoverage[] | undefined;

export function createCalendar({ month, words, lookedAt, now, ...matter }: CalendarMatter): Calendar {
  const baselineAt = matter.baselineAt === undefined ? Infinity : Date.parse(matter.baselineAt);
  if (baselineAt >= month.end || month.end <= now - KEPT_MS) return () => undefined;
  const changes = Map.groupBy(words, ({ subscriptionId }) => subscriptionId);
  // Most subscriptions have the same story, so that each story is told once.
  const told = new Map<string, readonly DayCoverage[]>();
  return (subscriptionId, present) => {
    const story = storyOf(present, changes.get(subscriptionId) ?? [], month);
    if (!wasThere(story, month)) return undefined;
    const key = JSON.stringify(story);
    const days = told.get(key) ?? coverDays(story, { lookedAt, baselineAt }, month, now);
    told.set(key, days);
    return days;
  };
}

/**
 * What was seen of one subscription, going back from the word that stands.
 * @param newestFirst what changed since, back to where `readsBackTo` says and no further
 */
export function storyOf(
  present: SeenWord,
  newestFirst: readonly WordChange[],
  month: Pick<Month, 'start' | 'end'>,
): WordStory {
  const changes: { at: number; word: SeenWord }[] = [];
  let word = present;
  for (const { time, from, to } of newestFirst) {
    const at = Date.parse(time);
    if (at < readsBackTo(month)) break;
    if (at < month.end) changes.unshift({ at, word: to });
    word = from;
  }
  return { first: word, changes };
}

/** It was there at the month's beginning, or came in it. */
function wasThere({ first, changes }: WordStory, month: Month): boolean {
  const before = changes.findLast(({ at }) => at <= month.start)?.word ?? first;
  return before !== 'absent' || changes.some(({ at, word }) => at > month.start && word !== 'absent');
}

function byTenantNameAndId(a: SubscriptionEvidence, b: SubscriptionEvidence): number {
  return (
    compare(a.tenantId, b.tenantId) ||
    compare(a.displayName, b.displayName) ||
    compare(a.subscriptionId, b.subscriptionId)
  );
}

/** By code units: the same order everywhere. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
