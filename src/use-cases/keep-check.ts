// Keeps what an onboarding check saw: row, events, words and what is to be told in one commit to the space of checks, the
// expected entry before it. Under that space's lease alone, so that a check may come while a run is under way.
import {
  EMPTY_CHECKS,
  forgetAsked,
  rememberAsked,
  type ChecksRecord,
} from '../domain/checked-subscription.ts';
import { createCatalogue } from '../domain/catalogue.ts';
import type { ExpectedSubscription } from '../domain/expected-subscription.ts';
import { countLost } from '../domain/event.ts';
import { judgeCheck, retryAfterSeconds, type CheckStep, type CheckView } from '../domain/judge-check.ts';
import { presenceOf, type Presence } from '../domain/judge-expected.ts';
import { putIntoOutbox } from '../domain/outbox.ts';
import { afterTold, lastToldOf } from '../domain/in-order.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import { StoreUnavailable, type Lease } from '../ports/store.ts';
import { readCurrentRow, type CurrentRow } from './current-rows.ts';
import { followExpected } from './follow-expected.ts';
import type { Keeper } from './keeper.ts';
import type { SubscriptionLook } from './look-at-subscription.ts';

export interface CheckToKeep {
  /** Stands where a run's id does. */
  checkId: string;
  subscriptionId: string;
  look: SubscriptionLook;
  /** ISO 8601 UTC: when Azure had answered. */
  checkedAt: string;
  /** How long another writer is waited for. */
  patienceMs: number;
}

export interface KeptCheck {
  view: CheckView;
  retryAfterSeconds: number | undefined;
  /** Told, the expected entry's too. */
  events: number;
  /** Of them, subscriptions that earn less than before. */
  lost: number;
}

/** @throws StoreUnavailable; also where another writer held the checks for too long */
export async function keepCheck(keeper: Keeper, check: CheckToKeep): Promise<KeptCheck> {
  const work = (lease: Lease) => keepUnderLease(keeper, lease, check);
  const answer = await keeper.checks.change(check.checkId, work, { patienceMs: check.patienceMs });
  if (answer.kind === 'done') return answer.value;
  throw new StoreUnavailable(`Another process holds the checks of ${keeper.identity.name}.`);
}

async function keepUnderLease(keeper: Keeper, lease: Lease, check: CheckToKeep): Promise<KeptCheck> {
  const { store, identity } = keeper;
  const { subscriptionId, checkedAt } = check;
  const current = await readCurrentRow(store, identity.name, subscriptionId);
  // No look was later than now: one that seems so came before the clock was set back, and knows no better.
  const isAhead = standsSince(current) > keeper.clock.now().toISOString();
  const step = judgeInOrder(keeper, check, current);
  const before = (await store.readChecks(identity.name)) ?? EMPTY_CHECKS;
  const asked =
    step.again === 'asked'
      ? rememberAsked(before, subscriptionId, checkedAt)
      : isSeen(step)
        ? forgetAsked(before, subscriptionId)
        : before;
  const firstAt = asked.asked.find((each) => each.subscriptionId === subscriptionId)?.at ?? checkedAt;
  const answer = { view: step.view, retryAfterSeconds: retryAfterSeconds(step.again, firstAt, checkedAt) };

  // Who looked while this one did may have seen what came later: an old answer that was long under way is no loss. And
  // where nothing was seen of it, nothing changes.
  if ((isOvertaken(current, check) && !isAhead) || step.row === current.row) {
    if (asked !== before) await store.commit(lease, { checks: asked });
    return { ...answer, events: 0, lost: 0 };
  }
  const events = step.events.length + (await followEntry(keeper, check, current.row, step.row));
  const last = before.last + 1;
  await store.commit(lease, {
    checks: { ...asked, last, outbox: await nextOutbox(keeper, check, asked, events) },
    putChecked: [
      {
        subscriptionId,
        number: last,
        at: checkedAt,
        seenAt: check.look.seenAt,
        ...(step.row && { row: step.row }),
      },
    ],
    events: step.events,
    words: isAhead
      ? step.words
      : step.words.map((word) => ({ ...word, time: afterLook(current, word.time) })),
  });
  return { ...answer, events, lost: countLost(step.events) };
}

/** A look that could not read it and was kept meanwhile changed the word before this one does: steps stay in order. */
function afterLook({ lookedAt }: CurrentRow, time: string): string {
  if (lookedAt === undefined || lookedAt < time) return time;
  return new Date(Date.parse(lookedAt) + 1).toISOString();
}

/** What the check tells follows on what was told of the row before, also by a clock that was set back since. */
function judgeInOrder(keeper: Keeper, check: CheckToKeep, current: CurrentRow): CheckStep {
  const { row } = current;
  const step = judge(keeper, check, current, check.checkedAt);
  if (row === undefined || step.events.length + step.words.length === 0) return step;
  const inOrder = afterTold(check.checkedAt, [lastToldOf(row)]);
  return inOrder === check.checkedAt ? step : judge(keeper, check, current, inOrder);
}

function judge(
  keeper: Keeper,
  { checkId, subscriptionId, look, checkedAt }: CheckToKeep,
  { row, record }: CurrentRow,
  now: string,
): CheckStep {
  const { identity, roleOverrides } = keeper;
  return judgeCheck(look.sight, {
    subscriptionId,
    before: row,
    standing: {
      principal: { principalId: look.principalId, groups: look.groups },
      wantedPartnerId: identity.partnerId,
      link: look.link,
      catalogue: createCatalogue(roleOverrides, look.roleNames),
    },
    moment: {
      identity: identity.name,
      runId: checkId,
      now,
      readAt: checkedAt,
      baseline: record?.observedAt === undefined,
    },
  });
}

/** It is delegated, so that its next disappearance is a new story. */
function isSeen({ row }: CheckStep): boolean {
  return row?.read === true && row.removedAt === undefined;
}

/** ISO 8601 UTC: the last look at it; empty where there was none. */
function standsSince({ row, lookedAt = '' }: CurrentRow): string {
  return row?.observedAt ?? lookedAt;
}

function isOvertaken(current: CurrentRow, { look, checkedAt }: CheckToKeep): boolean {
  const { row } = current;
  // Where no word was ever read there is none to take back: who has just been onboarded is seen at once.
  const isWorded = row !== undefined && (row.read || row.lastKnown !== undefined);
  return isWorded ? row.observedAt > look.askedAt : standsSince(current) > checkedAt;
}

/** @returns how many events the expected entry told */
async function followEntry(
  keeper: Keeper,
  { checkId, subscriptionId, checkedAt }: CheckToKeep,
  before: SubscriptionRow | undefined,
  after: SubscriptionRow | undefined,
): Promise<number> {
  const own = (entry: ExpectedSubscription): Presence => {
    if (entry.subscriptionId !== subscriptionId || after === undefined) return 'unread';
    const presence = presenceOf(after);
    // What has not come yet may be on its way: only a run says that it is missing. What was there and went is.
    const isRemoval = before?.delegated === true && after.delegated === false;
    return presence === 'absent' && !(entry.state === 'arrived' && isRemoval) ? 'unread' : presence;
  };
  const moment = { identity: keeper.identity.name, runId: checkId, startedAt: checkedAt, now: checkedAt };
  return (await followExpected(keeper, moment, own)).events.length;
}

async function nextOutbox(
  { store, notifies, identity: { name } }: Keeper,
  { checkId, checkedAt }: CheckToKeep,
  { outbox }: ChecksRecord,
  events: number,
): Promise<ChecksRecord['outbox']> {
  if (!notifies) return { ...outbox, entries: [] };
  const taken = (await store.readDelivery(name))?.taken.checks ?? 0;
  const added = { identity: name, runId: checkId, time: checkedAt, events };
  return putIntoOutbox(outbox, events === 0 ? undefined : added, taken);
}
