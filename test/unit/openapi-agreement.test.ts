// What docs/openapi.json says of a request and what the parser takes agree, both ways: nothing is promised that is
// refused, and nothing is taken that is not told.
import { HttpRequest } from '@azure/functions';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { OPERATIONS as DESCRIPTIONS } from '../../src/http/openapi/operations.ts';
import { extras } from '../../src/http/onboarding-template-request.ts';
import { HttpProblem } from '../../src/http/problem.ts';
import { parseTemplateCheckRequest } from '../../src/http/template-check-request.ts';
import { Ajv2020 } from '../harness/ajv.ts';
import { OPERATIONS, readDocument, type ParameterOfDocument } from '../harness/openapi.ts';

// Formats are but told beside the patterns, which are what is checked.
const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });
ajv.addSchema(readDocument(), 'openapi.json');

function told(schema: object): (value: unknown) => boolean {
  const place = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')) as object;
  const validate = ajv.compile(place);
  return (value) => validate(value);
}

const GUIDS = ['3D2F1C58-6a4e-4b0f-9c3d-7e5a1b2c4d60', '{3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60}', '0-0-0-0-0'];
const TIMES = [
  '2026-02-28T23:59:59Z',
  '2026-02-29T00:00:00Z',
  '2026-03-01T12:00:00.123456+02:00',
  '2026-03-01T12:00Z',
  '2026-03-01t12:00:00z',
  '2026-03-01 12:00:00Z',
  '2026-03-01T23:59:60Z',
  '2026-03-01T12:00:00',
  '2026-03-01',
  '2026-3-1',
  '2024-02-30',
];
const WORDS = [
  '',
  'true',
  'TRUE',
  '0',
  '1',
  '1000',
  '1001',
  '-1',
  '1.5',
  'json',
  'CSV',
  'html',
  'arm',
  'bicep',
];
const MORE = [
  '2026-13',
  '2026-03',
  'default',
  'subscription',
  'resourceGroup',
  'pec',
  '[]',
  'x'.repeat(41),
  'x'.repeat(3000),
];
const text = fc.oneof(
  fc.constantFrom(...GUIDS, ...TIMES, ...WORDS, ...MORE, '\t', 'a\nb', '\u0000', '\u{1f600}'.repeat(150)),
  fc.string({ maxLength: 20 }),
);

describe('of the query and the path', () => {
  const parsers = DESCRIPTIONS.flatMap(({ operationId, query = {}, pathParameters = {} }) => [
    ...Object.entries(query)
      // Whether it is a token of this list, only the list can tell.
      .filter(([name]) => name !== 'skipToken')
      .map(([name, schema]) => ({ operationId, name, in: 'query', schema })),
    ...Object.entries(pathParameters).map(([name, { schema }]) => ({
      operationId,
      name,
      in: 'path',
      schema,
    })),
  ]);

  test.each(parsers)(
    '$operationId takes $name in the $in as it is told',
    ({ operationId, name, in: place, schema }) => {
      const parameter = parameterOf(operationId, name, place);
      const { enum: words = [] } = (parameter.schema ?? {}) as { enum?: string[] };
      const isTold = told(parameter.schema ?? { type: 'string' });

      fc.assert(
        fc.property(fc.oneof(text, ...(words.length > 0 ? [fc.constantFrom(...words)] : [])), (given) => {
          // Whether it is a token of this list, only the list can tell; 40 are counted as the settings count them.
          fc.pre(name !== 'skipToken' && !(name === 'identity' && given.length > 40));
          expect(isTold(decoded(given, parameter))).toBe(schema.safeParse(given).success);
        }),
        { numRuns: 300 },
      );
    },
  );
});

/** As a client reads the type: a number as its digits, a truth as its word. */
function decoded(given: string, { schema }: ParameterOfDocument): unknown {
  const { type } = (schema ?? {}) as { type?: string };
  if (type === 'integer' && /^(0|-?[1-9]\d*)$/.test(given)) return Number(given);
  if (type === 'boolean' && (given === 'true' || given === 'false')) return given === 'true';
  return given;
}

function parameterOf(operationId: string, name: string, place: string): ParameterOfDocument {
  const found = OPERATIONS.find((each) => each.operationId === operationId)?.parameters?.find(
    (each) => each.name === name && each.in === place,
  );
  if (found === undefined) throw new Error(`${operationId} has no parameter ${name}`);
  return found;
}

const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.boolean(), fc.constantFrom([], {}, null));

/** Some of the fields, perhaps one more, or no object at all. */
function near(...names: string[]): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries([...names, 'more'].map((name) => [name, value]));
  const known = Object.fromEntries(names.map((name) => [name, value]));
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(known, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}

describe('of the body', () => {
  const bodies = DESCRIPTIONS.flatMap(({ operationId, body }) =>
    body === undefined || operationId === 'checkOnboardingTemplate'
      ? []
      : [{ operationId, schema: body.schema }],
  );

  test.each(bodies)('$operationId takes it as it is told', ({ operationId, schema }) => {
    const isTold = told(bodyOf(operationId));

    fc.assert(
      fc.property(near(...Object.keys((schema as z.ZodObject).shape)), (given) => {
        fc.pre(!isLongIdentity(given));
        expect(isTold(given)).toBe(schema.safeParse(given).success);
      }),
      { numRuns: 2000 },
    );
  });

  test('checkOnboardingTemplate takes it as it is told', async () => {
    const isTold = told(bodyOf('checkOnboardingTemplate'));
    const part = fc.oneof(
      fc.constantFrom(
        { a: { value: 1 } },
        { a: {} },
        { a: { reference: {} } },
        { parameters: { a: { value: 1 } } },
      ),
      fc.constantFrom(
        { parameters: { a: 1 } },
        { parameters: { value: { value: 1 } } },
        { a: { value: null } },
      ),
      value,
    );
    const names = ['template', 'parameters', 'authorizations', 'eligibleAuthorizations', 'managedByTenantId'];
    const fields = [...names, 'resources', '$schema', 'more'].map((name) => [name, part] as const);
    const body = fc.oneof(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), fc.jsonValue());

    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        expect(isTold(given)).toBe(await isTaken(given));
      }),
      { numRuns: 1500 },
    );
  });

  test('getOnboardingTemplate takes further authorizations as they are told', () => {
    const [parameter] = (
      OPERATIONS.find((each) => each.operationId === 'getOnboardingTemplate')?.parameters ?? []
    ).filter(({ name }) => name === 'authorizations');
    const isTold = told(parameter?.content?.['application/json']?.schema ?? {});
    const policy = near('multiFactorAuthProvider', 'maximumActivationDuration', 'managedByTenantApprovers');
    const id = fc.constantFrom(...GUIDS);
    const extra = fc.record(
      {
        principalId: id,
        roleDefinitionId: id,
        principalIdDisplayName: text.filter((each) => each.length < 200),
        delegatedRoleDefinitionIds: fc.oneof(fc.array(id), value),
        justInTimeAccessPolicy: policy,
      },
      { requiredKeys: ['principalId', 'roleDefinitionId'] },
    );

    fc.assert(
      fc.property(fc.oneof(fc.array(extra, { maxLength: 2 }), value), (given) => {
        expect(isTold(given)).toBe(extras.safeParse(given).success);
      }),
      { numRuns: 2000 },
    );
  });
});

function bodyOf(operationId: string): object {
  const found = OPERATIONS.find((each) => each.operationId === operationId);
  return found?.requestBody?.content['application/json']?.schema ?? {};
}

function isLongIdentity(given: unknown): boolean {
  const { identity } = (given ?? {}) as { identity?: unknown };
  return typeof identity === 'string' && identity.length > 40;
}

async function isTaken(body: unknown): Promise<boolean> {
  const url = 'http://127.0.0.1/api/onboarding-template-checks';
  try {
    await parseTemplateCheckRequest(
      new HttpRequest({ method: 'POST', url, body: { string: JSON.stringify(body) } }),
      ['default'],
    );
    return true;
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'invalid-request') return false;
    throw error;
  }
}
