// What a handler answered, as the host puts it on the wire.
import type { Answer } from './answer.ts';
import { emptyAnswer } from './answer.ts';
import type { RpcHttpCookie, RpcInvocationResponse, RpcTypedData } from './core-types.ts';

/** Set by the transport alone: everything a handler answers is chunked, without a length [observed]. */
const transportHeaders = new Set(['content-length', 'transfer-encoding', 'connection']);

/** undefined and null are 204. */
export function toAnswer(response: RpcInvocationResponse): Answer {
  const http = response.returnValue?.http;
  if (http === undefined || http === null) return emptyAnswer(204);
  const headers = Object.entries(http.headers ?? {}).filter(
    ([name]) => !transportHeaders.has(name.toLowerCase()),
  );
  const cookies = (http.cookies ?? []).map((cookie): [string, string] => ['set-cookie', toSetCookie(cookie)]);
  return {
    status: Number(http.statusCode ?? '200'),
    headers: [...headers, ...cookies],
    body: toBytes(http.body),
  };
}

/** The form of ASP.NET Core: value escaped, path `/` by default, attributes in lower case and in this order. */
function toSetCookie(cookie: RpcHttpCookie): string {
  const parts = [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`];
  const expires = cookie.expires?.value.seconds;
  if (expires !== undefined) parts.push(`expires=${new Date(expires * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${Math.trunc(cookie.maxAge.value)}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value === true) parts.push('secure');
  if (cookie.sameSite === 'lax' || cookie.sameSite === 'strict') parts.push(`samesite=${cookie.sameSite}`);
  if (cookie.sameSite === 'explicitNone') parts.push('samesite=none');
  if (cookie.httpOnly?.value === true) parts.push('httponly');
  return parts.join('; ');
}

function toBytes(body: RpcTypedData | null | undefined): Uint8Array {
  if (body?.bytes) return body.bytes;
  return Buffer.from(body?.string ?? body?.json ?? '');
}
