// Names the schemas that the OpenAPI document holds under components, and writes zod schemas as JSON Schema.
import * as z from 'zod';

export type JsonObject = Record<string, unknown>;

const registry = z.registry<{ id: string }>();
const PLACE = '#/components/schemas/';

/** A schema with a name of its own in the document. @param examples whole ones, which a test holds against it */
export function component<Schema extends z.ZodType>(
  id: string,
  schema: Schema,
  ...examples: z.input<Schema>[]
): Schema {
  const shown = examples.length === 0 ? schema : schema.meta({ ...schema.meta(), examples });
  registry.add(shown, { id });
  return shown;
}

/** @throws Error for a schema that is no component */
export function refTo(schema: z.ZodType): JsonObject {
  const id = registry.get(schema)?.id;
  if (id === undefined) throw new Error('Only components can be referred to.');
  return { $ref: PLACE + id };
}

/** Every component, by its name. Objects of answers stay open: more fields may stand beside those that are told. */
export function componentSchemas(): Record<string, JsonObject> {
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => PLACE + id, io: 'input', override: tidy });
  return Object.fromEntries(
    Object.entries(schemas)
      .map(([id, schema]): [string, JsonObject] => [id, bare(schema)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A schema without a name, such as a parameter's. A text that stands for a number or a truth is told as that. */
export function inlineSchema(schema: z.ZodType): JsonObject {
  return bare(z.toJSONSchema(schema, { io: decodes(schema) ? 'output' : 'input', override: tidy }));
}

/** The document itself says its dialect and its place. */
function bare(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'));
}

function decodes(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return decodes(schema.unwrap() as z.ZodType);
  return (
    schema instanceof z.ZodPipe && (schema.out instanceof z.ZodNumber || schema.out instanceof z.ZodBoolean)
  );
}

/** The largest whole number of JavaScript is no bound of ours. */
function tidy({ jsonSchema }: { jsonSchema: { maximum?: number; minimum?: number } }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}
