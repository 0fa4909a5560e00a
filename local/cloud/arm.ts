// What every ARM operation shares: the bearer token, the request limits with their headers, the usual headers.
import { randomUUID } from 'node:crypto';
import { errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { authenticate } from './caller.ts';
import type { Caller } from './caller.ts';
import type { Call, Route } from './route.ts';
import { GLOBAL_FACTOR, THROTTLE_BUCKETS } from './throttle.ts';
import type { OperationKind } from './throttle.ts';

export interface ArmCall extends Call {
  caller: Caller;
}

export interface ArmRoute {
  operation: string;
  method: string;
  /** One with {subscriptionId} counts against that subscription's limits, any other against the tenant's. */
  template: string;
  apiVersions: readonly string[];
  /** False: no request limits. Default true. */
  throttled?: (call: Call) => boolean;
  handle: (call: ArmCall) => Answer | Promise<Answer>;
}

export function armRoute(route: ArmRoute): Route {
  return { ...route, handle: async (call) => withHeaders(await guarded(route, call)) };
}

async function guarded(route: ArmRoute, call: Call): Promise<Answer> {
  const caller = await authenticate(call);
  if (caller === undefined) return unauthenticated(call);
  const limited = call.simulation.throttling && (route.throttled?.(call) ?? true);
  const limits = limited ? throttle(call, caller) : { headers: {} };
  if (limits.refused !== undefined) return limits.refused;
  const answer = await route.handle({ ...call, caller });
  return { ...answer, headers: { ...limits.headers, ...answer.headers } };
}

function unauthenticated(call: Call): Answer {
  const { provider } = call.simulation.world;
  const challenge = `Bearer authorization_uri="https://login.windows.net/${provider.tenantId}", error="invalid_token"`;
  return errorAnswer(call.simulation.assumptions.unauthenticated, { 'WWW-Authenticate': challenge });
}

interface Limits {
  headers: Record<string, string>;
  refused?: Answer;
}

function throttle(call: Call, caller: Caller): Limits {
  const { simulation, request, parameters } = call;
  const nowMs = simulation.now().getTime();
  const kind = kindOf(request.method);
  const subscriptionId = parameters['subscriptionId']?.toLowerCase();
  if (subscriptionId === undefined) {
    const bucket = THROTTLE_BUCKETS.tenant[kind];
    const key = `tenant/${caller.tenantId}/${caller.objectId}/${kind}`.toLowerCase();
    const taken = simulation.throttle.take(key, bucket, nowMs);
    // Recorded: a tenant-level DELETE reports under "writes" too.
    const name = `x-ms-ratelimit-remaining-tenant-${kind === 'reads' ? 'reads' : 'writes'}`;
    const headers = { [name]: String(taken.remaining) };
    if (taken.allowed) return { headers };
    const message = `Number of '${singular(kind)}' requests for tenant '${caller.tenantId}' actor '${caller.objectId}' exceeded.`;
    const code = simulation.assumptions.tenantThrottledCode;
    return { headers, refused: tooMany(call, code, message, taken.retryAfterSeconds, headers) };
  }
  const bucket = THROTTLE_BUCKETS.subscription[kind];
  const own = simulation.throttle.take(
    `${subscriptionId}/${caller.objectId.toLowerCase()}/${kind}`,
    bucket,
    nowMs,
  );
  const everyone = {
    size: bucket.size * GLOBAL_FACTOR,
    refillPerSecond: bucket.refillPerSecond * GLOBAL_FACTOR,
  };
  const all = simulation.throttle.take(`${subscriptionId}/${kind}`, everyone, nowMs);
  const headers = {
    [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(own.remaining),
    [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: String(all.remaining),
  };
  if (own.allowed && all.allowed) return { headers };
  const message = `Number of '${singular(kind)}' requests for subscription '${subscriptionId}' actor '${caller.objectId}' exceeded.`;
  const seconds = Math.max(own.retryAfterSeconds, all.retryAfterSeconds);
  return { headers, refused: tooMany(call, 'SubscriptionRequestsThrottled', message, seconds, headers) };
}

function tooMany(
  call: Call,
  code: string,
  text: string,
  seconds: number,
  headers: Record<string, string>,
): Answer {
  const message = `${text} Please try again after '${seconds}' seconds.`;
  const { throttledRetryAfter } = call.simulation.assumptions;
  const at = new Date(call.simulation.now().getTime() + seconds * 1000).toUTCString();
  const value = throttledRetryAfter === 'seconds' ? String(seconds) : at;
  const retry: Record<string, string> = throttledRetryAfter === 'none' ? {} : { 'Retry-After': value };
  return errorAnswer({ status: 429, code, message }, { ...headers, ...retry });
}

function kindOf(method: string): OperationKind {
  if (method === 'GET') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

function singular(kind: OperationKind): string {
  return kind.slice(0, -1);
}

function withHeaders(answer: Answer): Answer {
  const requestId = randomUUID();
  return {
    ...answer,
    headers: {
      'Cache-Control': 'no-cache',
      Pragma: 'no-cache',
      Expires: '-1',
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': requestId,
      'x-ms-routing-request-id': `SIMULATED:${requestId}`,
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      ...answer.headers,
    },
  };
}
