// What POST /notifications/{id}/resend takes: the letter in the path, the identity in the body or in the query.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import { chosenIdentities, identityAmong } from './identity-parameter.ts';
import { invalidRequest, parameters, parseQuery } from './query.ts';

export const resendQuery = { identity: parameters.identity };

export const resendBody = z.strictObject(
  { identity: z.string('must be a string').max(40, 'must have at most 40 characters').optional() },
  'must be a JSON object',
);

export const letterId = z.string().max(128, 'must have at most 128 characters');

export interface ResendParameters {
  id: string;
  /** Where to look: ids are unique over all of them. */
  identities: readonly string[];
}

/** @throws HttpProblem */
export async function parseResendRequest(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<ResendParameters> {
  const [query, given] = await allOf(
    () => parseQuery(request, resendQuery, identityNames),
    () => parseBody(request, resendBody.extend({ identity: identityAmong(identityNames) })),
  );
  if (query.identity !== undefined && given.identity !== undefined && query.identity !== given.identity)
    throw invalidRequest([{ parameter: 'identity', detail: 'says something else than the body' }]);
  const id = request.params['id'] ?? '';
  if (!letterId.safeParse(id).success)
    throw invalidRequest([{ parameter: 'id', detail: 'must have at most 128 characters' }]);
  const place = given.identity === undefined ? { parameter: 'identity' } : { pointer: '/identity' };
  return { id, identities: chosenIdentities(identityNames, given.identity ?? query.identity, place) };
}
