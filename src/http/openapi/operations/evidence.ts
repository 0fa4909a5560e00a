// The evidence of a month.
import { evidenceQuery } from '../../evidence-answer.ts';
import { csv, json, NOT_MODIFIED } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { evidence } from '../shapes/evidence.ts';

const HASH = {
  description: 'The `sha256` of the JSON, whatever the form.',
  always: true,
};

export const EVIDENCE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/evidence',
    operationId: 'getEvidence',
    tag: 'History',
    summary: 'Coverage by day for a month, to be kept',
    description:
      'The same whenever it is asked for, as long as nothing new is observed. Days to come are absent; days before the ' +
      'first run are `unobserved`. Runs and events are kept for 400 days: fetch a month before that.',
    needs: 'read',
    query: evidenceQuery,
    queryNotes: { month: 'The month, as YYYY-MM.' },
    headers: ['If-None-Match'],
    answers: [
      {
        status: 200,
        description: 'The evidence as JSON, as CSV, or as a page to print.',
        media: [
          json(evidence),
          csv('identity,subscriptionId,displayName,tenantId,date,coverage\r\n'),
          { type: 'text/html' },
        ],
        headers: {
          ETag: { description: 'Of JSON. Strong, for `If-None-Match`.', always: false },
          'x-evidence-sha256': HASH,
          'Content-Disposition': { description: 'Of CSV: the name of the file.', always: false },
        },
      },
      { ...NOT_MODIFIED, headers: { ...NOT_MODIFIED.headers, 'x-evidence-sha256': HASH } },
    ],
    problems: ['identity-required'],
  },
];
