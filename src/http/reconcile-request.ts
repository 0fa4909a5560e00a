// What POST /reconciliations takes, in the body or in the query.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import { chosenIdentities, identityAmong } from './identity-parameter.ts';
import { invalidRequest, parameters, parseQuery } from './query.ts';

export const reconcileQuery = { dryRun: parameters.dryRun, identity: parameters.identity };

export const reconcileBody = z.strictObject(
  {
    dryRun: z.boolean('must be true or false').optional(),
    identity: z.string('must be a string').max(40, 'must have at most 40 characters').optional(),
  },
  'must be a JSON object',
);

export interface ReconcileParameters {
  dryRun: boolean;
  identities: readonly string[];
}

/** @throws HttpProblem; also where body and query disagree: a dry run must not become a real one */
export async function parseReconcileRequest(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<ReconcileParameters> {
  const [query, given] = await allOf(
    () => parseQuery(request, reconcileQuery, identityNames),
    () => parseBody(request, reconcileBody.extend({ identity: identityAmong(identityNames) })),
  );
  for (const name of ['dryRun', 'identity'] as const)
    if (query[name] !== undefined && given[name] !== undefined && query[name] !== given[name])
      throw invalidRequest([{ parameter: name, detail: 'says something else than the body' }]);
  const place = given.identity === undefined ? { parameter: 'identity' } : { pointer: '/identity' };
  return {
    dryRun: given.dryRun ?? query.dryRun ?? false,
    identities: chosenIdentities(identityNames, given.identity ?? query.identity, place),
  };
}
