// What a failed call to the table service means: asked again, an answer of its own, or StoreUnavailable. Of the SDK's
// error only status and code go on: its text and its request may hold addresses, signatures and keys.
import * as z from 'zod';
import { StoreUnavailable } from '../ports/store.ts';

export interface TablesFailure {
  /** Absent where no answer came. */
  status?: number | undefined;
  /** A word such as UpdateConditionNotSatisfied or ECONNREFUSED. */
  code?: string | undefined;
  retryable: boolean;
  retryAfterMs?: number | undefined;
}

const word = z.string().regex(/^\w{1,60}$/);

const errorSchema = z.object({
  name: z.string().optional(),
  statusCode: z.int().optional().catch(undefined),
  code: word.optional().catch(undefined),
  details: z
    .object({ odataError: z.object({ code: word }) })
    .optional()
    .catch(undefined),
  response: z
    .object({ headers: z.custom<{ get(name: string): string | undefined }>() })
    .optional()
    .catch(undefined),
});

const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);
/** Of @azure/identity: a credential that is refused or not there will not come by asking again. */
const FINAL_NAMES = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
]);

/** @param error whatever the SDK threw @param now for a Retry-After that is a date */
export function toTablesFailure(error: unknown, now: Date): TablesFailure {
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return { retryable: true };
  const { name, statusCode: status, code, details, response } = parsed.data;
  if (FINAL_NAMES.has(name ?? '')) return { code: 'NoToken', retryable: false };
  const failure = { status, code: details?.odataError.code ?? code };
  // A table of this name is being deleted: that takes up to a minute.
  if (failure.code === 'TableBeingDeleted') return { ...failure, retryable: true };
  if (status !== undefined && !RETRYABLE.has(status)) return { ...failure, retryable: false };
  return { ...failure, retryable: true, retryAfterMs: retryAfterMs(response?.headers, now) };
}

function retryAfterMs(
  headers: { get(name: string): string | undefined } | undefined,
  now: Date,
): number | undefined {
  const value = headers?.get('retry-after');
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** @param what the table service was asked to do, after 'could not' */
export function toStoreUnavailable(what: string, { status, code }: TablesFailure): StoreUnavailable {
  const said = [status, code].filter((part) => part !== undefined).join(' ') || 'no answer';
  return new StoreUnavailable(`The table service could not ${what} (${said}).${adviceFor(status, code)}`);
}

function adviceFor(status: number | undefined, code: string | undefined): string {
  if (code === 'NoToken') return ' No token for it could be obtained: look at CREDENTIAL and its settings.';
  if (status === 401 || status === 403)
    return ' Give the identity the role Storage Table Data Contributor, and let the app through its firewall.';
  return '';
}
