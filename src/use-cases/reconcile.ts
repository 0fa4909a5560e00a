// The loop, once, for one identity: observe, judge, compare with what is remembered, remember, tell. Level-triggered:
// it enforces the present state and never relies on having seen what happened before.
import { countLost } from '../domain/event.ts';
import { later } from '../domain/in-order.ts';
import { addIntent } from '../domain/link-events.ts';
import { toLink } from '../domain/link.ts';
import { emptyTotals, type Run, type RunTrigger } from '../domain/run.ts';
import { startDeadline, type Deadline } from '../ports/deadline.ts';
import { LeaseLost, StoreUnavailable, type Change, type Lease } from '../ports/store.ts';
import { closeAbandoned } from './close-abandoned.ts';
import { firstRecord, type Conclusion } from './conclude-run.ts';
import { readKnownRows, readLiveChecks, readStoredRows } from './current-rows.ts';
import { soughtIds } from './follow-expected.ts';
import { holdLease, LEASE_MS, type HeldLease } from './hold-lease.ts';
import type { Keeper } from './keeper.ts';
import { keepConclusion, type ObservedMatter } from './keep-conclusion.ts';
import { newRunId } from './new-run-id.ts';
import { observeFleet, type Progress } from './observe-fleet.ts';

export interface ReconcileRequest {
  trigger: RunTrigger;
  dryRun: boolean;
  /** How long Azure may be asked; storing comes after it. */
  budgetMs: number;
  onProgress?: (progress: Progress) => void;
  /** Ends the run early: it is kept as `failed`, with nothing concluded from what it did not see. */
  signal?: AbortSignal;
}

export interface Busy {
  /** Another run holds the identity. */
  kind: 'busy';
  runId: string;
  until: string;
}

export type ReconcileAnswer = { kind: 'ran'; run: Run } | Busy;

/** The lease of one identity for one run, which has not begun. */
interface Reservation {
  kind: 'reserved';
  keeper: Keeper;
  runId: string;
  startedAt: string;
  lease: Lease;
  abandonedRunId: string | undefined;
}

/** @throws StoreUnavailable where nothing could be begun */
export async function reconcile(keeper: Keeper, request: ReconcileRequest): Promise<ReconcileAnswer> {
  const reserved = await reserve(keeper);
  return reserved.kind === 'busy' ? reserved : { kind: 'ran', run: await runAndTell(reserved, request) };
}

/**
 * All of them side by side, or none where one of them is busy.
 * @throws StoreUnavailable where one could not be begun
 */
export async function reconcileTogether(
  keepers: readonly Keeper[],
  request: ReconcileRequest,
): Promise<{ kind: 'ran'; runs: Run[] } | Busy> {
  const reserved: Reservation[] = [];
  const giveBack = () =>
    Promise.all(reserved.map(({ keeper, lease }) => keeper.store.releaseLease(lease).catch(() => undefined)));
  try {
    for (const keeper of keepers) {
      const answer = await reserve(keeper);
      if (answer.kind === 'busy') {
        await giveBack();
        return answer;
      }
      reserved.push(answer);
    }
  } catch (error) {
    await giveBack();
    throw error;
  }
  const outcomes = await Promise.allSettled(reserved.map((each) => runAndTell(each, request)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return {
    kind: 'ran',
    runs: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
  };
}

async function reserve(keeper: Keeper): Promise<Reservation | Busy> {
  const startedAt = keeper.clock.now().toISOString();
  const runId = newRunId(startedAt);
  const answer = await keeper.store.acquireLease(keeper.identity.name, runId, LEASE_MS);
  if (answer.kind === 'held') return { kind: 'busy', runId: answer.runId, until: answer.expiresAt };
  const { lease, abandonedRunId } = answer;
  return { kind: 'reserved', keeper, runId, startedAt, lease, abandonedRunId };
}

/** Whether anybody could be told changes nothing of the run: what could not be sent is sent later. */
async function runAndTell(reserved: Reservation, request: ReconcileRequest): Promise<Run> {
  const { keeper, runId } = reserved;
  const { trigger, dryRun } = request;
  const subject = { runId, identity: keeper.identity.name, trigger, dryRun };
  const run = await keeper.telemetry.run(subject, () => runReserved(reserved, request));
  if (run.events > 0) await keeper.tell?.();
  return run;
}

async function runReserved(
  { keeper, runId, startedAt, lease, abandonedRunId }: Reservation,
  request: ReconcileRequest,
): Promise<Run> {
  const { clock, identity } = keeper;
  const deadline = startDeadline(request.budgetMs, clock);
  const held = holdLease(keeper, lease, () => deadline.expire());
  const stop = () => deadline.expire();
  request.signal?.addEventListener('abort', stop, { once: true });
  const unread = { state: 'unreadable', wantedPartnerId: identity.partnerId } as const;
  const running: Run = {
    id: runId,
    identity: identity.name,
    trigger: request.trigger,
    dryRun: request.dryRun,
    state: 'running',
    startedAt,
    link: { before: unread, action: 'none', after: unread },
    totals: emptyTotals(),
    calls: {},
    events: 0,
    findings: [],
  };
  try {
    const { run, change } = await attempt(keeper, request, { running, held, deadline }, abandonedRunId);
    logCompleted(keeper, run, change);
    return run;
  } finally {
    deadline.end();
    request.signal?.removeEventListener('abort', stop);
    await held.release().catch(() => undefined);
  }
}

interface Attempt {
  running: Run;
  held: HeldLease;
  deadline: Deadline;
}

/** All of the run's outcome in one commit; where the lease or the store is gone, none of it and the run failed. */
async function attempt(
  keeper: Keeper,
  request: ReconcileRequest,
  { running, held, deadline }: Attempt,
  abandonedRunId: string | undefined,
): Promise<Pick<Conclusion, 'run' | 'change'>> {
  let run = running;
  let hasBegun = false;
  try {
    const abandoned = await closeAbandoned(keeper, abandonedRunId, running.startedAt);
    await keeper.store.commit(held.current(), { runs: [...abandoned, running] });
    hasBegun = true;
    const matter = await observe(keeper, request, { running, held, deadline });
    return await keepConclusion(keeper, held, matter, (concluded) => (run = concluded));
  } catch (error) {
    if (error instanceof StoreUnavailable && !hasBegun) throw error;
    // The store may have kept it and been lost with its answer: then what it kept is what is true.
    const kept = error instanceof StoreUnavailable ? await readKept(keeper, run.id) : undefined;
    if (kept !== undefined) return { run: kept, change: {} };
    const { note, isLoss } = noteOn(error);
    const cause = error instanceof Error && !isLoss ? (error.stack ?? error.message) : String(error);
    keeper.logger.error('RunNotKept', { runId: run.id, identity: run.identity, cause });
    const endedAt = later(keeper.clock.now().toISOString(), run.startedAt);
    const failed: Run = { ...run, state: 'failed', endedAt, events: 0, note };
    // A defect of ours took neither lease nor store away: the run's end can be kept.
    if (!isLoss) await keeper.store.commit(held.current(), { runs: [failed] }).catch(() => undefined);
    return { run: failed, change: {} };
  }
}

/** The run as it ended in the store, where that can be read now and it did end there. */
async function readKept({ store }: Keeper, runId: string): Promise<Run | undefined> {
  const run = await store.readRun(runId).catch(() => undefined);
  return run?.state === 'running' ? undefined : run;
}

/** `isLoss`: the lease or the store is gone, and nothing more may be written. */
function noteOn(error: unknown): { note: string; isLoss: boolean } {
  if (error instanceof LeaseLost)
    return {
      note: 'The lease ran out or went to another process while this run was under way, so nothing of it was kept.',
      isLoss: true,
    };
  if (error instanceof StoreUnavailable)
    return {
      note: 'The store was lost while this run was under way, and shows nothing of it. The log says why.',
      isLoss: true,
    };
  return {
    note: 'A defect of Keeper ended this run; nothing of it was kept. The log says where.',
    isLoss: false,
  };
}

async function observe(
  keeper: Keeper,
  request: ReconcileRequest,
  { running, held, deadline }: Attempt,
): Promise<ObservedMatter> {
  const { store, identity } = keeper;
  const { live, record } = await readLiveChecks(store, identity.name);
  const delivery = keeper.notifies ? await store.readDelivery(identity.name) : undefined;
  const view = await observeFleet(keeper, {
    dryRun: request.dryRun,
    deadline,
    expectedPrincipalId: identity.principalId ?? record?.principalId,
    knownRows: await readKnownRows(store, identity.name, live),
    sought: request.dryRun ? [] : await soughtIds(keeper),
    knownRoleNames: record?.roleNames ?? {},
    onProgress: request.onProgress ?? (() => undefined),
    // A kill between the write and the run's end must not swallow what happened to the link.
    beforeLinkWrite: async (observed) => {
      const before = toLink(observed, identity.partnerId);
      await store.commit(held.current(), {
        identity: {
          ...(record ?? firstRecord(identity.name)),
          firstRunAt: record?.firstRunAt ?? running.startedAt,
          linkIntents: addIntent(record?.linkIntents, { runId: running.id, before }),
        },
        runs: [{ ...running, link: { ...running.link, before } }],
      });
    },
  });
  // Under the lease they are what they were at the beginning: only now is all of them needed, so only now is it held.
  const stored = await readStoredRows(store, identity.name);
  const taken = delivery?.taken.identity ?? 0;
  return { running, record, stored, view, taken, stopped: request.signal?.aborted === true };
}

/** The line whose absence an alert watches for. */
function logCompleted({ logger }: Keeper, run: Run, change: Change): void {
  const { notDelegated, ...byRecognition } = run.totals;
  logger.info('ReconcileCompleted', {
    runId: run.id,
    identity: run.identity,
    state: run.state,
    dryRun: run.dryRun,
    scopes: Object.values(byRecognition).reduce((sum, count) => sum + count, 0),
    pec: run.totals.pec,
    pecPartial: run.totals['pec-partial'],
    palOnly: run.totals['pal-only'],
    none: run.totals.none,
    lost: countLost(change.events ?? []),
    unknown: run.totals.unknown,
    notDelegated,
    linkState: run.link.after.state,
    calls: Object.values(run.calls).reduce((sum, count) => sum + count, 0),
    durationMs: Date.parse(run.endedAt ?? run.startedAt) - Date.parse(run.startedAt),
  });
}
