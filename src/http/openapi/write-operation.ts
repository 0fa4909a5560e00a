// An operation as OpenAPI writes it.
import { inlineSchema, refTo, type JsonObject } from './component.ts';
import { headerParameter } from './header-parameters.ts';
import type { Answer, AnswerHeader, Media, Operation } from './operation.ts';
import { problemResponses } from './problem-responses.ts';
import { pathParameters, queryParameters } from './query-parameters.ts';
import { securityOf } from './security.ts';

export function writeOperation(operation: Operation): JsonObject {
  const {
    operationId,
    tag,
    summary,
    description,
    headers = [],
    neededHeaders = [],
    body,
    answers,
  } = operation;
  // What serve does for each of them.
  const isPost = operation.method === 'post';
  const parameters = [
    ...pathParameters(operation),
    ...queryParameters(operation),
    ...[...headers, ...(isPost ? (['Idempotency-Key'] as const) : [])].map((name) =>
      headerParameter(name, neededHeaders.includes(name)),
    ),
  ];
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(operation.needs),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        description: body.description,
        required: body.required,
        content: { 'application/json': { schema: refTo(body.schema) } },
      },
    }),
    responses: Object.fromEntries([
      ...answers.map((answer): [string, JsonObject] => [
        String(answer.status),
        writeAnswer(isPost ? { ...answer, headers: { ...answer.headers, ...REPLAYED } } : answer),
      ]),
      ...problemResponses(operation),
    ]),
  };
}

const REPLAYED: Record<string, AnswerHeader> = {
  'idempotency-replayed': {
    description: '`true` where it is the answer of an earlier request with the same `Idempotency-Key`.',
    always: false,
  },
};

function writeAnswer({ description, media = [], headers = {} }: Answer): JsonObject {
  const named = Object.entries(headers);
  return {
    description,
    ...(named.length > 0 && {
      headers: Object.fromEntries(named.map(([name, header]) => [name, writeHeader(header)])),
    }),
    ...(media.length > 0 && {
      content: Object.fromEntries(media.map((each) => [each.type, writeMedia(each)])),
    }),
  };
}

function writeHeader({ description, always, schema }: AnswerHeader): JsonObject {
  return {
    description,
    required: always,
    schema: schema === undefined ? { type: 'string' } : inlineSchema(schema),
  };
}

function writeMedia({ schema, example }: Media): JsonObject {
  return {
    schema: schema === undefined ? { type: 'string' } : refTo(schema),
    ...(example !== undefined && { example }),
  };
}
