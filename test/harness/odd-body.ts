// Bodies as nobody should send them: near misses of what each operation takes, and what is no JSON at all.
import fc from 'fast-check';
import type { DescribedOperation } from './openapi.ts';
import { readDocument } from './openapi.ts';
import { oddId, oddText } from './odd-text.ts';

const { schemas } = readDocument().components;

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  oddId,
  fc.boolean(),
  fc.constantFrom<unknown>(null, 0, -1, 1.5, 1e308, [], {}, [[]], { value: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const FIELDS = (
  'dryRun identity name customer note dueAt subscriptionId partnerId more ' +
  'template parameters authorizations eligibleAuthorizations managedByTenantId resources $schema'
).split(' ');

const fields = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), oddText), oddValue), { maxLength: 4 })
  // Written by hand: `__proto__` and names that stand twice are to arrive too.
  .map((pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`).join(',')}}`);

const noJson = fc.oneof(
  oddText,
  fc.constantFrom(
    '{',
    '[',
    '{"a":1}}',
    'NaN',
    '{"a":1,}',
    "{'a':1}",
    '//',
    '\u{feff}{}',
    '{"dryRun":true}\0',
    '""',
    '0',
  ),
  fc.integer({ min: 10, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 10, max: 5000 }).map((depth) => '{"template":'.repeat(depth) + '1' + '}'.repeat(depth)),
);

const bytes = fc.oneof(
  fc.constantFrom(
    [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00],
    [0x22, 0xc3, 0x28, 0x22],
    [0xed, 0xa0, 0x80],
    [0x1f, 0x8b, 8, 0],
  ),
  fc.array(fc.nat(255), { maxLength: 60 }),
);

/** Just over what is taken, by all but the template check, or by that too. */
const large = fc
  .constantFrom(64 * 1024, 64 * 1024 + 1, 1024 * 1024 + 1)
  .map((length) => '"'.padEnd(length - 1, 'x') + '"');

export function oddBody(operation: DescribedOperation | undefined): fc.Arbitrary<Buffer> {
  const examples = examplesOf(operation);
  return fc.oneof(
    { weight: 40, arbitrary: fields.map(toBuffer) },
    ...(examples.length > 0 ? [{ weight: 40, arbitrary: changed(examples).map(toBuffer) }] : []),
    { weight: 20, arbitrary: noJson.map(toBuffer) },
    { weight: 10, arbitrary: bytes.map((each) => Buffer.from(each)) },
    { weight: 1, arbitrary: large.map(toBuffer) },
  );
}

/** An example of the document, with one of its fields changed. */
function changed(examples: readonly object[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...examples), fc.nat(20), fc.option(oddValue, { freq: 3 }))
    .map(([example, index, value]) => {
      const names = Object.keys(example);
      const name = names[index % Math.max(names.length, 1)];
      return write(name === undefined || value === null ? example : { ...example, [name]: value });
    });
}

function examplesOf(operation: DescribedOperation | undefined): object[] {
  return Object.values(operation?.requestBody?.content ?? {}).flatMap(({ schema }) => {
    const name = (schema as { $ref?: string }).$ref?.split('/').at(-1) ?? '';
    const { examples = [] }: { examples?: object[] } = schemas[name] ?? {};
    return examples;
  });
}

function write(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function toBuffer(text: string): Buffer {
  return Buffer.from(text);
}
