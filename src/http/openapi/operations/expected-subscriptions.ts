// The list of what ought to be delegated.
import { expectedPlaceQuery } from '../../expected-request.ts';
import { expectedListQuery } from '../../list-queries.ts';
import { json, lists, reads } from '../answers.ts';
import type { Answer, Operation } from '../operation.ts';
import { expectedList, expectedSubscription, expectedWish } from '../shapes/expected-subscription.ts';
import { SUBSCRIPTION_ID } from './subscriptions.ts';

const OF_ONE = {
  path: '/expected-subscriptions/{id}',
  tag: 'Customers',
  pathParameters: SUBSCRIPTION_ID,
  query: expectedPlaceQuery,
  queryNotes: {
    identity: 'Checked, as by every call about one subscription; entries belong to no identity.',
  },
} as const;

function put(status: 200 | 201, description: string): Answer {
  return {
    status,
    description,
    media: [json(expectedSubscription)],
    headers: { ETag: { description: 'The one that a read of it has.', always: true } },
  };
}

export const EXPECTED_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/expected-subscriptions',
    operationId: 'listExpectedSubscriptions',
    tag: 'Customers',
    summary: 'What ought to be delegated, and whether it is',
    needs: 'read',
    query: expectedListQuery,
    queryNotes: {
      state: 'Only those that stand so.',
      identity: 'Checked, and narrows nothing: entries belong to no identity.',
    },
    headers: ['If-None-Match'],
    answers: lists(
      'A page of the entries.',
      expectedList,
      'subscriptionId,name,customer,state,dueAt,createdAt,note,findings',
    ),
  },
  {
    ...OF_ONE,
    method: 'get',
    operationId: 'getExpectedSubscription',
    summary: 'One that ought to be delegated',
    needs: 'read',
    headers: ['If-None-Match'],
    answers: reads('The entry.', expectedSubscription),
    problems: ['expected-subscription-not-found'],
  },
  {
    ...OF_ONE,
    method: 'put',
    operationId: 'putExpectedSubscription',
    summary: 'Expects a subscription, from its due time on',
    description:
      'Each run that is not `failed` judges it: `missing` once it is due and delegated nowhere, and `arrived` as soon as any identity sees a delegation of it.',
    needs: 'operate',
    headers: ['If-Match', 'If-None-Match'],
    body: {
      schema: expectedWish,
      required: false,
      description: 'What is known of it. No body is an empty one: it is expected now.',
    },
    answers: [put(200, 'It stood there and was replaced.'), put(201, 'It is new.')],
    problems: ['precondition-failed', 'expected-subscriptions-busy'],
  },
  {
    ...OF_ONE,
    method: 'delete',
    operationId: 'deleteExpectedSubscription',
    summary: 'Expects a subscription no more',
    description: 'What was told of it stays told.',
    needs: 'operate',
    headers: ['If-Match', 'If-None-Match'],
    answers: [{ status: 204, description: 'It is gone from the list.' }],
    problems: ['expected-subscription-not-found', 'precondition-failed', 'expected-subscriptions-busy'],
  },
];
