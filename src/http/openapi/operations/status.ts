// How each identity stands.
import { reads } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { status } from '../shapes/status.ts';

export const STATUS_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/status',
    operationId: 'getStatus',
    tag: 'Operations',
    summary: 'How each identity stands: link, totals, last run, receivers',
    needs: 'read',
    headers: ['If-None-Match'],
    answers: reads('Every identity.', status),
  },
];
