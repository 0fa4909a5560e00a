// What GET, PUT and DELETE /partner-link take: in the query, and for PUT in its body too.
import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { parseBody } from './body.ts';
import { oneIdentity } from './identity-parameter.ts';
import { invalidRequest, parameters, parseQuery } from './query.ts';

const DIGITS = 'must be a partner ID: 1 to 20 digits';
const partnerId = z.string(DIGITS).regex(/^\d{1,20}$/, DIGITS);

const body = z.strictObject({ partnerId: partnerId.optional() }, 'must be a JSON object');

export interface LinkPutParameters {
  identity: string;
  partnerId: string;
  override: boolean;
}

/** The identity that is meant. @throws HttpProblem */
export function parseLinkPlace(request: HttpRequest, identityNames: readonly string[]): string {
  const { identity } = parseQuery(request, { identity: parameters.identity });
  return oneIdentity(identityNames, identity);
}

/** @throws HttpProblem; also where body and query disagree */
export async function parseLinkPut(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<LinkPutParameters> {
  const query = parseQuery(request, {
    identity: parameters.identity,
    partnerId: partnerId.optional(),
    override: parameters.override,
  });
  const given = await parseBody(request, body);
  if (query.partnerId !== undefined && given.partnerId !== undefined && query.partnerId !== given.partnerId)
    throw invalidRequest([{ parameter: 'partnerId', detail: 'says something else than the body' }]);
  const wanted = given.partnerId ?? query.partnerId;
  if (wanted === undefined) throw invalidRequest([{ pointer: '/partnerId', detail: DIGITS }]);
  const identity = oneIdentity(identityNames, query.identity);
  return { identity, partnerId: wanted, override: query.override ?? false };
}

/** @throws HttpProblem */
export function parseLinkDelete(
  request: HttpRequest,
  identityNames: readonly string[],
): { identity: string; confirm: string } {
  const { identity, confirm } = parseQuery(request, { identity: parameters.identity, confirm: partnerId });
  return { identity: oneIdentity(identityNames, identity), confirm };
}
