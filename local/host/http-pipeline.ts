// What happens to a request, in the host's order: availability, throttle, routing, keys, body, handler.
// Source: WebJobsApplicationBuilderExtension.cs of the host, and the observed table in README.md.
import type { IncomingMessage } from 'node:http';
import { answerAdmin } from './admin.ts';
import type { AdminPorts } from './admin.ts';
import { emptyAnswer, textAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { RpcHttpData } from './core-types.ts';
import type { HttpFunction } from './function-index.ts';
import { homePage } from './home-page.ts';
import { joinedHeaders, joinedQuery, readAll, readBody, toRpcRequest } from './http-request.ts';
import { toAnswer } from './http-response.ts';
import type { Outcome } from './invocation.ts';
import { keyHolder, maySee, presentedKey } from './keys.ts';
import type { HostKeys, KeyHolder } from './keys.ts';
import { decodePath, pathSegments, splitTarget } from './request-path.ts';
import { findRoute } from './route-match.ts';

export interface PipelineOptions {
  /** In mapping order, without those that have a fault. */
  routes: HttpFunction[];
  isHostInError: boolean;
  keys: HostKeys;
  enableAuth: boolean;
  /** -1 is without bounds. */
  maxOutstandingRequests: number;
  invoke: (fn: HttpFunction, request: RpcHttpData, headers: Record<string, string>) => Promise<Outcome>;
  admin: AdminPorts;
}

export type Pipeline = (request: IncomingMessage) => Promise<Answer>;

export function createPipeline(options: PipelineOptions): Pipeline {
  let outstanding = 0;
  return async (incoming) => {
    const { path, query } = splitTarget(incoming.url ?? '/');
    const segments = pathSegments(decodePath(path));
    const request = {
      incoming,
      method: incoming.method ?? 'GET',
      target: query === '' ? path : `${path}?${query}`,
      segments,
      query: joinedQuery(query),
      headers: joinedHeaders(incoming.rawHeaders),
    };
    // Kestrel refuses it before anything else looks; an address cannot be made of it either.
    if (!isHost(request.headers['host'] ?? '')) return emptyAnswer(400);
    if (segments[0]?.toLowerCase() === 'admin') return callAdmin(request, options);
    if (options.isHostInError) {
      return textAnswer(503, 'text/plain; charset=utf-8', 'Function host is not running.');
    }
    if (options.maxOutstandingRequests !== -1 && outstanding >= options.maxOutstandingRequests) {
      return emptyAnswer(429);
    }
    outstanding += 1;
    try {
      return await callFunction(request, options);
    } finally {
      outstanding -= 1;
    }
  };
}

/** Empty is allowed (HTTP/1.0 has none): the address then names localhost. */
function isHost(host: string): boolean {
  return (
    /^(?:(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?)?$/i.test(host) &&
    URL.canParse(`http://${host || 'localhost'}`)
  );
}

interface Request {
  incoming: IncomingMessage;
  method: string;
  target: string;
  segments: string[];
  query: Record<string, string>;
  headers: Record<string, string>;
}

async function callFunction(request: Request, options: PipelineOptions): Promise<Answer> {
  const found = findRoute(options.routes, request.method, request.segments);
  if (found === undefined) {
    return request.segments.length === 0 && request.method === 'GET' ? homePage() : emptyAnswer(404);
  }
  const { route: fn, params } = found;
  const holder = holderOf(request, options, fn.name);
  // Source: learn.microsoft.com/azure/azure-functions/disable-function, "Run a disabled function".
  if (fn.isSwitchedOff && holder !== 'master') return emptyAnswer(404);
  if (holder !== undefined && !maySee(fn.authLevel, holder)) return emptyAnswer(401);

  const body = await readBody(request.incoming);
  if (body === 'too-large') return { ...emptyAnswer(500), close: true };
  const rpcRequest = toRpcRequest(request, request.query, params, body);
  const outcome = await options.invoke(fn, rpcRequest, request.headers);
  return outcome.succeeded ? toAnswer(outcome.response) : emptyAnswer(500);
}

async function callAdmin(request: Request, options: PipelineOptions): Promise<Answer> {
  return answerAdmin(
    {
      method: request.method,
      path: request.segments.slice(1),
      host: request.headers['host'] ?? '',
      contentType: request.headers['content-type'],
      holder: holderOf(request, options, undefined),
      readBody: async () => readAll(request.incoming),
    },
    options.admin,
  );
}

/** undefined where keys are not asked for. */
function holderOf(
  request: Request,
  options: PipelineOptions,
  functionName: string | undefined,
): KeyHolder | undefined {
  if (!options.enableAuth) return undefined;
  const code = Object.entries(request.query).find(([name]) => name.toLowerCase() === 'code')?.[1];
  return keyHolder(options.keys, functionName, presentedKey(request.headers['x-functions-key'], code));
}
