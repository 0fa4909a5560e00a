// The claims of the simulated tokens: version 1.0 for Microsoft's own services, 2.0 for an api of our own.
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { isMicrosoftAudience, issuerOf } from './hosts.ts';
import type { Call } from './route.ts';
import { homeTenantOf, type Principal } from './world.ts';

export const TOKEN_SECONDS = 3599;

/** An app-only access token; `proof` is how the app showed who it is: 1 a secret, 2 an assertion. */
export async function tokenFor(
  call: Call,
  principal: Principal,
  audience: string,
  proof: '1' | '2',
): Promise<string> {
  const { world, keys, now } = call.simulation;
  const tenantId = homeTenantOf(world, principal);
  const seconds = Math.floor(now().getTime() / 1000);
  const v1 = isMicrosoftAudience(audience);
  const claims: JWTPayload = {
    aud: audience,
    // The managed identity's endpoint names no host of Entra.
    iss: issuerOf(call.request.host || 'login.microsoftonline.com', tenantId, v1 ? 1 : 2),
    iat: seconds,
    nbf: seconds,
    exp: seconds + TOKEN_SECONDS,
    ...(v1 ? { appid: principal.clientId, appidacr: proof } : { azp: principal.clientId, azpacr: proof }),
    idtyp: 'app',
    oid: principal.objectId,
    ...(principal.appRoles === undefined ? {} : { roles: principal.appRoles }),
    sub: principal.objectId,
    tid: tenantId,
    uti: randomUUID(),
    ver: v1 ? '1.0' : '2.0',
  };
  return keys.sign(claims);
}
