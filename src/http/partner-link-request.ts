// What GET, PUT and DELETE /partner-link take: in the query, and for PUT in its body too.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import { oneIdentity } from './identity-parameter.ts';
import { invalidRequest, parameters, parseQuery } from './query.ts';

const DIGITS = 'must be a partner ID: 1 to 20 digits';
const partnerId = z.string(DIGITS).regex(/^\d{1,20}$/, DIGITS);

export const linkPutQuery = {
  identity: parameters.identity,
  partnerId: partnerId.optional(),
  override: parameters.override,
};

export const linkDeleteQuery = { identity: parameters.identity, confirm: partnerId };

export const linkBody = z.strictObject({ partnerId: partnerId.optional() }, 'must be a JSON object');

export interface LinkPutParameters {
  identity: string;
  partnerId: string;
  override: boolean;
}

/** The identity that is meant. @throws HttpProblem */
export function parseLinkPlace(request: HttpRequest, identityNames: readonly string[]): string {
  const { identity } = parseQuery(request, { identity: parameters.identity }, identityNames);
  return oneIdentity(identityNames, identity);
}

/** @throws HttpProblem; also where body and query disagree */
export async function parseLinkPut(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<LinkPutParameters> {
  const [query, given] = await allOf(
    () => parseQuery(request, linkPutQuery, identityNames),
    () => parseBody(request, linkBody),
  );
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
  const { identity, confirm } = parseQuery(request, linkDeleteQuery, identityNames);
  return { identity: oneIdentity(identityNames, identity), confirm };
}
