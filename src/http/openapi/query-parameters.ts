// The parameters of path and query: their schemas are those that parse them, their words stand here.
import type * as z from 'zod';
import { inlineSchema, refTo, type JsonObject } from './component.ts';
import type { Operation } from './operation.ts';

const TEXTS: Readonly<Record<string, string>> = {
  identity:
    'One of the identities, by its name. Needed only by calls about one thing where several are configured.',
  top: 'How many a page holds.',
  skipToken: 'Where the page begins: opaque, out of `nextLink`.',
  format: 'Goes before `Accept`.',
  recognition: 'Only those with this recognition.',
  tenantId: 'Only those of this customer (home) tenant.',
  finding: 'Only those with this finding, on themselves or on a scope.',
  type: 'Only events of this type.',
  subscriptionId: 'Only what is about this subscription.',
  from: 'Not before: a time, or a day in UTC from its beginning.',
  to: 'Not after: a time, or a day in UTC to its end.',
};

export function pathParameters({ pathParameters = {} }: Operation): JsonObject[] {
  return Object.entries(pathParameters).map(([name, { schema, description, example }]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: inlineSchema(schema),
    example,
  }));
}

/** @throws Error for a parameter without a description */
export function queryParameters({ operationId, query = {}, queryNotes, jsonQuery }: Operation): JsonObject[] {
  return Object.entries(query).map(([name, schema]) => {
    const description = queryNotes?.[name] ?? TEXTS[name];
    if (description === undefined) throw new Error(`${operationId}: the parameter ${name} is not described.`);
    return {
      name,
      in: 'query',
      required: !isOptional(schema),
      description,
      ...form(schema, jsonQuery?.[name]),
    };
  });
}

function form(schema: z.ZodType, inside: z.ZodType | undefined): JsonObject {
  if (inside === undefined) return { schema: inlineSchema(schema) };
  return { content: { 'application/json': { schema: refTo(inside) } } };
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}
