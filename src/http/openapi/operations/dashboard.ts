// The page for people.
import { dashboardQuery } from '../../dashboard-answer.ts';
import type { Operation } from '../operation.ts';

export const DASHBOARD_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/dashboard',
    operationId: 'getDashboard',
    tag: 'Operations',
    summary: 'The state of all customers, as one page for people',
    description:
      'Works without script and loads nothing from elsewhere. Numbers stand in `data-count` beside `data-recognition`; ' +
      'its filters are queries of its own route.',
    needs: 'read',
    query: dashboardQuery,
    queryNotes: { skipToken: 'Where the page of customers begins, out of its own links.' },
    answers: [{ status: 200, description: 'The page.', media: [{ type: 'text/html' }] }],
  },
];
