// Checks a bearer token as an API of the tenant must: signature, issuer, audience, tenant and time; then whom it is for.
import { errors, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { KeysUnavailable, type TokenAnswer, type TokenVerifier } from '../ports/token-verifier.ts';
import type { CloudName } from './clouds.ts';
import { signingKeysOf } from './fetch-signing-keys.ts';
import { KeyCache } from './key-cache.ts';
import { ALGORITHM, holderClaims, ID_TOKEN_CLAIMS, issuersOf, SKEW_SECONDS } from './token-rules.ts';

export interface TokenVerifierOptions {
  /** Who the token must be meant for: one of them. */
  audiences: readonly string[];
  /** Whose tokens count, GUID in lower case. */
  tenantId: string;
  cloud: CloudName;
  simulatorUrl?: string | undefined;
  clock: Clock;
  telemetry?: Telemetry | undefined;
}

/** Asks for keys when the first token comes (contract §7.7). */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { audiences, tenantId, cloud, clock } = options;
  const keys = new KeyCache(signingKeysOf(options), clock);
  const rules = {
    algorithms: [ALGORITHM],
    issuer: issuersOf(cloud, tenantId),
    audience: [...audiences],
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ['exp'],
  };
  return {
    verify: async (token) => {
      try {
        const keyOf = ({ kid }: { kid?: string }) => findKey(keys, kid);
        const { payload } = await jwtVerify(token, keyOf, { ...rules, currentDate: clock.now() });
        return holderOf(payload, tenantId);
      } catch (error) {
        if (error instanceof KeysUnavailable) throw error;
        return refused(reasonOf(error));
      }
    },
  };
}

/** Only ever one that Entra publishes: what else the header offers (jwk, jku, x5u, x5c) is not looked at. */
async function findKey(keys: KeyCache<CryptoKey>, kid: unknown): Promise<CryptoKey> {
  const key = typeof kid === 'string' ? await keys.find(kid) : undefined;
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return key;
}

function holderOf(payload: JWTPayload, tenantId: string): TokenAnswer {
  const idTokenClaim = ID_TOKEN_CLAIMS.find((name) => name in payload);
  if (idTokenClaim !== undefined) return refused(`ID token (${idTokenClaim})`);
  const claims = holderClaims.safeParse(payload);
  if (!claims.success) return refused(`claim ${claims.error.issues[0]?.path.join('.')}`);
  const { tid, oid: objectId, roles } = claims.data;
  if (tid !== tenantId) return refused('claim tid');
  return { kind: 'good', holder: { objectId, roles } };
}

function refused(reason: string): TokenAnswer {
  return { kind: 'refused', reason };
}

/** jose's own code, and the claim: names that we asked for, never a value. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'claim exp';
  if (error instanceof errors.JWTClaimValidationFailed) return `claim ${error.claim}`;
  if (error instanceof errors.JOSEError) return error.code;
  return error instanceof Error ? error.name : 'Error';
}
