// Reads and checks a JSON body. The content type is not looked at; no body is an empty object.
import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod';
import { HttpProblem, type ProblemItem } from './problem.ts';
import { invalidRequest } from './query.ts';

const MOST_BYTES = 64 * 1024;

export interface BodyRules {
  /** 64 KiB by default. */
  mostBytes?: number;
  /** The route takes the same in its query, which is what a caller that can only send chunks is told; true by default. */
  orInQuery?: boolean;
}

/** @throws HttpProblem body-not-received, body-too-large or invalid-request */
export async function parseBody<T>(
  request: HttpRequest,
  schema: z.ZodType<T>,
  { mostBytes = MOST_BYTES, orInQuery = true }: BodyRules = {},
): Promise<T> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const text = await request.text();
  if (Buffer.byteLength(text) > mostBytes) throw tooLarge(mostBytes);
  if (text === '' && isChunked(request)) throw notReceived(orInQuery);
  const parsed = schema.safeParse(text.trim() === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues.flatMap(toItems));
}

/** The Functions host gives a chunked body as an empty one (facts: functions-runtime.md, table of the host). */
function isChunked(request: HttpRequest): boolean {
  return (request.headers.get('transfer-encoding') ?? '').toLowerCase().includes('chunked');
}

function notReceived(orInQuery: boolean): HttpProblem {
  return new HttpProblem(
    'body-not-received',
    'The request was sent in chunks (transfer-encoding: chunked), and the Functions host passes no such body on. ' +
      `Send it with a Content-Length${orInQuery ? ', or put its fields into the query' : ''}.`,
  );
}

function tooLarge(mostBytes: number): HttpProblem {
  return new HttpProblem('body-too-large', `A body may have at most ${mostBytes} bytes.`);
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
