// Maps whatever goes wrong between us and Azure to one AzureFailure: retryable or terminal, with code and cause.
import type { RestError } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { AzureFailure } from '../ports/azure.ts';
import { DeadlineExceeded } from '../ports/deadline.ts';
import { readRetryAfterMs } from './retry-after.ts';

const CODE_LENGTH = 100;

const coded = z.object({
  code: z
    .string()
    .min(1)
    .transform((code) => code.slice(0, CODE_LENGTH)),
  message: z.string().catch(''),
});
/** ARM, Graph: `{error: {code, message}}`; older ones bare. */
const errorBody = z.union([z.object({ error: coded }).transform(({ error }) => error), coded]);

const CAUSE_LENGTH = 240;

/** @param now for a Retry-After that is a date */
export function failureOfAnswer(
  answer: { status: number; body: unknown; header: (name: string) => string | undefined },
  now: Date,
): AzureFailure {
  const { status } = answer;
  const parsed = errorBody.safeParse(answer.body);
  const code = parsed.success ? parsed.data.code : `Http${status}`;
  const said = parsed.success ? firstSentence(parsed.data.message) : '';
  return new AzureFailure(`Azure answered ${status} ${code}${said === '' ? '.' : `: ${said}`}`, {
    code,
    status,
    retryable: status === 429 || status === 408 || (status >= 500 && status !== 501 && status !== 505),
    retryAfterMs: readRetryAfterMs(answer.header, now),
  });
}

/** @param now for a Retry-After that is a date */
export function toAzureFailure(error: unknown, now: Date): AzureFailure {
  if (error instanceof AzureFailure) return error;
  if (error instanceof DeadlineExceeded)
    return new AzureFailure('The time for this was up.', { code: 'DeadlineExceeded', retryable: false });
  if (error instanceof z.ZodError) return unreadableAnswer(error);
  if (isFromPipeline(error)) return failureOfRestError(error, now);
  const message = error instanceof Error ? error.message : error;
  return new AzureFailure(`The request failed: ${shorten(message)}`, {
    code: 'RequestFailed',
    retryable: true,
  });
}

/** By its name: the SDK's own check wants a message that is a string, and it copies Azure's, which may be anything. */
export function isFromPipeline(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}

function failureOfRestError(error: RestError, now: Date): AzureFailure {
  const { response, statusCode } = error;
  if (statusCode !== undefined && statusCode >= 400)
    return failureOfAnswer(
      {
        status: statusCode,
        body: parseJson(response?.bodyAsText),
        header: (name) => response?.headers.get(name),
      },
      now,
    );
  const said = statusCode === undefined ? shorten(error.message) : `a ${statusCode} was not expected here`;
  const cause = error.code === 'PARSE_ERROR' ? 'the answer was torn or no JSON' : said;
  return new AzureFailure(`No usable answer came: ${cause}.`, {
    code: error.code ?? 'RequestFailed',
    status: statusCode,
    retryable: true,
  });
}

function unreadableAnswer(error: z.ZodError): AzureFailure {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  return new AzureFailure(
    `Azure's answer could not be understood at ${where}: ${issue?.message ?? 'no reason'}.`,
    {
      code: 'UnexpectedAnswer',
      // It is whole and says something else: the next one would too.
      retryable: false,
    },
  );
}

function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function firstSentence(message: string): string {
  return shorten(message.replaceAll(/\s+/g, ' ').trim());
}

function shorten(said: unknown): string {
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? '');
  return text.length <= CAUSE_LENGTH ? text : `${text.slice(0, CAUSE_LENGTH)}…`;
}
