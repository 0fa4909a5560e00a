// Of the health routes, which take nothing from the query: a name that stands there all the same is told, also while
// settings are wrong.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { HttpProblem, problemAnswer } from './problem.ts';
import { parseQuery } from './query.ts';

/** The answer to names that are not known; undefined where there are none but the host's own. */
export function refuseQuery(request: HttpRequest): HttpResponseInit | undefined {
  try {
    parseQuery(request, {});
    return undefined;
  } catch (error) {
    if (error instanceof HttpProblem) return problemAnswer(error);
    throw error;
  }
}
