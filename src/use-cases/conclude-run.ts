// Turns what a run observed into what is remembered of it: rows, events, the identity's record, the run itself. What
// onboarding checks kept since the last run goes over with it.
import { createCatalogue } from '../domain/catalogue.ts';
import { liveChecks, overlayChecks, type CheckedSubscription } from '../domain/checked-subscription.ts';
import { diffRows, type RowsDiff } from '../domain/diff.ts';
import type { KeeperEvent } from '../domain/event.ts';
import { afterTold, earlier, lastToldOf, later } from '../domain/in-order.ts';
import type { IdentityRecord } from '../domain/identity-record.ts';
import { linkStepAfter } from '../domain/link-events.ts';
import { standingOf } from '../domain/link-standing.ts';
import { toLink, type LinkObservation } from '../domain/link.ts';
import { runStep } from '../domain/run-events.ts';
import { countRows, emptyTotals, type Run, type RunState } from '../domain/run.ts';
import type { Observation } from '../domain/next-row.ts';
import type { SubscriptionRow } from '../domain/row.ts';
import { tellEvents } from '../domain/subject-events.ts';
import { takeChecks, withoutOutdone } from '../domain/take-checks.ts';
import type { Change } from '../ports/store.ts';
import type { Keeper } from './keeper.ts';
import type { LinkOutcome } from './keep-link.ts';
import { nextOutbox } from './next-outbox.ts';
import type { FleetView } from './observe-fleet.ts';

export interface RunMatter {
  running: Run;
  record: IdentityRecord | undefined;
  /** The identity's own rows. */
  stored: ReadonlyMap<string, SubscriptionRow>;
  /** What checks kept, and the number of the last of them. */
  checked: { entries: readonly CheckedSubscription[]; last: number };
  view: FleetView;
  /** Number of the last outbox entry that was taken over for delivery. */
  taken: number;
  /** It was ended early: what was not seen by then says nothing about Azure. */
  stopped: boolean;
  /** ISO 8601 UTC */
  endedAt: string;
}

export interface Conclusion {
  run: Run;
  change: Change;
  /** As they stood before the run. */
  rows: ReadonlyMap<string, SubscriptionRow>;
  /** Those that count. */
  observations: readonly Observation[];
  /** ISO 8601 UTC: the end as the clock says it, also where what is told has to follow on a later time. */
  readAt: string;
}

/** A run's matter with the checks laid over its rows. */
interface Joined extends Omit<RunMatter, 'record'> {
  record: IdentityRecord;
  live: ReadonlyMap<string, CheckedSubscription>;
  readAt: Conclusion['readAt'];
  rows: Conclusion['rows'];
  observations: Conclusion['observations'];
}

/** The run's end is the matter's, but for a clock that was set back: never before its beginning, and after what it follows on. */
export function concludeRun(keeper: Keeper, given: RunMatter): Conclusion {
  const endedAt = later(given.endedAt, given.running.startedAt);
  const matter = join(keeper, { ...given, endedAt });
  const conclusion = conclude(keeper, matter);
  const inOrder = afterTold(endedAt, toldBefore(conclusion, matter));
  return inOrder === endedAt ? conclusion : conclude(keeper, { ...matter, endedAt: inOrder });
}

/** When that was told on which this run's own events and words follow. */
function toldBefore({ change, rows }: Conclusion, { record }: Joined): string[] {
  const { events = [], words = [] } = change;
  return [...events, ...words].flatMap(({ subscriptionId }) => {
    if (subscriptionId === undefined) return record.toldAt ?? [];
    const row = rows.get(subscriptionId);
    return row === undefined ? [] : lastToldOf(row);
  });
}

function conclude(keeper: Keeper, matter: Joined): Conclusion {
  const { running, view, stopped, endedAt, readAt, record, rows, observations } = matter;
  const diff = view.failure === undefined && !stopped ? judge(keeper, matter) : undefined;
  const state = stopped ? 'failed' : stateOf(view);
  const run: Run = {
    ...running,
    state,
    endedAt,
    ...(view.link !== undefined && { link: shownLink(view.link, keeper.identity.partnerId) }),
    totals:
      diff === undefined ? record.totals : countRows(diff.recognitions, countNotDelegated(matter, diff)),
    calls: view.calls,
    findings: [
      ...(view.failure === undefined || stopped ? [] : [view.failure]),
      ...(view.link?.findings ?? []),
    ],
    ...(stopped && { note: 'Keeper was stopped in the middle of this run. What it saw was not kept.' }),
  };
  // A dry run leaves nothing behind but itself.
  if (running.dryRun) return { run, change: { runs: [run] }, rows, observations, readAt };
  const next = nextRecord(keeper, matter, run);
  const events = [...next.events, ...(diff?.events ?? [])];
  const told = { ...run, events: events.length };
  return {
    run: told,
    rows,
    observations,
    readAt,
    change: {
      identity: {
        ...next.record,
        ...(diff !== undefined && matter.live.size > 0 && { checksTaken: matter.checked.last }),
        outbox: nextOutbox(keeper, record.outbox, matter.taken, {
          runId: run.id,
          time: endedAt,
          events: events.length,
        }),
      },
      putRows: diff?.putRows ?? [],
      deleteRows: diff?.deleteRows ?? [],
      runs: [told],
      events,
      words: diff?.words ?? [],
    },
  };
}

/** Of an identity of which nothing is remembered yet. */
export function firstRecord(identity: string): IdentityRecord {
  return {
    name: identity,
    linkMemory: { everRight: false, lost: false },
    totals: emptyTotals(),
    failing: false,
    roleNames: {},
    events: 0,
  };
}

function stateOf(view: FleetView): RunState {
  if (view.failure !== undefined) return 'failed';
  const unread = view.observations.some(({ kind }) => kind === 'unread');
  return unread || view.link?.after.kind === 'unreadable' ? 'partial' : 'succeeded';
}

function join(keeper: Keeper, given: RunMatter): Joined {
  const { running, stored, checked } = given;
  const record = given.record ?? firstRecord(running.identity);
  const live = liveChecks(checked.entries, record.checksTaken);
  const observations = withoutOutdone(given.view.observations, live, {
    startedAt: running.startedAt,
    endedAt: given.endedAt,
    link: linkOf(given.view),
    wantedPartnerId: keeper.identity.partnerId,
  });
  return { ...given, record, live, readAt: given.endedAt, rows: overlayChecks(stored, live), observations };
}

/** By which all rows of the run are judged. */
function linkOf({ link }: FleetView): LinkObservation {
  return link?.after ?? { kind: 'unreadable', cause: 'It was not read.' };
}

function judge(keeper: Keeper, matter: Joined): RowsDiff {
  const { running, stored, rows, live, view, observations, endedAt, readAt, record } = matter;
  const standing = {
    principal: { principalId: view.principalId ?? '', groups: view.groups },
    wantedPartnerId: keeper.identity.partnerId,
    link: linkOf(view),
    catalogue: createCatalogue(keeper.roleOverrides, view.roleNames),
  };
  const baseline = record.observedAt === undefined;
  const diff = diffRows(rows, observations, standing, {
    identity: keeper.identity.name,
    runId: running.id,
    now: endedAt,
    readAt,
    baseline,
  });
  return takeChecks(diff, stored, live);
}

/** Visible and of another tenant, but nothing is delegated to us: no row, only a number. */
function countNotDelegated({ view, rows, observations }: Joined, diff: RowsDiff): number {
  const gone = new Set(diff.deleteRows);
  return observations.filter(
    (seen) =>
      seen.kind === 'not-delegated' &&
      !view.outOfSight.has(seen.subscriptionId) &&
      (!rows.has(seen.subscriptionId) || gone.has(seen.subscriptionId)),
  ).length;
}

function shownLink(link: LinkOutcome, wantedPartnerId: string): NonNullable<Run['link']> {
  const { before, action, after } = link;
  return { before: toLink(before, wantedPartnerId), action, after: toLink(after, wantedPartnerId) };
}

function nextRecord(
  keeper: Keeper,
  { record, view, stopped, endedAt, readAt }: Joined,
  run: Run,
): { record: IdentityRecord; events: KeeperEvent[] } {
  // A link that the run did not come to read tells nothing.
  const linked = view.link && linkStepOf(record, view.link, run);
  // Being stopped, as being killed, is no failing of Azure or of the settings.
  const runs = stopped ? { failing: record.failing, events: [] } : runStep(record, run.state);
  const subject = { identity: record.name, name: 'identity', events: record.events };
  const events = tellEvents(subject, [...(linked?.events ?? []), ...runs.events], {
    runId: run.id,
    time: endedAt,
  });
  const failed = run.state === 'failed';
  const seen = view.link?.after;
  const { linkIntents = [], ...remembered } = record;
  const open = linked?.open ?? linkIntents;
  return {
    events,
    record: {
      ...remembered,
      ...(open.length > 0 && { linkIntents: open }),
      ...(view.principalId !== undefined && { principalId: view.principalId }),
      ...(seen !== undefined && {
        link: standingOf(seen, keeper.identity.partnerId, record.link, endedAt),
      }),
      linkMemory: linked?.memory ?? record.linkMemory,
      totals: run.totals,
      firstRunAt: record.firstRunAt ?? run.startedAt,
      lastRun: { id: run.id, state: run.state, startedAt: run.startedAt, endedAt },
      ...(events.length > 0 && { toldAt: endedAt }),
      ...(!failed && {
        // A first run by a clock that was set back since would leave all until then unobserved.
        baselineAt: earlier(record.baselineAt ?? readAt, readAt),
        observedAt: readAt,
        roleNames: view.roleNames,
      }),
      failing: runs.failing,
      events: record.events + events.length,
    },
  };
}

function linkStepOf({ linkIntents = [], linkMemory }: IdentityRecord, { wrote }: LinkOutcome, run: Run) {
  const own = wrote ? { runId: run.id, before: run.link.before } : undefined;
  return linkStepAfter(linkIntents, linkMemory, { ...run.link, by: 'keeper' }, own);
}
