// A list, as JSON `{value, nextLink?}` or as CSV with its next page in a Link header.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { acceptedFormat } from './accepted-format.ts';
import { jsonAnswer } from './json-answer.ts';

export interface ListPage<T> {
  items: readonly T[];
  /** Opaque; absent at the end. */
  skipToken?: string | undefined;
}

/** The same address answers JSON or CSV, as the caller accepts. */
const VARY = { vary: 'accept' };
const FORMATS = { 'application/json': 'json', 'text/csv': 'csv' } as const;

export function listAnswer<T>(
  request: HttpRequest,
  page: ListPage<T>,
  toCsv: (items: readonly T[]) => string,
  format: 'json' | 'csv' | undefined,
): HttpResponseInit {
  const nextLink = page.skipToken === undefined ? undefined : nextLinkOf(request, page.skipToken);
  if ((format ?? acceptedFormat(request, FORMATS)) === 'json') {
    const value = { value: page.items, ...(nextLink !== undefined && { nextLink }) };
    return jsonAnswer(request, value, VARY);
  }
  return {
    status: 200,
    headers: {
      ...VARY,
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-cache',
      ...(nextLink !== undefined && { link: `<${nextLink}>; rel="next"` }),
    },
    body: toCsv(page.items),
  };
}

/** Absolute, with the origin of the request, and never with the caller's key in it. */
function nextLinkOf(request: HttpRequest, skipToken: string): string {
  const url = new URL(request.url);
  url.searchParams.delete('code');
  url.searchParams.delete('clientId');
  url.searchParams.set('skipToken', skipToken);
  return url.href;
}
