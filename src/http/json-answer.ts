// A JSON read: strong ETag over the bytes, 304 where the caller has them already.
import { createHash } from 'node:crypto';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';

/** @param more headers that stand beside the usual ones */
export function jsonAnswer(
  request: HttpRequest,
  value: unknown,
  more: Readonly<Record<string, string>> = {},
): HttpResponseInit {
  return textAnswer(request, JSON.stringify(value), { ...more, 'content-type': 'application/json' });
}

/** The same for a file. @param more headers, among them its content type */
export function textAnswer(
  request: HttpRequest,
  body: string,
  { 'content-type': contentType, ...more }: Readonly<Record<string, string>> & { 'content-type': string },
): HttpResponseInit {
  const etag = etagOf(body);
  const headers = { ...more, etag, 'cache-control': 'no-cache' };
  if (matches(request.headers.get('if-none-match'), etag)) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': contentType }, body };
}

/** Strong: of these very bytes. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** RFC 9110 §13.1.2: a list or `*`, compared weakly. */
export function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
