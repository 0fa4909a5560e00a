// Why a customer is missing from Microsoft's reports.
import { parameters } from '../../query.ts';
import { reads } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { diagnosis } from '../shapes/diagnosis.ts';
import { SUBSCRIPTION_ID } from './subscriptions.ts';

export const DIAGNOSIS_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/subscriptions/{id}/diagnosis',
    operationId: 'diagnoseSubscription',
    tag: 'Customers',
    summary: "Why it is missing from Microsoft's reports, every known reason answered",
    description: 'Made of what is remembered; nothing is asked of Azure.',
    needs: 'read',
    pathParameters: SUBSCRIPTION_ID,
    query: { identity: parameters.identity },
    headers: ['If-None-Match'],
    answers: reads('The answers.', diagnosis),
    problems: ['identity-required', 'subscription-not-found'],
  },
];
