// Idempotency-Key on POSTs (contract §7.1): who sends a request again with its key gets the answer of the first one, and
// the work is done once. Nothing is remembered of keys and requests but hashes; of answers only those that went well.
import { createHash } from 'node:crypto';
import { HttpResponse, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import type { Caller } from '../domain/access.ts';
import type { AnswerStore, KeptAnswer } from '../ports/answers.ts';
import type { Logger } from '../ports/logger.ts';
import { HttpProblem } from './problem.ts';
import { invalidRequest, queryOf } from './query.ts';

const IDEMPOTENCY_KEY = 'idempotency-key';

const KEPT_MS = 24 * 3_600_000;
/** Longer than any POST: the host ends one after 230 s. For so long a killed one keeps its key. */
const HOLD_MS = 5 * 60_000;
const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

export interface Once {
  answers: AnswerStore;
  logger: Logger;
  caller: Caller;
}

/** @throws HttpProblem invalid-request, idempotency-key-reused or idempotency-in-progress, StoreUnavailable, and what the work throws */
export async function answerOnce(
  request: HttpRequest,
  { answers, logger, caller }: Once,
  work: () => Promise<HttpResponseInit>,
): Promise<HttpResponseInit> {
  const key = request.headers.get(IDEMPOTENCY_KEY);
  if (key === null) return work();
  if (!PRINTABLE.test(key))
    throw invalidRequest([
      { parameter: 'Idempotency-Key', detail: 'must have 1 to 128 printable ASCII characters' },
    ]);
  const place = [caller, request.method, new URL(request.url).pathname, key];
  const id = createHash('sha256').update(JSON.stringify(place)).digest('hex');
  const fingerprint = await fingerprintOf(request);
  const claimed = await answers.claimAnswer({ id, fingerprint, holdMs: HOLD_MS });
  if (claimed.kind !== 'granted' && claimed.fingerprint !== fingerprint)
    throw new HttpProblem(
      'idempotency-key-reused',
      'This Idempotency-Key came with another body or query before. Take a new key for a new request.',
    );
  if (claimed.kind === 'held')
    throw new HttpProblem(
      'idempotency-in-progress',
      'A request with this Idempotency-Key is under way. Ask again with the same key for its answer.',
    );
  if (claimed.kind === 'kept') return replay(claimed.answer);

  const { hold } = claimed;
  let answer: KeptAnswer | undefined;
  try {
    answer = await toAnswer(await work());
    return toInit(answer);
  } finally {
    // What came of the work is answered, whatever becomes of its memory.
    await (
      answer !== undefined && isGood(answer)
        ? answers.keepAnswer(hold, answer, KEPT_MS)
        : answers.freeAnswer(hold)
    ).catch((error: unknown) => logger.error('AnswerNotKept', { cause: String(error) }));
  }
}

/** Of the whole question but who asks and how it is sent; the order in the query is no part of it. */
async function fingerprintOf(request: HttpRequest): Promise<string> {
  const query = queryOf(request).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const body = new Uint8Array(await request.clone().arrayBuffer());
  // No JSON text goes on after its end: where the body begins is plain.
  return createHash('sha256').update(JSON.stringify(query)).update(body).digest('hex');
}

function isGood({ status }: KeptAnswer): boolean {
  return status >= 200 && status < 300;
}

/** As the library would send it. */
async function toAnswer(init: HttpResponseInit): Promise<KeptAnswer> {
  const response = new HttpResponse(init);
  const body = Buffer.from(await response.arrayBuffer()).toString('utf8');
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

function toInit({ status, headers, body }: KeptAnswer): HttpResponseInit {
  return { status, headers: { ...headers }, ...(body !== '' && { body }) };
}

function replay(answer: KeptAnswer): HttpResponseInit {
  return toInit({ ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } });
}
