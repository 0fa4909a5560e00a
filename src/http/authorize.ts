// Lets a caller in or not, before anything else of a request is looked at (contract §7.7). Who is refused hears the
// code and nothing about why; the log says more.
import type { HttpRequest } from '@azure/functions';
import { keyAllows, rolesAllow, type Caller, type Need } from '../domain/access.ts';
import type { Logger } from '../ports/logger.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';
import { HttpProblem } from './problem.ts';

/** What the service must tell for a caller to be let in. */
export interface Access {
  settings: { functionKeyAccess: Need };
  /** Absent under AUTH_MODE=function-key: then the host has asked for a key, and a token means nothing. */
  tokens?: TokenVerifier | undefined;
}

/** @throws HttpProblem unauthenticated or forbidden; KeysUnavailable where a token cannot be checked */
export async function authorize(
  request: HttpRequest,
  { settings, tokens }: Access,
  needs: Need,
  logger: Logger,
): Promise<Caller> {
  if (tokens === undefined) {
    if (keyAllows(settings.functionKeyAccess, needs)) return 'function-key';
    throw new HttpProblem('forbidden', 'A function key may only read here (FUNCTION_KEY_ACCESS).');
  }
  const token = bearerToken(request);
  if (token === undefined) throw unauthenticated();
  const answer = await tokens.verify(token);
  if (answer.kind === 'refused') {
    logger.info('TokenRefused', { reason: answer.reason });
    throw unauthenticated();
  }
  const { objectId, roles } = answer.holder;
  const caller: Caller = `entra:${objectId}`;
  if (rolesAllow(roles, needs)) return caller;
  logger.info('CallerForbidden', { caller, needs });
  throw new HttpProblem('forbidden', 'This caller may not make this call.');
}

/** Three parts of base64url: a signed token in the compact form (RFC 7515 §3.1). */
const SIGNED = '[\\w-]+\\.[\\w-]+\\.[\\w-]+';
const BEARER = new RegExp(`^Bearer +(${SIGNED})$`, 'i');
const BARE = new RegExp(`^${SIGNED}$`);

/**
 * Of `Authorization`, which decides wherever it is sent, else the one that the platform's sign-in hands on. Both may be
 * anybody's, and both are checked in the same way. `x-ms-client-principal` is only somebody's word: never looked at.
 */
function bearerToken({ headers }: HttpRequest): string | undefined {
  const authorization = headers.get('authorization');
  if (authorization !== null) return BEARER.exec(authorization)?.[1];
  return BARE.exec(headers.get('x-ms-token-aad-access-token') ?? '')?.[0];
}

function unauthenticated(): HttpProblem {
  return new HttpProblem('unauthenticated', 'A valid bearer token is needed.');
}
