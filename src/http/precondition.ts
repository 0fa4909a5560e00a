// If-Match and If-None-Match on writes: a caller says what it takes for standing, and is told where it is not so.
import type { HttpRequest } from '@azure/functions';
import { etagOf } from './json-answer.ts';

/**
 * Whether the write may go on where this stands now (undefined: nothing), as its reads answer it. RFC 9110 §13.2.2;
 * If-Match compares strongly (§13.1.1), If-None-Match weakly (§13.1.2).
 */
export function preconditionOf(request: HttpRequest): (current: unknown) => boolean {
  const wanted = tagsOf(request.headers.get('if-match'));
  const unwanted = tagsOf(request.headers.get('if-none-match'))?.map((tag) => tag.replace(/^W\//, ''));
  return (current) => {
    const standing = current === undefined ? [] : ['*', etagOf(JSON.stringify(current))];
    const has = (tags: readonly string[]) => standing.some((tag) => tags.includes(tag));
    return (wanted === undefined || has(wanted)) && (unwanted === undefined || !has(unwanted));
  };
}

function tagsOf(header: string | null): string[] | undefined {
  return header?.split(',').map((tag) => tag.trim());
}
