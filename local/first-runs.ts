// The runs that `npm start` begins with where there are several identities: side by side, so that one that fails, or whose
// lease another process holds, does not hold the others up; then one table for all of them.
import { setTimeout as wait } from 'node:timers/promises';
import { HTTP_RUN_BUDGET_MS } from '../src/app.ts';
import type { Service } from '../src/service.ts';
import type { Run } from '../src/domain/run.ts';
import type { SubscriptionView } from '../src/domain/subscription-view.ts';
import { coverageTable } from './coverage-table.ts';
import { progressBoard } from './progress-line.ts';
import {
  addresses,
  allRows,
  columnsOfTerminal,
  failedLine,
  findingLines,
  summaryLines,
  type Front,
} from './run-report.ts';
import { say } from './say.ts';
import { style } from './terminal.ts';

export interface Stage extends Front {
  /** Ends the runs, or the wait for their turn, early. */
  signal: AbortSignal;
}

type Outcome = { identity: string } & (
  | { kind: 'ran'; run: Run }
  | { kind: 'busy'; runId: string; until: string }
  | { kind: 'not-begun'; cause: string }
);

export async function firstRuns(service: Service, { signal, ...front }: Stage): Promise<void> {
  let open = service.identityNames;
  for (let waited = false; open.length > 0; waited = true) {
    const board = progressBoard(open);
    const outcomes = await Promise.all(
      open.map((identity) =>
        runOne(service, identity, signal, (step) => {
          if (!signal.aborted) board.show(identity, step);
        }),
      ),
    );
    board.clear();
    if (signal.aborted) return;
    await report(service, outcomes);
    const busy = outcomes.filter((each) => each.kind === 'busy');
    open = busy.map(({ identity }) => identity);
    if (busy.length === 0) return;
    say(style('dim', 'Serving meanwhile; trying again when it ends.\n'));
    if (!waited) say(`${addresses(front, service)}\n`);
    const earliest = Math.min(...busy.map(({ until }) => Date.parse(until)));
    await wait(Math.max(0, earliest - Date.now()) + 500, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

async function runOne(
  service: Service,
  identity: string,
  signal: AbortSignal,
  onProgress: Parameters<Service['reconcile']>[1]['onProgress'],
): Promise<Outcome> {
  try {
    const answer = await service.reconcile(identity, {
      trigger: 'start',
      dryRun: false,
      budgetMs: HTTP_RUN_BUDGET_MS,
      ...(onProgress !== undefined && { onProgress }),
      signal,
    });
    return { identity, ...answer };
  } catch (error) {
    return { identity, kind: 'not-begun', cause: causeOf(error) };
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The table is of all identities, also of those that did not run now: what earlier runs saw stands. */
async function report(service: Service, outcomes: readonly Outcome[]): Promise<void> {
  const runs = outcomes.flatMap((each) => (each.kind === 'ran' ? [each.run] : []));
  for (const run of runs) for (const line of findingLines(run, `${run.identity}: `)) say(line);
  const rows = runs.length > 0 ? await rowsOrCause(service) : [];
  if (runs.length > 0) say(`${tableOf(rows, runs)}\n`);
  for (const outcome of outcomes) {
    say(style('bold', outcome.identity));
    for (const line of linesOf(outcome, rows)) say(`  ${line}`);
  }
  say('');
}

/** Or why they could not be read. */
type Remembered = readonly SubscriptionView[] | string;

async function rowsOrCause(service: Service): Promise<Remembered> {
  try {
    return await allRows(service, service.identityNames);
  } catch (error) {
    return causeOf(error);
  }
}

function tableOf(rows: Remembered, runs: readonly Run[]): string {
  if (typeof rows === 'string') return style('red', `What is remembered could not be read: ${rows}`);
  if (rows.length > 0) return coverageTable(rows, columnsOfTerminal(), true).join('\n');
  // A run that failed has seen nobody, which says nothing about who is there.
  const seeing = runs.filter(({ state }) => state !== 'failed').map(({ identity }) => identity);
  return seeing.length === 0
    ? 'Nothing is known yet.'
    : `No delegated subscription is visible to ${seeing.join(', ')}.`;
}

function linesOf(outcome: Outcome, rows: Remembered): string[] {
  switch (outcome.kind) {
    case 'ran': {
      const { run } = outcome;
      const isAnyKnown = typeof rows !== 'string' && rows.some(({ identity }) => identity === run.identity);
      return [...(run.state === 'failed' ? [failedLine(isAnyKnown)] : []), ...summaryLines(run)];
    }
    case 'busy':
      return [`Run ${outcome.runId} of another process holds the lease until ${outcome.until}.`];
    case 'not-begun':
      return [style('red', `The first run could not begin: ${outcome.cause}`)];
  }
}
