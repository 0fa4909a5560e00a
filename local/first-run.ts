// The run that `npm start` begins with: progress, then the table, the link and the addresses. It also says why where
// the run failed, and waits its turn where another process holds the lease.
import { setTimeout as wait } from 'node:timers/promises';
import { HTTP_RUN_BUDGET_MS, type App } from '../src/app.ts';
import type { Service } from '../src/service.ts';
import type { Run } from '../src/domain/run.ts';
import { coverageTable } from './coverage-table.ts';
import { firstRuns, type Stage } from './first-runs.ts';
import { progressLine } from './progress-line.ts';
import {
  addresses,
  allRows,
  columnsOfTerminal,
  failedLine,
  findingLines,
  summaryLines,
} from './run-report.ts';
import { say } from './say.ts';
import { style } from './terminal.ts';

export async function firstRun(app: App, stage: Stage): Promise<void> {
  const { problems } = app;
  const service = await app.openService();
  for (const { name, detail } of problems) say(style('red', `${name} ${detail}.`));
  if (problems.length > 0)
    say('Until this is right all but /api/health answers 503. The README explains each setting.\n');
  if (service === undefined) say('Nothing is reconciled meanwhile.\n');
  else await runAll(service, stage);
  if (!stage.signal.aborted) say(addresses(stage, problems.length === 0 ? service : undefined));
}

async function runAll(service: Service, stage: Stage): Promise<void> {
  const [identity, second] = service.identityNames;
  if (identity === undefined || second !== undefined) await firstRuns(service, stage);
  else await runWhenFree(service, identity, stage);
}

async function runWhenFree(service: Service, identity: string, { signal, ...front }: Stage): Promise<void> {
  for (let waited = false; ; waited = true) {
    const progress = progressLine();
    try {
      const answer = await service.reconcile(identity, {
        trigger: 'start',
        dryRun: false,
        budgetMs: HTTP_RUN_BUDGET_MS,
        onProgress: (step) => {
          if (!signal.aborted) progress.show(step);
        },
        signal,
      });
      progress.clear();
      if (signal.aborted) return;
      if (answer.kind === 'ran') {
        await report(service, answer.run);
        return;
      }
      say(`Run ${answer.runId} of another process holds the lease until ${answer.until}.`);
      say(style('dim', 'Serving meanwhile; trying again when it ends.\n'));
      if (!waited) say(`${addresses(front, service)}\n`);
      await wait(Math.max(0, Date.parse(answer.until) - Date.now()) + 500, undefined, { signal });
    } catch (error) {
      progress.clear();
      if (signal.aborted) return;
      say(
        style(
          'red',
          `The first run could not begin: ${error instanceof Error ? error.message : String(error)}\n`,
        ),
      );
      return;
    }
  }
}

async function report(service: Service, run: Run): Promise<void> {
  for (const line of findingLines(run)) say(line);
  const rows = await allRows(service, [run.identity]);
  if (rows.length > 0) say(`${coverageTable(rows, columnsOfTerminal()).join('\n')}\n`);
  else if (run.state !== 'failed') say('No delegated subscription is visible to this principal.\n');
  if (run.state === 'failed') say(failedLine(rows.length > 0));
  say(`${summaryLines(run).join('\n')}\n`);
}
