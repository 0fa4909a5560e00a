// Reads what the dashboard shows: each row once and no more of it than is shown, what changed lately, and how runs went.
import * as z from 'zod';
import { assembleDashboard, type Sight } from '../domain/dashboard/dashboard.ts';
import { createInterner, toLine, type Line, type ToldLine } from '../domain/dashboard/line.ts';
import { LOSS_IS_NEWS_MS } from '../domain/dashboard/loss.ts';
import { runStanding } from '../domain/dashboard/standing.ts';
import type { Place } from '../domain/dashboard/take-page.ts';
import type { Dashboard, DashboardRequest, IdentityPanel } from '../domain/dashboard/view.ts';
import { lookTimes, readsBackTo } from '../domain/evidence.ts';
import type { ExpectedView } from '../domain/expected-subscription.ts';
import { toMonth, type Month } from '../domain/month.ts';
import type { Receiver } from '../ports/receiver.ts';
import { InvalidPageToken, type PageRequest, type StateStore } from '../ports/store.ts';
import { allPages } from './all-pages.ts';
import { listCurrentRows, readLiveChecks, ROWS_AT_ONCE } from './current-rows.ts';
import type { Keeper } from './keeper.ts';
import { endedRuns, readWords } from './read-evidence.ts';
import { listExpected } from './read-expected.ts';
import { readIdentityStatus } from './read-status.ts';

export interface DashboardSurroundings {
  store: StateStore;
  /** All of them, at least one. */
  keepers: readonly Keeper[];
  receivers: readonly Receiver[];
  schedule: Dashboard['schedule'];
  /** Bytes of the page that a line takes, and how many all of them may. */
  weigh: (line: ToldLine) => number;
  mostBytes: number;
}

/** However many ought to be there, the page stays small. */
const MOST_MISSING = { beside: 10, askedFor: 200 };

/** @throws InvalidPageToken, StoreUnavailable */
export async function readDashboard(
  { store, keepers, receivers, schedule, weigh, mostBytes }: DashboardSurroundings,
  request: DashboardRequest,
  now: Date,
): Promise<Dashboard> {
  const { identity, top, skipToken } = request;
  const after = skipToken === undefined ? undefined : readToken(skipToken);
  const month = toMonth(now.toISOString().slice(0, 7));
  const chosen = keepers.filter((each) => identity === undefined || each.identity.name === identity);
  const panels: IdentityPanel[] = [];
  const sights: Sight[] = [];
  for (const keeper of chosen) {
    panels.push(await readPanel(keeper, receivers, schedule.intervalMs));
    sights.push(await readSight(keeper, month, now));
  }
  const subscriptions = assembleDashboard({
    sights,
    filters: request,
    limits: { top, after, weigh, mostBytes },
    month,
    now: now.getTime(),
  });
  const { next } = subscriptions.page;
  return {
    now: now.toISOString(),
    month: month.name,
    names: keepers.map((each) => each.identity.name),
    request,
    panels,
    subscriptions,
    ...(next !== undefined && { skipToken: writeToken(next) }),
    missing: await readMissing(store, request),
    schedule,
  };
}

async function readPanel(
  keeper: Keeper,
  receivers: readonly Receiver[],
  intervalMs: number,
): Promise<IdentityPanel> {
  const { name, link, totals, lastRun, stale, notifications } = await readIdentityStatus(
    keeper,
    receivers,
    intervalMs,
  );
  const observedAt = (await keeper.store.readIdentity(name))?.observedAt;
  const seen = observedAt === undefined ? {} : { observedAt };
  const run = lastRun ? await keeper.store.readRun(lastRun.id) : undefined;
  return {
    name,
    link,
    totals,
    lastRun,
    stale,
    notifications,
    standing: runStanding({ lastRun, stale, ...seen }),
    ...seen,
    findings: run?.findings ?? [],
    ...(run?.note !== undefined && { note: run.note }),
  };
}

/** In the order of readEvidence, for its reason: what a run changes meanwhile is seen whole, or as if it had been so before. */
async function readSight(keeper: Keeper, month: Month, now: Date): Promise<Sight> {
  const { identity, store } = keeper;
  const { live, record } = await readLiveChecks(store, identity.name);
  const lines: Line[] = [];
  const intern = createInterner();
  const readPage = (page: PageRequest) => listCurrentRows(store, identity.name, live, page);
  for await (const row of allPages(readPage, ROWS_AT_ONCE)) lines.push(toLine(row, intern));
  const lookedAt: number[] = [];
  for await (const run of endedRuns(keeper, month)) {
    if (Date.parse(run.endedAt) < readsBackTo(month)) break;
    lookedAt.push(...lookTimes(run));
  }
  const words = await readWords(keeper, Math.min(readsBackTo(month), now.getTime() - LOSS_IS_NEWS_MS));
  return {
    identity: identity.name,
    lines,
    lookedAt: lookedAt.toReversed(),
    words,
    baselineAt: record?.baselineAt,
  };
}

/** They belong to no identity and have no recognition: they stand on the first page without a filter, or are asked for. */
async function readMissing(store: StateStore, request: DashboardRequest): Promise<Dashboard['missing']> {
  const { recognition, tenantId, finding, skipToken } = request;
  const isAskedFor = finding === 'expected-missing';
  if (recognition !== undefined || tenantId !== undefined || skipToken !== undefined)
    return { shown: [], count: 0 };
  if (finding !== undefined && !isAskedFor) return { shown: [], count: 0 };
  const most = isAskedFor ? MOST_MISSING.askedFor : MOST_MISSING.beside;
  const shown: ExpectedView[] = [];
  let count = 0;
  let next: string | undefined;
  do {
    const page = await listExpected(store, { state: 'missing', top: 1000, skipToken: next });
    count += page.items.length;
    shown.push(...page.items.slice(0, most - shown.length));
    next = page.skipToken;
  } while (next !== undefined);
  return { shown, count };
}

const place = z.strictObject({
  list: z.literal('dashboard'),
  at: z.int().min(0),
  identity: z.string(),
  subscriptionId: z.string(),
});

function writeToken(next: Place): string {
  return Buffer.from(JSON.stringify({ list: 'dashboard', ...next })).toString('base64url');
}

function readToken(skipToken: string): Place {
  try {
    const { list: _, ...found } = place.parse(
      JSON.parse(Buffer.from(skipToken, 'base64url').toString('utf8')),
    );
    return found;
  } catch {
    throw new InvalidPageToken('is not a token of this list');
  }
}
