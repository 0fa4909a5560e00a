// How callers are let in: what AUTH_MODE and its settings mean.
import * as z from 'zod';

/** Under `entra`: who a token must be meant for (one of them), and whose tokens count (GUID in lower case). */
export type AuthChoice =
  { mode: 'function-key' } | { mode: 'entra'; audiences: readonly string[]; tenantId: string };

const AUDIENCES =
  'must be audiences (client id or application ID URI) with a comma between them, each at most 255 characters';

/** Ids are written in lower case in a token, whatever the portal or a person writes. */
const audience = z
  .string()
  .trim()
  .regex(/^\S{1,255}$/, AUDIENCES)
  .transform((value) => (z.guid().safeParse(value).success ? value.toLowerCase() : value));

export const audienceList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(audience));

export function toAuth(mode: AuthChoice['mode'], audiences: readonly string[], tenantId: string): AuthChoice {
  return mode === 'entra' ? { mode, audiences, tenantId } : { mode };
}
