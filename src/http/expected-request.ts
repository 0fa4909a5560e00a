// What PUT /expected-subscriptions/{id} takes: everything may be left out, and what is given must be meant.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { allOf } from './all-of.ts';
import { parseBody } from './body.ts';
import { parameters, parseGuid, parseQuery } from './query.ts';

export const expectedPlaceQuery = { identity: parameters.identity };

/** No control characters, and no halves of characters, which no text holds. */
const A_LINE = /^[^\p{Cc}\p{Cs}]*$/u;
/** A note may have several lines. */
const SEVERAL_LINES = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

/** Counted as JSON Schema does, by which callers are told: an emoji is one character, and not two. */
function text(most: number, fits: RegExp) {
  return z
    .string('must be text')
    .refine((value) => Array.from(value).length <= most, {
      error: `must have at most ${most} characters`,
      abort: true,
    })
    .regex(fits, 'must not have control characters')
    .meta({ maxLength: most })
    .optional();
}

const A_TIME = 'must be an ISO 8601 time that exists, with Z or an offset, such as 2026-03-01T12:00:00Z';
/** Years 0000 to 9999: their order in time is that of their letters. */
const ISO_LENGTH = '2026-03-01T12:00:00.000Z'.length;

export const expectedBody = z.strictObject(
  {
    name: text(200, A_LINE),
    customer: text(200, A_LINE),
    note: text(2000, SEVERAL_LINES),
    dueAt: z.iso
      .datetime({ offset: true, error: A_TIME, abort: true })
      .transform((value) => new Date(value).toISOString())
      .refine((value) => value.length === ISO_LENGTH, A_TIME)
      .optional(),
  },
  'must be a JSON object',
);

/** @throws HttpProblem */
export async function parseExpectedRequest(request: HttpRequest) {
  return parseBody(request, expectedBody, { orInQuery: false });
}

/**
 * The subscription that the path names. `?identity=` is taken as by every call about one subscription, but entries
 * belong to none.
 * @throws HttpProblem invalid-request
 */
export async function parseExpectedPlace(
  request: HttpRequest,
  identityNames: readonly string[],
): Promise<string> {
  const [, subscriptionId] = await allOf(
    () => parseQuery(request, expectedPlaceQuery, identityNames),
    () => parseGuid(request.params['id'], 'id'),
  );
  return subscriptionId;
}
