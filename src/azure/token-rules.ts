// What a token of Entra must be to count here: how it is signed, who made it, and which of its claims are read.
import * as z from 'zod';
import { CLOUDS, type CloudName } from './clouds.ts';

/** The only one that Entra signs access tokens with. */
export const ALGORITHM = 'RS256';

/** Clocks may differ by so much. */
export const SKEW_SECONDS = 60;

/** Of tokens of version 1 and version 2. */
export function issuersOf(cloud: CloudName, tenantId: string): string[] {
  const { tokenOrigin, firstIssuer } = CLOUDS[cloud];
  return [`${firstIssuer}/${tenantId}/`, `${tokenOrigin}/${tenantId}/v2.0`];
}

const id = z.guid().transform((value) => value.toLowerCase());

export const holderClaims = z.object({
  tid: id,
  oid: id,
  /** Anything but a list of words is no role at all. */
  roles: z.array(z.string()).catch([]),
});

/** Marks of an ID token: it tells a client who signed in there and opens no API (OpenID Connect Core §2, §3.1.3.6). */
export const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'] as const;
