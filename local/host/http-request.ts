// A request of node:http as the worker receives it from the host.
import type { IncomingMessage } from 'node:http';
import type { RpcHttpData } from './core-types.ts';

/** Kestrel's and the host's limit: 100 MiB. */
const maxBodyBytes = 104_857_600;

/** Headers by lower-case name; one sent several times arrives once, joined by commas [observed]. */
export function joinedHeaders(rawHeaders: string[]): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return joined(pairs);
}

/** Query values by name, in the case in which it came first; `a=1&A=2` is '1,2', as for ASP.NET Core. */
export function joinedQuery(query: string): Record<string, string> {
  return joined([...new URLSearchParams(query)]);
}

/**
 * The bytes of a body that announced its length, `too-large`, or empty for a chunked one: what the host makes of a
 * body without Content-Length [observed].
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | 'too-large'> {
  const length = request.headers['content-length'];
  if (length === undefined) return new Uint8Array();
  if (Number(length) > maxBodyBytes) return 'too-large';
  return readAll(request);
}

/** Every byte, chunked or not: for calls that the host itself reads. */
export async function readAll(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The worker's form of the request. Its URL comes from the Host header; X-Forwarded-* is not looked at. */
export function toRpcRequest(
  request: { method: string; target: string; headers: Record<string, string> },
  query: Record<string, string>,
  params: Record<string, string>,
  body: Uint8Array,
): RpcHttpData {
  return {
    method: request.method,
    url: `http://${request.headers['host'] || 'localhost'}${request.target}`,
    nullableHeaders: nullable(request.headers),
    nullableQuery: nullable(query),
    nullableParams: nullable(params),
    query: {},
    params: {},
    body: body.length === 0 ? null : { bytes: body },
  };
}

function joined(pairs: [string, string][]): Record<string, string> {
  const values = new Map<string, { name: string; value: string }>();
  for (const [name, value] of pairs) {
    const known = values.get(name.toLowerCase());
    if (known === undefined) values.set(name.toLowerCase(), { name, value });
    else known.value += `,${value}`;
  }
  return Object.fromEntries([...values.values()].map(({ name, value }) => [name, value]));
}

function nullable(values: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}
