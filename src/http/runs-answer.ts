// The answer to runs that were asked for: what came of each, also where one failed; 409 where one was busy and so
// none was begun.
import type { HttpResponseInit } from '@azure/functions';
import { isLinkCallId } from '../domain/link-call.ts';
import type { Run } from '../domain/run.ts';
import { HttpProblem } from './problem.ts';

export type RunsAnswer = { kind: 'ran'; runs: readonly Run[] } | { kind: 'busy'; runId: string };

/** @throws HttpProblem run-in-progress with the id of the run that is under way */
export function runsAnswer(answer: RunsAnswer): HttpResponseInit {
  if (answer.kind === 'busy') {
    const { runId } = answer;
    const detail = `${holderOf(runId)} is under way; ask again when it has ended.`;
    throw new HttpProblem('run-in-progress', detail, [], { runId });
  }
  return { status: 200, jsonBody: { value: answer.runs }, headers: { 'cache-control': 'no-store' } };
}

/** Who holds an identity, for a sentence: a call of the link is no run, and is in no list of runs. */
export function holderOf(runId: string): string {
  return isLinkCallId(runId) ? `A write of the partner link (${runId})` : `Run ${runId}`;
}
