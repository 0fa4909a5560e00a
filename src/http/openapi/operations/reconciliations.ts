// Runs: asked for, and looked at.
import { runsQuery } from '../../list-queries.ts';
import { pathParameters } from '../../query.ts';
import { reconcileQuery } from '../../reconcile-request.ts';
import { answers, lists, reads } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { run, runList, runsTogether } from '../shapes/run.ts';
import { reconcileWish } from '../shapes/small-answers.ts';

export const RECONCILIATION_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/reconciliations',
    operationId: 'reconcile',
    tag: 'History',
    summary: 'Runs now, all identities or one',
    description:
      'Answers when the runs have ended, within 230 seconds, also where one of them failed. Where one identity is busy, ' +
      'none is begun. What stands in the body may stand in the query instead.',
    needs: 'operate',
    query: reconcileQuery,
    queryNotes: { dryRun: 'Plans, and writes nothing but the run itself.', identity: 'This one alone.' },
    body: { schema: reconcileWish, required: false, description: 'No body is an empty one.' },
    answers: answers('What came of each run.', runsTogether),
    problems: ['run-in-progress'],
  },
  {
    method: 'get',
    path: '/reconciliations',
    operationId: 'listReconciliations',
    tag: 'History',
    summary: 'The runs, newest first',
    needs: 'read',
    query: runsQuery,
    queryNotes: { identity: 'Only runs of this identity.' },
    headers: ['If-None-Match'],
    answers: lists(
      'A page of the runs.',
      runList,
      'id,identity,trigger,dryRun,state,startedAt,endedAt,linkBefore,linkAction,linkAfter,' +
        'pec,pec-partial,pal-only,none,unknown,notDelegated,events,findings',
    ),
  },
  {
    method: 'get',
    path: '/reconciliations/{id}',
    operationId: 'getReconciliation',
    tag: 'History',
    summary: 'One run',
    needs: 'read',
    pathParameters: {
      id: {
        schema: pathParameters.runId,
        description: 'The id of the run.',
        example: '20260301T061700Z-7f3a9c1e',
      },
    },
    headers: ['If-None-Match'],
    answers: reads('The run.', run),
    problems: ['reconciliation-not-found'],
  },
];
