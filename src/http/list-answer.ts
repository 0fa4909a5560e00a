// A list, as JSON `{value, nextLink?}` or as CSV with its next page in a Link header.
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { jsonAnswer } from './json-answer.ts';

export interface ListPage<T> {
  items: readonly T[];
  /** Opaque; absent at the end. */
  skipToken?: string | undefined;
}

/** The same address answers JSON or CSV, as the caller accepts. */
const VARY = { vary: 'accept' };

export function listAnswer<T>(
  request: HttpRequest,
  page: ListPage<T>,
  toCsv: (items: readonly T[]) => string,
  format: 'json' | 'csv' | undefined,
): HttpResponseInit {
  const nextLink = page.skipToken === undefined ? undefined : nextLinkOf(request, page.skipToken);
  if ((format ?? negotiated(request)) === 'json') {
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

/** CSV only for who prefers it by name; everybody else gets JSON. */
function negotiated(request: HttpRequest): 'json' | 'csv' {
  const accepted = (request.headers.get('accept') ?? '').split(',').map((range, index) => {
    const [type = '', ...options] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(options.find((option) => option.startsWith('q='))?.slice(2) ?? 1);
    return { type, index, quality: Number.isNaN(quality) ? 0 : quality };
  });
  const [best] = accepted
    .filter(({ type, quality }) => quality > 0 && ['text/csv', 'application/json', '*/*'].includes(type))
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return best?.type === 'text/csv' ? 'csv' : 'json';
}
