// Reads and checks a JSON body. The content type is not looked at; no body is an empty object.
import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { HttpProblem, type ProblemItem } from './problem.ts';
import { invalidRequest } from './query.ts';

const MOST_BYTES = 64 * 1024;

/**
 * @param isInQueryToo whether the query takes the same fields, so that a caller can be told
 * @throws HttpProblem body-not-received, body-too-large or invalid-request
 */
export async function parseBody<T>(
  request: HttpRequest,
  schema: z.ZodType<T>,
  isInQueryToo = true,
): Promise<T> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge();
  if (text === '' && isChunked(request)) throw notReceived(isInQueryToo);
  const parsed = schema.safeParse(text.trim() === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues.flatMap(toItems));
}

/** The Functions host gives a chunked body as an empty one (facts: functions-runtime.md, table of the host). */
function isChunked(request: HttpRequest): boolean {
  return (request.headers.get('transfer-encoding') ?? '').toLowerCase().includes('chunked');
}

function notReceived(isInQueryToo: boolean): HttpProblem {
  return new HttpProblem(
    'body-not-received',
    'The request was sent in chunks (transfer-encoding: chunked), and the Functions host passes no such body on. ' +
      `Send it with a Content-Length${isInQueryToo ? ', or put its fields into the query' : ''}.`,
  );
}

function tooLarge(): HttpProblem {
  return new HttpProblem('body-too-large', `A body may have at most ${MOST_BYTES} bytes.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest([{ pointer: '', detail: 'must be JSON' }]);
  }
}

function toItems(issue: z.core.$ZodIssue): ProblemItem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: toPointer([...issue.path, key]),
      detail: 'is not known here',
    }));
  return [{ pointer: toPointer(issue.path), detail: issue.message }];
}

/** RFC 6901 */
function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
