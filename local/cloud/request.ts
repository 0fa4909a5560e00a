// One incoming call as data: the host it was meant for, its path as ARM reads it, its query and body.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface CloudRequest {
  method: string;
  /** The first host, from `x-forwarded-host`, without a port; empty for a call to the simulator itself. */
  host: string;
  /** Decoded only where a route picks a part of it. */
  path: string;
  /** With its question mark, or empty. */
  search: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export async function readRequest(message: IncomingMessage): Promise<CloudRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    method: message.method ?? 'GET',
    host: forwardedHost(message.headers),
    // Several SDK calls join an endpoint and an id into `//subscriptions/...`.
    path: path.replace(/^\/{2,}/, '/'),
    search: mark < 0 ? '' : target.slice(mark),
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** A query value; the name in any case, `$filter` and `%24filter` alike. */
export function queryValue(request: CloudRequest, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of new URLSearchParams(request.search)) {
    if (key.toLowerCase() === wanted) return value;
  }
  return undefined;
}

export function header(request: CloudRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function forwardedHost(headers: IncomingHttpHeaders): string {
  const value = headers['x-forwarded-host'];
  const first = (Array.isArray(value) ? value[0] : value) ?? '';
  return first.trim().toLowerCase().replace(/:\d+$/, '');
}
