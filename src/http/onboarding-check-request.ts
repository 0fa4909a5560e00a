// What POST /onboarding-checks takes, in the body or in the query.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import { chosenIdentities, identityAmong, oneIdentity } from './identity-parameter.ts';
import { guidParameter, invalidRequest, parameters, parseQuery } from './query.ts';

export const checkQuery = { subscriptionId: parameters.subscriptionId, identity: parameters.identity };

export const checkBody = z.strictObject(
  {
    subscriptionId: guidParameter.optional(),
    identity: z.string('must be a string').max(40, 'must have at most 40 characters').optional(),
  },
  'must be a JSON object',
);

export interface CheckParameters {
  /** GUID in lower case. */
  subscriptionId: string;
  identity: string;
}

/** @throws HttpProblem; also where body and query disagree, or it does not say which of several identities */
export async function parseCheckRequest(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<CheckParameters> {
  const [query, given] = await allOf(
    () => parseQuery(request, checkQuery, identityNames),
    () => parseBody(request, checkBody.extend({ identity: identityAmong(identityNames) })),
  );
  for (const name of ['subscriptionId', 'identity'] as const)
    if (query[name] !== undefined && given[name] !== undefined && query[name] !== given[name])
      throw invalidRequest([{ parameter: name, detail: 'says something else than the body' }]);
  const subscriptionId = given.subscriptionId ?? query.subscriptionId;
  if (subscriptionId === undefined)
    throw invalidRequest([{ pointer: '/subscriptionId', detail: 'must be a GUID' }]);
  const place = given.identity === undefined ? { parameter: 'identity' } : { pointer: '/identity' };
  const identity = given.identity ?? query.identity;
  chosenIdentities(identityNames, identity, place);
  return { subscriptionId, identity: oneIdentity(identityNames, identity) };
}
