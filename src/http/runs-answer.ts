// The answer to runs that were asked for: what came of each, also where one failed; 409 where one was busy and so
// none was begun.
import type { HttpResponseInit } from '@azure/functions';
import type { Run } from '../domain/run.ts';
import { HttpProblem } from './problem.ts';

export type RunsAnswer = { kind: 'ran'; runs: readonly Run[] } | { kind: 'busy'; runId: string };

/** @throws HttpProblem run-in-progress with the id of the run that is under way */
export function runsAnswer(answer: RunsAnswer): HttpResponseInit {
  if (answer.kind === 'busy') {
    const { runId } = answer;
    throw new HttpProblem('run-in-progress', `Run ${runId} is under way; ask again when it has ended.`, [], {
      runId,
    });
  }
  return { status: 200, jsonBody: { value: answer.runs }, headers: { 'cache-control': 'no-store' } };
}
