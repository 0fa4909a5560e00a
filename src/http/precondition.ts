// If-Match and If-None-Match on writes: a caller says what it takes for standing, and is told where it is not so.
import type { HttpRequest } from '@azure/functions';
import { etagOf } from './json-answer.ts';
import { HttpProblem } from './problem.ts';

/**
 * Whether the write may go on where this stands now (undefined: nothing), as its reads answer it. RFC 9110 §13.2.2;
 * If-Match compares strongly (§13.1.1), If-None-Match weakly (§13.1.2).
 * @param etagFor of what stands, as its reads have it
 */
export function preconditionOf<Standing>(
  request: HttpRequest,
  etagFor: (current: Standing) => string = (current) => etagOf(JSON.stringify(current)),
): (current: Standing | undefined) => boolean {
  const wanted = tagsOf(request.headers.get('if-match'));
  const unwanted = tagsOf(request.headers.get('if-none-match'))?.map((tag) => tag.replace(/^W\//, ''));
  return (current) => {
    const standing = current === undefined ? [] : ['*', etagFor(current)];
    const has = (tags: readonly string[]) => standing.some((tag) => tags.includes(tag));
    return (wanted === undefined || has(wanted)) && (unwanted === undefined || !has(unwanted));
  };
}

/** @throws HttpProblem precondition-required where the caller does not say what it takes for standing (RFC 6585 §3) */
export function requireIfMatch(request: HttpRequest): void {
  if (request.headers.has('if-match')) return;
  throw new HttpProblem(
    'precondition-required',
    'Read it first, and send the ETag of that answer as If-Match: so nothing is overwritten unseen.',
    [{ parameter: 'If-Match', detail: 'must be sent' }],
  );
}

export function preconditionFailed(): HttpProblem {
  return new HttpProblem(
    'precondition-failed',
    'What stands is not what If-Match or If-None-Match asked for; nothing was changed. Read it again.',
  );
}

function tagsOf(header: string | null): string[] | undefined {
  return header?.split(',').map((tag) => tag.trim());
}
