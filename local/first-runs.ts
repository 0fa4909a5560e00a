// The runs that `npm start` begins with where there are several identities: side by side, so that one that fails, or whose
// lease another process holds, does not hold the others up; then one table for all of them.
import { setTimeout as wait } from 'node:timers/promises';
import { HTTP_RUN_BUDGET_MS } from '../src/app.ts';
import type { Service } from '../src/service.ts';
import type { Run } from '../src/domain/run.ts';
import { coverageTable } from './coverage-table.ts';
import { progressBoard } from './progress-line.ts';
import {
  addresses,
  allRows,
  columnsOfTerminal,
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
  if (runs.length > 0) say(`${await tableOf(service)}\n`);
  for (const outcome of outcomes) {
    say(style('bold', outcome.identity));
    for (const line of linesOf(outcome)) say(`  ${line}`);
  }
  say('');
}

async function tableOf(service: Service): Promise<string> {
  try {
    const rows = await allRows(service, service.identityNames);
    if (rows.length === 0) return 'No delegated subscription is visible to any of these principals.';
    return coverageTable(rows, columnsOfTerminal(), true).join('\n');
  } catch (error) {
    return style('red', `What is remembered could not be read: ${causeOf(error)}`);
  }
}

function linesOf(outcome: Outcome): string[] {
  switch (outcome.kind) {
    case 'ran': {
      const failed = style('red', 'The run failed; what stands above of it is what earlier runs saw.');
      return [...(outcome.run.state === 'failed' ? [failed] : []), ...summaryLines(outcome.run)];
    }
    case 'busy':
      return [`Run ${outcome.runId} of another process holds the lease until ${outcome.until}.`];
    case 'not-begun':
      return [style('red', `The first run could not begin: ${outcome.cause}`)];
  }
}
