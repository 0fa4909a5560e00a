// Holds every answer of a test against docs/openapi.json, as a client does that trusts it: the status is told for that
// operation, so are the media type and the headers, and the body is valid. Objects are closed here, though they stay
// open in the document, so that no field comes out that is not told.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodePath } from '../../local/host/request-path.ts';
import { addFormats, Ajv2020, type ValidateFunction } from './ajv.ts';
import type { Answer } from './host.ts';

interface MediaType {
  schema: object;
}

interface ResponseOfDocument {
  headers?: Record<string, { required: boolean }>;
  content?: Record<string, MediaType>;
}

export interface ParameterOfDocument {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema?: object;
  content?: Record<string, MediaType>;
}

export interface OperationOfDocument {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: ParameterOfDocument[];
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, ResponseOfDocument>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, OperationOfDocument>>;
  components: { schemas: Record<string, object> };
}

export interface DescribedOperation extends OperationOfDocument {
  /** In capitals. */
  method: string;
  /** With its braces. */
  path: string;
  /** Of the path below /api, as the host matches it. */
  pattern: RegExp;
}

export function readDocument(): OpenApiDocument {
  const path = resolve(import.meta.dirname, '../../docs/openapi.json');
  return JSON.parse(readFileSync(path, 'utf8')) as OpenApiDocument;
}

const document = readDocument();

export const OPERATIONS: readonly DescribedOperation[] = Object.entries(document.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      pattern: patternOf(path),
    })),
);

/** What was answered in this process: `listEvents 200 text/csv`. */
export const answered = new Set<string>();

/** What clients go by. Whatever else there is comes from a host, or says nothing of the contents. */
const TELLING_HEADERS = new Set([
  'allow',
  'content-disposition',
  'etag',
  'idempotency-replayed',
  'link',
  'location',
  'retry-after',
  'www-authenticate',
  'x-evidence-sha256',
]);

/** @throws Error that says what of the answer the document does not tell */
export function expectDescribed(method: string, url: string, answer: Answer): void {
  const path = /^\/api(\/[^?#]*)/i.exec(url.replace(/^https?:\/\/[^/]*/, ''))?.[1];
  if (path === undefined) return;
  const faults = faultsOf(findOperation(method, path), answer);
  if (faults.length > 0)
    throw new Error(
      `docs/openapi.json does not describe this answer of ${method} ${url}:\n  ${faults.join('\n  ')}\n` +
        `  ${answer.status} ${answer.text.slice(0, 500)}\n(npm run openapi writes it anew)`,
    );
}

/** @param path below /api, as it is sent */
export function findOperation(method: string, path: string): DescribedOperation | undefined {
  const decoded = decodePath(path);
  return OPERATIONS.find((each) => each.method === method.toUpperCase() && each.pattern.test(decoded));
}

function faultsOf(operation: DescribedOperation | undefined, answer: Answer): string[] {
  const { status, headers, text, json } = answer;
  const isEmpty = text === '' && headers.get('content-type') === null;
  if (operation === undefined) return isEmpty && status === 404 ? [] : ['no such operation'];
  const response = operation.responses[String(status)];
  // Of the host: a bad Host header, a wrong key.
  if (isEmpty && (status === 400 || status === 401)) return [];
  if (response === undefined) return [`status ${status} of ${operation.operationId}`];
  const type = headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  answered.add([operation.operationId, status, type].join(' ').trim());
  return [...faultsOfHeaders(response, headers), ...faultsOfBody(operation, answer, type, response, json)];
}

function faultsOfHeaders({ headers: told = {} }: ResponseOfDocument, headers: Headers): string[] {
  const names = new Set(Object.keys(told).map((name) => name.toLowerCase()));
  return [
    ...[...headers.keys()]
      .filter((name) => !names.has(name) && TELLING_HEADERS.has(name))
      .map((name) => `header ${name}`),
    ...Object.entries(told)
      .filter(([name, { required }]) => required && !headers.has(name))
      .map(([name]) => `no header ${name}`),
  ];
}

function faultsOfBody(
  { path, method }: DescribedOperation,
  { status, text }: Answer,
  type: string,
  { content }: ResponseOfDocument,
  json: unknown,
): string[] {
  if (content === undefined) return text === '' && type === '' ? [] : ['a body'];
  if (content[type] === undefined) return [`media type ${type}`];
  if (!type.endsWith('json')) return text === '' ? ['an empty text'] : [];
  const validate = validatorAt(
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    type,
    'schema',
  );
  if (validate(json)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
  );
}

const ID = 'openapi.json';
const compiled = new Map<string, ValidateFunction>();
let ajv: Ajv2020 | undefined;

/** Of the closed document. @param place its steps into it */
function validatorAt(...place: string[]): ValidateFunction {
  const pointer = place
    .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const known = compiled.get(pointer);
  if (known !== undefined) return known;
  ajv ??= closedAjv();
  const validate = ajv.compile({ $ref: `${ID}#/${pointer}` });
  compiled.set(pointer, validate);
  return validate;
}

function closedAjv(): Ajv2020 {
  const closed = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats(closed);
  closed.addSchema({ ...document, components: close(document.components) as object }, ID);
  return closed;
}

/** Every object that tells properties takes no other ones. */
function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === 'examples' ? value : close(value)]),
  );
  return 'properties' in copy && copy['type'] === 'object' && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}

/** Case and one slash at the end do not count for the host. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[^/]+')}/?$`, 'i');
}
