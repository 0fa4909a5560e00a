// The answers that many operations share: JSON reads with an ETag, lists, changes.
import type * as z from 'zod';
import type { Answer, AnswerHeader, Media } from './operation.ts';

const ETAG: AnswerHeader = {
  description:
    'Strong: changes with any byte of the body. For `If-None-Match`, and for `If-Match` of writes.',
  always: true,
};
const LINK: AnswerHeader = {
  description: 'Of CSV: the address of the next page, as `<...>; rel="next"`; absent on the last one.',
  always: false,
};
const ETAG_OF_JSON: AnswerHeader = { ...ETAG, always: false };

export const NOT_MODIFIED: Answer = {
  status: 304,
  description: 'One of the ETags of `If-None-Match` still stands; no body.',
  headers: { ETag: ETAG },
};

export function json(schema: z.ZodType): Media {
  return { type: 'application/json', schema };
}

export function csv(example: string): Media {
  return { type: 'text/csv', example };
}

/** A read of one thing. */
export function reads(description: string, schema: z.ZodType): Answer[] {
  return [{ status: 200, description, media: [json(schema)], headers: { ETag: ETAG } }, NOT_MODIFIED];
}

/** A page of a list, as JSON or as CSV. @param header first line of the CSV */
export function lists(description: string, schema: z.ZodType, header: string): Answer[] {
  return [
    {
      status: 200,
      description,
      media: [json(schema), csv(`${header}\r\n`)],
      headers: { ETag: { ...ETAG_OF_JSON, description: `Of JSON. ${ETAG.description}` }, Link: LINK },
    },
    NOT_MODIFIED,
  ];
}

/** A change, or a look that is not to be kept. */
export function answers(description: string, schema: z.ZodType): Answer[] {
  return [{ status: 200, description, media: [json(schema)] }];
}
