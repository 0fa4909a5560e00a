// Every error that a handler answers, in one table: code, status, title. docs/errors.md lists the same codes.
import type { HttpResponseInit } from '@azure/functions';

export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'A part of the request is not what the contract asks for' },
  'lighthouse-refuses': { status: 400, title: 'Azure Lighthouse would refuse this' },
  'role-not-built-in': { status: 400, title: 'The role is none of the built-in roles that are known' },
  'template-not-lighthouse': { status: 400, title: 'The template has no Lighthouse resource' },
  'body-not-received': { status: 400, title: 'The body did not arrive' },
  'identity-required': { status: 400, title: 'Several identities could be meant' },
  unauthenticated: { status: 401, title: 'The caller is not known' },
  forbidden: { status: 403, title: 'This caller may not do that' },
  'subscription-not-found': { status: 404, title: 'No such subscription is known' },
  'reconciliation-not-found': { status: 404, title: 'No such run is known' },
  'notification-not-found': { status: 404, title: 'No such dead letter is kept' },
  'expected-subscription-not-found': { status: 404, title: 'This subscription is not expected' },
  'link-missing': { status: 404, title: 'There is no partner link' },
  'run-in-progress': { status: 409, title: 'A run is under way' },
  'delivery-in-progress': { status: 409, title: 'Messages are being sent' },
  'receiver-unavailable': { status: 409, title: 'Nothing may be sent to this receiver' },
  'idempotency-in-progress': { status: 409, title: 'The same request is under way' },
  'link-differs-from-settings': { status: 409, title: 'The settings want another partner ID' },
  'link-refused': { status: 409, title: 'The partner link was not changed' },
  'precondition-failed': { status: 412, title: 'What stands is not what the precondition asks for' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'idempotency-key-reused': { status: 422, title: 'The key belongs to another request' },
  'precondition-required': { status: 428, title: 'The request needs a precondition (If-Match)' },
  'internal-error': { status: 500, title: 'Lighthouse Keeper failed to answer' },
  'settings-invalid': { status: 503, title: 'The app settings are not valid' },
  'expected-subscriptions-busy': {
    status: 503,
    title: 'The list of expected subscriptions is being written',
  },
  'keys-unavailable': { status: 503, title: 'The keys that tokens are checked with cannot be had' },
  'link-unreadable': { status: 503, title: 'The partner link cannot be read, or was not changed' },
  'store-unavailable': { status: 503, title: 'The store cannot be reached' },
  'principal-unknown': { status: 503, title: 'The principal is not known yet' },
  'not-ready': { status: 503, title: 'Something that Lighthouse Keeper needs is missing' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Where a problem lies: `pointer` (RFC 6901) into the body, `parameter` for path, query, header, setting or part. */
export type ProblemItem = { detail: string } & ({ pointer: string } | { parameter: string });

export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly errors: readonly ProblemItem[];
  readonly extra: Readonly<Record<string, string>>;

  /** @param extra members that stand beside the usual ones, such as `runId` */
  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly ProblemItem[] = [],
    extra: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = errors;
    this.extra = extra;
  }
}

/** RFC 9457. */
export function problemAnswer(problem: HttpProblem): HttpResponseInit {
  const { status, title } = PROBLEMS[problem.code];
  const body = {
    type: `urn:lighthouse-keeper:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    ...problem.extra,
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      // RFC 9110 §15.5.2; without error and description, which would say why (RFC 6750 §3).
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify(body),
  };
}
