// The answer to runs that were asked for: what came of each, also where one failed; 409 where one was busy.
import type { HttpResponseInit } from '@azure/functions';
import type { Run } from '../domain/run.ts';
import { HttpProblem } from './problem.ts';

export type RunAnswer = { kind: 'ran'; run: Run } | { kind: 'busy'; runId: string };

/** @throws HttpProblem run-in-progress with the id of the run that is under way */
export function runsAnswer(answers: readonly RunAnswer[]): HttpResponseInit {
  const busy = answers.find((answer) => answer.kind === 'busy');
  if (busy !== undefined)
    throw new HttpProblem(
      'run-in-progress',
      `Run ${busy.runId} is under way; ask again when it has ended.`,
      [],
      {
        runId: busy.runId,
      },
    );
  const value = answers.flatMap((answer) => (answer.kind === 'ran' ? [answer.run] : []));
  return { status: 200, jsonBody: { value }, headers: { 'cache-control': 'no-store' } };
}
