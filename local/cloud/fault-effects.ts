// What faults do to a call: an answer in place of the work, or a change of the answer that the work gave.
import { errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Fault } from './faults.ts';
import { serviceOf } from './hosts.ts';
import type { CloudRequest } from './request.ts';
import type { Simulation } from './simulation.ts';

/** Marks the nextLink of an emptied page, so that a fault without an end does not empty the same page again. */
const REAL_PAGE = 'simulated-page=real';

/** The answer that a fault gives without any work, if one does. */
export function answerInstead(
  faults: readonly Fault[],
  operation: string,
  request: CloudRequest,
  simulation: Simulation,
): Answer | undefined {
  for (const fault of faults) {
    if (fault.kind === 'status') return statusAnswer(fault);
    if (fault.kind === 'body') return withBody(fault.status ?? 200, fault.body);
    if (fault.kind === 'bad-token' && !operation.endsWith('.token')) {
      const { unauthenticated, graphUnauthenticated } = simulation.assumptions;
      return errorAnswer(serviceOf(request.host) === 'graph' ? graphUnauthenticated : unauthenticated);
    }
  }
  return undefined;
}

/** The answer as the faults leave it. */
export function changeAnswer(faults: readonly Fault[], request: CloudRequest, answer: Answer): Answer {
  return faults.reduce((changed, fault) => change(fault, request, changed), answer);
}

function change(fault: Fault, request: CloudRequest, answer: Answer): Answer {
  const body = answer.body as Record<string, unknown> | undefined;
  if (body === undefined) return answer;
  switch (fault.kind) {
    case 'lose-page': {
      const { nextLink: _, ...rest } = body;
      return { ...answer, body: rest };
    }
    case 'empty-page': {
      if (!Array.isArray(body['value']) || request.search.includes(REAL_PAGE)) return answer;
      const mark = `${request.search === '' ? '?' : `${request.search}&`}${REAL_PAGE}`;
      const nextLink = `https://${request.host}${request.path}${mark}`;
      return { ...answer, body: { ...body, value: [], nextLink } };
    }
    case 'bad-token': {
      const token = body['access_token'];
      if (typeof token !== 'string') return answer;
      return { ...answer, body: { ...body, access_token: breakSignature(token) } };
    }
    case 'truncate': {
      const text = JSON.stringify(body);
      return { ...answer, raw: text.slice(0, Math.floor(text.length / 2)) };
    }
    default:
      return answer;
  }
}

function statusAnswer(fault: Fault & { kind: 'status' }): Answer {
  const headers: Record<string, string> = {
    ...(fault.retryAfter !== undefined && { 'Retry-After': String(fault.retryAfter) }),
    ...(fault.location !== undefined && { Location: fault.location }),
  };
  if (fault.body !== undefined) return { ...withBody(fault.status, fault.body), headers };
  const code = fault.code ?? codes.get(fault.status) ?? 'SimulatedFault';
  return errorAnswer({ status: fault.status, code, message: `A fault on demand: ${fault.status}.` }, headers);
}

const codes: ReadonlyMap<number, string> = new Map([
  [400, 'BadRequest'],
  [401, 'AuthenticationFailed'],
  [403, 'AuthorizationFailed'],
  [404, 'NotFound'],
  [409, 'Conflict'],
  [429, 'SubscriptionRequestsThrottled'],
  [500, 'InternalServerError'],
  [502, 'BadGateway'],
  [503, 'ServerTimeout'],
  [504, 'GatewayTimeout'],
]);

function withBody(status: number, body: unknown): Answer {
  return typeof body === 'string' ? { status, raw: body } : { status, body };
}

/** The claims stay readable; the signature does not fit them any more. */
function breakSignature(token: string): string {
  const dot = token.lastIndexOf('.');
  const [first = ''] = token.slice(dot + 1);
  return `${token.slice(0, dot + 1)}${first === 'A' ? 'B' : 'A'}${token.slice(dot + 2)}`;
}
