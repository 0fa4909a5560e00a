// docs/openapi.json is what the code makes of its schemas, a public linter finds nothing in it, and it describes every
// function that answers over HTTP and nothing else.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { openApiFile } from '../../local/openapi-file.ts';
import { startHost } from '../../local/host/host.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { Ajv2020, addFormats } from '../harness/ajv.ts';
import { functionFiles } from '../harness/host.ts';
import { OPERATIONS, readDocument } from '../harness/openapi.ts';
import { redocly } from '../harness/redocly.ts';

const root = resolve(import.meta.dirname, '../..');
const document = readDocument();

describe('docs/openapi.json', () => {
  it('is what npm run openapi writes', async () => {
    const committed = readFileSync(join(root, 'docs/openapi.json'), 'utf8');

    expect(committed === (await openApiFile()), 'it is not: run npm run openapi').toBe(true);
  });

  it('is found right by the Redocly linter, with all its recommended rules', async () => {
    const { problems, totals } = await lint();

    expect(problems).toEqual([]);
    expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  }, 30_000);

  it('describes every function that answers over HTTP, open to whom it is, and nothing else', async () => {
    const host = await startHost({ appFolder: root, files: await functionFiles(), port: 0, settings: {} });
    await host.close();
    const registered = host.functions.flatMap(({ type, methods = [], route = '', authLevel }) =>
      type === 'http' ? methods.map((method) => `${method} ${route} ${authLevel}`) : [],
    );

    const described = OPERATIONS.map(
      ({ method, path, security }) =>
        `${method} api${path} ${security.length === 0 ? 'anonymous' : 'function'}`,
    );

    expect(described.toSorted()).toEqual(registered.toSorted());
  });

  it('tells every error code in one enum', () => {
    const { enum: codes } = document.components.schemas['ProblemCode'] as { enum: string[] };

    expect(codes.toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  });

  it('lets every error code be answered by some operation', () => {
    const text = JSON.stringify(document.paths);

    expect(Object.keys(PROBLEMS).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });

  it('has a name of its own for each operation', () => {
    const names = OPERATIONS.map(({ operationId }) => operationId);

    expect(new Set(names).size).toBe(names.length);
  });
});

test('every example in docs/openapi.json is valid', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats(ajv);
  ajv.addSchema(document, 'openapi.json');
  const shown = examplesIn(document, '');

  const wrong = shown.filter(({ at, example }) => !ajv.validate({ $ref: `openapi.json#${at}` }, example));

  expect(shown.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

/** Those of schemas, and those of what has a schema; `at`: the schema's place. */
function examplesIn(node: unknown, at: string): { at: string; example: unknown }[] {
  if (typeof node !== 'object' || node === null) return [];
  const { schema, example, examples } = node as { schema?: unknown; example?: unknown; examples?: unknown };
  return [
    ...(Array.isArray(examples) ? examples.map((each: unknown) => ({ at, example: each })) : []),
    ...(example !== undefined && schema !== undefined ? [{ at: `${at}/schema`, example }] : []),
    ...Object.entries(node)
      .filter(([key]) => key !== 'examples' && key !== 'example')
      .flatMap(([key, value]) => examplesIn(value, `${at}/${step(key)}`)),
  ];
}

function step(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

interface LintReport {
  totals: { errors: number; warnings: number; ignored: number };
  problems: unknown[];
}

async function lint(): Promise<LintReport> {
  const report = await redocly(
    root,
    'lint',
    'docs/openapi.json',
    '--extends',
    'recommended',
    '--format',
    'json',
  );
  return JSON.parse(report) as LintReport;
}
