// Judges what ought to be delegated by what a run saw, and tells what changed: entries, events and the message to be
// sent in one commit to the space that they share, so that each transition is told once whoever sees it first.
import pMap from 'p-map';
import type { KeeperEvent } from '../domain/event.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import {
  joinPresence,
  judgeExpected,
  presenceElsewhere,
  presenceOf,
  type ExpectedMoment,
  type ExpectedStep,
  type Presence,
} from '../domain/judge-expected.ts';
import { EMPTY_DELIVERY, type DeliveryRecord } from '../domain/delivery.ts';
import { isSince } from '../domain/in-order.ts';
import { EMPTY_OUTBOX, putIntoOutbox, type Outbox } from '../domain/outbox.ts';
import { isTaken } from '../domain/take-over.ts';
import { StoreUnavailable, type StateStore } from '../ports/store.ts';
import { allPages } from './all-pages.ts';
import { readCurrentRow } from './current-rows.ts';
import type { Keeper } from './keeper.ts';

/** The run or check that judges, when it began and when it had looked. */
export interface FollowMoment extends ExpectedMoment {
  /** ISO 8601 UTC */
  startedAt: string;
}

/** The entries as they stand afterwards, and what was told of them. */
export interface Followed {
  entries: ExpectedSubscription[];
  events: KeeperEvent[];
}

/** Entries that are looked for at other identities at the same time. */
const READS_AT_ONCE = 8;

/**
 * Where the list cannot be read or written now, it is left to the next run: the log says so, and nothing is told.
 * @param ownPresence what the identity of the run sees of an entry's subscription
 */
export async function followExpected(
  keeper: Keeper,
  moment: FollowMoment,
  ownPresence: (entry: ExpectedSubscription) => Presence,
): Promise<Followed> {
  const { expected, store } = keeper;
  let standing: ExpectedSubscription[] = [];
  const leave = (cause: string): Followed => {
    keeper.logger.error('ExpectedNotJudged', { runId: moment.runId, identity: moment.identity, cause });
    return { entries: standing, events: [] };
  };
  try {
    standing = await readEntries(store);
    const first = await judgeAll(keeper, standing, moment, ownPresence);
    if (!first.some(isChange)) return { entries: standing, events: [] };
    const answer = await expected.change(moment.runId, async (lease) => {
      // Anew: meanwhile somebody may have put entries, or another identity's run told what this one was about to.
      standing = await readEntries(store);
      const judged = await judgeAll(keeper, standing, moment, ownPresence);
      const putExpected = judged.filter(isChange).map(({ entry }) => entry);
      const events = judged.flatMap((step) => step.events);
      if (putExpected.length > 0) {
        const expectedOutbox = await nextOutbox(keeper, moment, events.length);
        await store.commit(lease, { putExpected, events, expectedOutbox });
      }
      return { entries: judged.map(({ entry }) => entry), events };
    });
    return answer.kind === 'done' ? answer.value : leave('Another process holds the list.');
  } catch (error) {
    if (error instanceof StoreUnavailable) return leave(error.message);
    throw error;
  }
}

/**
 * Those that would be missing if they are not seen now: that a listing does not show them is no proof, for it may lose
 * a page. What has arrived stands in a row, and is looked after by that.
 */
export async function soughtIds({ store, clock, logger, identity }: Keeper): Promise<string[]> {
  const now = clock.now().toISOString();
  try {
    const entries = await readEntries(store);
    return entries
      .filter(({ state, dueAt }) => state === 'waiting' && dueAt <= now)
      .map(({ subscriptionId }) => subscriptionId);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    logger.error('ExpectedNotRead', { identity: identity.name, cause: error.message });
    return [];
  }
}

type Judged = ExpectedStep & { before: ExpectedSubscription };

function isChange({ before, entry }: Judged): boolean {
  return entry !== before;
}

async function readEntries(store: StateStore): Promise<ExpectedSubscription[]> {
  const entries: ExpectedSubscription[] = [];
  for await (const entry of allPages((page) => store.listExpected(page))) entries.push(entry);
  return entries;
}

function judgeAll(
  keeper: Keeper,
  entries: readonly ExpectedSubscription[],
  moment: FollowMoment,
  ownPresence: (entry: ExpectedSubscription) => Presence,
): Promise<Judged[]> {
  return pMap(
    entries,
    async (before): Promise<Judged> => {
      const own = ownPresence(before);
      const alone = judgeExpected(before, { own, elsewhere: 'absent' }, moment);
      // The others are asked only where their word could turn it.
      if (own === 'delegated' || alone.entry === before) return { before, ...alone };
      const elsewhere = await lookElsewhere(keeper, before, moment);
      return { before, ...judgeExpected(before, { own, elsewhere }, moment) };
    },
    { concurrency: READS_AT_ONCE },
  );
}

/** At the other identities, and at what a check of its own saw after it had begun. */
async function lookElsewhere(
  { expected, store }: Keeper,
  entry: ExpectedSubscription,
  { identity: own, startedAt, now }: FollowMoment,
): Promise<Presence> {
  const others = expected.identityNames.filter((name) => name !== own);
  const checked = await store.readChecked(own, entry.subscriptionId);
  return joinPresence([
    checked !== undefined && isSince(checked.at, { startedAt, endedAt: now })
      ? presenceOf(checked.row)
      : 'absent',
    ...(await Promise.all(
      others.map(async (identity) => {
        const { row, lookedAt } = await readCurrentRow(store, identity, entry.subscriptionId);
        return presenceElsewhere(entry, { identity, observedAt: lookedAt, row });
      }),
    )),
  ]);
}

/** Without the entries that were taken over for delivery, each by its own identity, or that nobody will take over. */
async function nextOutbox(
  { expected, store, notifies }: Keeper,
  { identity, runId, now: time }: ExpectedMoment,
  events: number,
): Promise<Outbox> {
  const before = (await store.readExpectedOutbox()) ?? EMPTY_OUTBOX;
  if (!notifies) return { ...before, entries: [] };
  const taken = new Map<string, DeliveryRecord['taken']>();
  for (const name of expected.identityNames)
    taken.set(name, ((await store.readDelivery(name)) ?? EMPTY_DELIVERY).taken);
  const open = before.entries.filter((entry) => {
    const byIdentity = taken.get(entry.identity);
    return byIdentity !== undefined && !isTaken(byIdentity, entry);
  });
  const added = events === 0 ? undefined : { identity, runId, time, events };
  return putIntoOutbox({ ...before, entries: open }, added, 0);
}
