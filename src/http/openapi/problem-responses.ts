// The problems that an operation can answer with, as responses by status: each lists the codes that it may carry.
import { PROBLEMS, type ProblemCode } from '../problem.ts';
import { refTo, type JsonObject } from './component.ts';
import type { Operation } from './operation.ts';
import { problem } from './shapes/problem.ts';

/** All of them, in the order of the table. */
function problemCodesOf({ method, needs, body, problems = [] }: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>([
    'invalid-request',
    ...(needs === 'nothing' ? [] : SIGNED_IN),
    ...(body === undefined ? [] : WITH_BODY),
    ...(method === 'post' ? ONCE : []),
    ...problems,
  ]);
  return (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => codes.has(code));
}

const SIGNED_IN: readonly ProblemCode[] = [
  'unauthenticated',
  'forbidden',
  'internal-error',
  'settings-invalid',
  'keys-unavailable',
  'store-unavailable',
];
const ONCE: readonly ProblemCode[] = ['idempotency-in-progress', 'idempotency-key-reused'];
const WITH_BODY: readonly ProblemCode[] = ['body-not-received', 'body-too-large'];

export function problemResponses(operation: Operation): [string, JsonObject][] {
  const byStatus = Map.groupBy(problemCodesOf(operation), (code) => PROBLEMS[code].status);
  return [...byStatus].map(([status, codes]) => [String(status), response(status, codes)]);
}

function response(status: number, codes: readonly ProblemCode[]): JsonObject {
  return {
    description:
      codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' ') + (BY_HOST[status] ?? ''),
    ...(status === 401 && {
      headers: {
        'WWW-Authenticate': {
          description: '`Bearer`, where tokens are asked for.',
          schema: { type: 'string' },
        },
      },
    }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            refTo(problem),
            { type: 'object', properties: { code: { enum: codes }, status: { const: status } } },
          ],
        },
      },
    },
  };
}

/** What the Functions host answers before any code of ours runs has no body. */
const BY_HOST: Readonly<Record<number, string>> = {
  401: ' A missing or wrong function key is refused by the Functions host, with an empty body.',
};
