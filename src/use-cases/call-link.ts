// Sets or removes the link because a caller asks for it (contract §7.6): under the identity's lease, looked at before,
// remembered before the write goes out, read back after it, and told with the caller's name.
import type { Caller } from '../domain/access.ts';
import { outcomeOfWrite, planDelete, planPut, toLinkCallId, type LinkCallPlan } from '../domain/link-call.ts';
import { addIntent } from '../domain/link-events.ts';
import type { LinkView } from '../domain/link-standing.ts';
import { toLink, type Link } from '../domain/link.ts';
import { startDeadline, type Deadline } from '../ports/deadline.ts';
import { LeaseLost, StoreUnavailable } from '../ports/store.ts';
import { answerTo, type LinkCallAnswer } from './answer-link-call.ts';
import { closeAbandoned } from './close-abandoned.ts';
import { concludeLinkCall, type WrittenLink } from './conclude-link-call.ts';
import { firstRecord } from './conclude-run.ts';
import { holdLease, LEASE_MS, type HeldLease } from './hold-lease.ts';
import type { Keeper } from './keeper.ts';
import { LIVE_MS, lookAtLink, viewOf } from './look-at-link.ts';
import { newRunId } from './new-run-id.ts';
import { tellWithin } from './tell-within.ts';
import { writeLink } from './write-link.ts';

/** Whether what the caller took for standing does stand. */
export type AllowsLink = (current: LinkView) => boolean;

export interface LinkPut {
  partnerId: string;
  /** It may differ from the settings. */
  override: boolean;
  caller: Caller;
}

export interface LinkDelete {
  /** The id that the caller takes for the one that is linked. */
  confirm: string;
  caller: Caller;
}

/** @throws StoreUnavailable, and then nothing was written to Azure */
export function putPartnerLink(keeper: Keeper, put: LinkPut, allows: AllowsLink): Promise<LinkCallAnswer> {
  return callLink(keeper, {
    caller: put.caller,
    plan: (link, view) => planPut(link, put, allows(view)),
  });
}

/** @throws StoreUnavailable, and then nothing was written to Azure */
export function deletePartnerLink(
  keeper: Keeper,
  { confirm, caller }: LinkDelete,
  allows: AllowsLink,
): Promise<LinkCallAnswer> {
  return callLink(keeper, { caller, plan: (link, view) => planDelete(link, confirm, allows(view)) });
}

interface LinkCall {
  caller: Caller;
  plan: (link: Link, view: LinkView) => LinkCallPlan;
}

interface Holding {
  callId: string;
  held: HeldLease;
  deadline: Deadline;
}

/** What came of it, and how much there is to tell. */
interface Called {
  answer: LinkCallAnswer;
  events: number;
}

async function callLink(keeper: Keeper, call: LinkCall): Promise<LinkCallAnswer> {
  const { store, identity, clock } = keeper;
  const startedAt = clock.now();
  const callId = toLinkCallId(newRunId(startedAt.toISOString()));
  const lease = await store.acquireLease(identity.name, callId, LEASE_MS);
  if (lease.kind === 'held') return { kind: 'busy', runId: lease.runId };
  const deadline = startDeadline(LIVE_MS, clock);
  const held = holdLease(keeper, lease.lease, () => deadline.expire());
  let called: Called;
  try {
    if (lease.abandonedRunId !== undefined) {
      const runs = await closeAbandoned(keeper, lease.abandonedRunId, startedAt.toISOString());
      if (runs.length > 0) await store.commit(held.current(), { runs });
    }
    called = await callUnderLease(keeper, call, { callId, held, deadline });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    return { kind: 'lease-lost' };
  } finally {
    deadline.end();
    await held.release().catch(() => undefined);
  }
  if (called.events > 0) await tellWithin(keeper, startedAt);
  return called.answer;
}

/** Enough to write, to be left without an answer, and to look what came of it. */
const WRITE_MS = 11_000;

/** @throws LeaseLost, StoreUnavailable; then nothing was written to Azure */
async function callUnderLease(keeper: Keeper, call: LinkCall, holding: Holding): Promise<Called> {
  const { store, identity, clock } = keeper;
  const { callId, held, deadline } = holding;
  const record = (await store.readIdentity(identity.name)) ?? firstRecord(identity.name);
  const sighting = await lookAtLink(keeper, record, deadline);
  if (sighting.kind === 'unseen') return quiet({ kind: 'unreadable', cause: sighting.cause });
  const { session, observed } = sighting;
  const view = viewOf(keeper, record, observed, session.principalId, clock.now().toISOString());
  const before = toLink(observed, identity.partnerId);
  const plan = call.plan(before, view);
  if (plan.kind === 'keep') return quiet({ kind: 'done', view });
  if (plan.kind !== 'write') return quiet(plan);
  if (deadline.remainingMs() < WRITE_MS)
    return quiet({
      kind: 'unreadable',
      cause: 'Reading the link took so long that no time was left to write it.',
    });
  const { order } = plan;
  const partnerId = order.action === 'remove' ? null : order.partnerId;
  const intent = { runId: callId, before, call: { caller: call.caller, partnerId } };
  const known = { ...record, principalId: session.principalId };
  // A kill between the write and its record must swallow neither what happened nor the caller.
  await store.commit(held.current(), {
    identity: { ...known, linkIntents: addIntent(record.linkIntents, intent) },
  });
  const hasTime = () => deadline.remainingMs() >= WRITE_MS;
  const { answer, after } = await writeLink(session, order, observed, hasTime);
  const outcome = outcomeOfWrite(order, answer.kind, toLink(after, identity.partnerId));
  const time = clock.now().toISOString();
  const written: WrittenLink = { record: known, intent, order, answer, after, outcome, time };
  keeper.logger.info('PartnerLinkCalled', {
    identity: identity.name,
    runId: callId,
    caller: call.caller,
    action: order.action,
    outcome: outcome.kind,
    // The alert on the link takes the newest word of it, a run's or a caller's.
    linkState: toLink(after, identity.partnerId).state,
  });
  return rememberWritten(keeper, holding, written);
}

function quiet(answer: LinkCallAnswer): Called {
  return { answer, events: 0 };
}

/** The write is done: what fails from here on leaves what was remembered before it, and the next run tells it. */
async function rememberWritten(keeper: Keeper, { held }: Holding, written: WrittenLink): Promise<Called> {
  const answer = answerTo(keeper, written);
  try {
    const taken = keeper.notifies
      ? (await keeper.store.readDelivery(keeper.identity.name))?.taken.identity
      : 0;
    const { change, events } = concludeLinkCall(keeper, written, taken ?? 0);
    await keeper.store.commit(held.current(), change);
    return { answer, events };
  } catch (error) {
    if (!(error instanceof LeaseLost || error instanceof StoreUnavailable)) throw error;
    keeper.logger.error('PartnerLinkNotKept', {
      identity: keeper.identity.name,
      runId: written.intent.runId,
      cause: error.message,
    });
    return quiet(answer.kind === 'done' ? { kind: 'not-kept' } : answer);
  }
}
