// Reads and checks the query: every wrong or unknown name is an error that names it.
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { EVENT_TYPES } from '../domain/event.ts';
import { EXPECTED_STATES } from '../domain/expected-subscription.ts';
import { FINDING_CODES } from '../domain/finding.ts';
import { RECOGNITIONS } from '../domain/recognition.ts';
import { HttpProblem, type ProblemItem } from './problem.ts';

/** What the host takes from the query for itself: a function key and the name of the key. */
const OF_THE_HOST = new Set(['code', 'clientId']);

export const guidParameter = z.guid('must be a GUID').transform((id) => id.toLowerCase());

const A_TIME = 'must be an ISO 8601 date, or a time with Z or an offset (whose + is written %2B)';

/** A moment, or a whole day in UTC: its first instant, or its last. Given on as ISO 8601 UTC. */
function time(ofDay: 'T00:00:00.000Z' | 'T23:59:59.999Z') {
  // Said of the first half too: a union passes on the complaint of a half that took the type, and not its own.
  return z
    .union(
      [z.iso.datetime({ offset: true, error: A_TIME }), z.iso.date().transform((day) => day + ofDay)],
      A_TIME,
    )
    .transform((value) => new Date(value).toISOString())
    .optional();
}

function flag() {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .pipe(z.boolean())
    .optional();
}

/** What a token says is for its list to judge; here only that it is one at all, so that all that is wrong is named at once. */
function looksLikeToken(text: string): boolean {
  try {
    return typeof JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) === 'object';
  } catch {
    return false;
  }
}

const A_TOP = 'must be a whole number from 1 to 1000';

export const parameters = {
  identity: z.string().max(40, 'must have at most 40 characters').optional(),
  top: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, A_TOP)
    .transform(Number)
    .pipe(z.int().min(1, A_TOP).max(1000, A_TOP))
    .default(200),
  skipToken: z
    .string()
    .max(2048, 'must have at most 2048 characters')
    .refine(looksLikeToken, 'is not a token of this list')
    .optional(),
  format: z.enum(['json', 'csv'], 'must be json or csv').optional(),
  recognition: z.enum(RECOGNITIONS, `must be one of: ${RECOGNITIONS.join(', ')}`).optional(),
  tenantId: guidParameter.optional(),
  finding: z.enum(FINDING_CODES, `must be one of: ${FINDING_CODES.join(', ')}`).optional(),
  type: z.enum(EVENT_TYPES, `must be one of: ${EVENT_TYPES.join(', ')}`).optional(),
  subscriptionId: guidParameter.optional(),
  state: z.enum(EXPECTED_STATES, `must be one of: ${EXPECTED_STATES.join(', ')}`).optional(),
  from: time('T00:00:00.000Z'),
  to: time('T23:59:59.999Z'),
  dryRun: flag(),
  override: flag(),
} as const;

/** Of the path. */
export const pathParameters = {
  subscriptionId: guidParameter,
  runId: z.string().max(64, 'must have at most 64 characters'),
} as const;

/**
 * @param identityNames the configured ones, where the shape takes `identity`: another one is named with what else is wrong
 * @throws HttpProblem invalid-request that names every wrong parameter
 */
export function parseQuery<Shape extends z.core.$ZodLooseShape>(
  request: HttpRequest,
  shape: Shape,
  identityNames?: readonly string[],
): z.infer<z.ZodObject<Shape, z.core.$strict>> {
  const given = queryOf(request);
  // `?__proto__=` is an unknown name like any other.
  const unknown = given.map(([name]) => name).filter((name) => !Object.hasOwn(shape, name));
  const known = Object.fromEntries(given.filter(([name]) => Object.hasOwn(shape, name)));
  const parsed = z.strictObject(shape).safeParse(known);
  const errors: ProblemItem[] = [
    ...unknown.map((parameter) => ({ parameter, detail: 'is not known here' })),
    ...firstOfEach([
      ...(parsed.success ? [] : parsed.error.issues.map(toItem)),
      ...strangeIdentity(known['identity'], identityNames),
    ]),
  ];
  if (parsed.success && errors.length === 0) return parsed.data;
  throw invalidRequest(errors);
}

/**
 * But for what the host takes for itself. From the address: the library's own mapping loses `__proto__`. Repeated ones
 * are joined as the host does.
 */
export function queryOf(request: HttpRequest): [string, string][] {
  const { searchParams } = new URL(request.url);
  const names = [...new Set(searchParams.keys())].filter((name) => !OF_THE_HOST.has(name));
  return names.map((name) => [name, searchParams.getAll(name).join(',')]);
}

export function invalidRequest(errors: readonly ProblemItem[]): HttpProblem {
  const names = errors.map((each) => ('parameter' in each ? each.parameter : each.pointer || 'the body'));
  return new HttpProblem('invalid-request', `Wrong: ${[...new Set(names)].join(', ')}.`, errors);
}

function strangeIdentity(
  identity: string | undefined,
  names: readonly string[] | undefined,
): { parameter: string; detail: string }[] {
  if (identity === undefined || names === undefined || names.includes(identity)) return [];
  return [{ parameter: 'identity', detail: oneOfNames(names) }];
}

/** Of an identity that is not configured. */
export function oneOfNames(names: readonly string[]): string {
  return `must be one of: ${names.join(', ')}`;
}

/** However much is wrong with a parameter, it is named once. */
function firstOfEach(items: readonly { parameter: string; detail: string }[]): ProblemItem[] {
  return [...new Map(items.toReversed().map((item) => [item.parameter, item])).values()].toReversed();
}

function toItem(issue: z.core.$ZodIssue): { parameter: string; detail: string } {
  return { parameter: issue.path.join('.'), detail: issue.message };
}

/** @throws HttpProblem invalid-request naming `parameter` */
export function parseGuid(value: string | undefined, parameter: string): string {
  const parsed = guidParameter.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest([{ parameter, detail: 'must be a GUID' }]);
}

/** @throws HttpProblem invalid-request naming `id` */
export function parseRunId(value: string | undefined): string {
  const parsed = pathParameters.runId.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest([{ parameter: 'id', detail: 'must have at most 64 characters' }]);
}
