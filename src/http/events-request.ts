// What the two lists of events take in the query.
import type { HttpRequest } from '@azure/functions';
import { invalidRequest, parameters, parseQuery } from './query.ts';

const { type, identity, from, to, top, skipToken, format } = parameters;

export const ownEventsQuery = { type, identity, from, to, top, skipToken, format };
export const eventsQuery = { ...ownEventsQuery, subscriptionId: parameters.subscriptionId };

/** @throws HttpProblem invalid-request */
export function parseEventsQuery(request: HttpRequest, identityNames: readonly string[]) {
  return inOrder(parseQuery(request, eventsQuery, identityNames));
}

/** Of one subscription, which the path names. @throws HttpProblem invalid-request */
export function parseOwnEventsQuery(request: HttpRequest, identityNames: readonly string[]) {
  return inOrder(parseQuery(request, ownEventsQuery, identityNames));
}

function inOrder<Query extends { from?: string | undefined; to?: string | undefined }>(query: Query): Query {
  if (query.from !== undefined && query.to !== undefined && query.from > query.to)
    throw invalidRequest([{ parameter: 'to', detail: 'must not be before from' }]);
  return query;
}
