// The subscriptions that are remembered, and the history of each.
import { ownEventsQuery } from '../../events-request.ts';
import { subscriptionsQuery } from '../../list-queries.ts';
import { parameters, pathParameters } from '../../query.ts';
import { lists, reads } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { eventList } from '../shapes/event.ts';
import { subscription, subscriptionList } from '../shapes/subscription.ts';

export const SUBSCRIPTION_ID = {
  id: {
    schema: pathParameters.subscriptionId,
    description: 'The subscription.',
    example: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
  },
};

export const EVENT_CSV = 'id,time,type,identity,subscriptionId,from,to,findings,actor';

export const SUBSCRIPTION_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/subscriptions',
    operationId: 'listSubscriptions',
    tag: 'Customers',
    summary: 'The delegated subscriptions, and whether each earns',
    description:
      'What the last runs saw. One row for each identity and subscription; one that was removed stays for 400 days.',
    needs: 'read',
    query: subscriptionsQuery,
    headers: ['If-None-Match'],
    answers: lists(
      'A page of the rows.',
      subscriptionList,
      'identity,subscriptionId,displayName,tenantId,tenantName,state,recognition,since,observedAt,findings,why,fix',
    ),
  },
  {
    method: 'get',
    path: '/subscriptions/{id}',
    operationId: 'getSubscription',
    tag: 'Customers',
    summary: 'One subscription, with its scopes, conditions, findings and fixes',
    needs: 'read',
    pathParameters: SUBSCRIPTION_ID,
    query: { identity: parameters.identity },
    headers: ['If-None-Match'],
    answers: reads('The row.', subscription),
    problems: ['identity-required', 'subscription-not-found'],
  },
  {
    method: 'get',
    path: '/subscriptions/{id}/events',
    operationId: 'listSubscriptionEvents',
    tag: 'Customers',
    summary: 'The history of one subscription, newest first',
    description:
      'Found wherever there is an event or an expected entry, even where no identity sees the subscription.',
    needs: 'read',
    pathParameters: SUBSCRIPTION_ID,
    query: ownEventsQuery,
    headers: ['If-None-Match'],
    answers: lists('A page of its events.', eventList, EVENT_CSV),
    problems: ['subscription-not-found'],
  },
];
