// Entra's token endpoint: client_credentials with a secret or an assertion, and the errors of a wrong one.
import { decodeJwt } from 'jose';
import type { Answer } from './answer.ts';
import { entraError } from './entra-errors.ts';
import { entraMetadataRoutes } from './entra-metadata.ts';
import { TOKEN_SECONDS, tokenFor } from './entra-tokens.ts';
import { parameter } from './route.ts';
import type { Call, Route } from './route.ts';
import { homeTenantOf, managingTenants, type Principal, type World } from './world.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const entraRoutes: Route[] = [
  {
    operation: 'entra.token',
    method: 'POST',
    template: '/{tenant}/oauth2/v2.0/token',
    handle: token,
  },
  ...entraMetadataRoutes,
];

async function token(call: Call): Promise<Answer> {
  const form = new URLSearchParams(call.request.body);
  const { world, assumptions } = call.simulation;
  const fail = (status: number, code: string, number: number, text: string) =>
    entraError(call, { status, error: code, number, text });
  const tenantId = parameter(call, 'tenant');
  if (!isTenant(world, tenantId)) {
    const text = `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
    return fail(assumptions.unknownTenantStatus, 'invalid_request', 90002, text);
  }
  const grantType = form.get('grant_type') ?? '';
  if (grantType !== 'client_credentials') {
    const text = `The app requested an unsupported grant type '${grantType}'.`;
    return fail(400, 'unsupported_grant_type', 70003, text);
  }
  const clientId = form.get('client_id') ?? '';
  const principal = principalIn(world, tenantId, clientId);
  if (principal === undefined) {
    const text = `Application with identifier '${clientId}' was not found in the directory '${tenantId}'.`;
    return fail(assumptions.unknownAppStatus, 'unauthorized_client', 700016, text);
  }
  const audience = /^(.+)\/\.default$/.exec((form.get('scope') ?? '').trim())?.[1];
  if (audience === undefined) {
    const text = `The provided value for scope '${form.get('scope') ?? ''}' is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
    return fail(400, 'invalid_scope', 1002012, text);
  }
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (secret === null && assertion === null) {
    const text =
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return fail(401, 'invalid_client', 7000218, text);
  }
  if (secret !== null && principal.secret !== undefined && principal.secret !== secret) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
    return fail(assumptions.wrongSecretStatus, 'invalid_client', 7000215, text);
  }
  if (assertion !== null) {
    const wrong = assertionProblem(call, assertion, form.get('client_assertion_type'));
    if (wrong !== undefined) return fail(401, 'invalid_client', wrong.number, wrong.text);
  }
  const accessToken = await tokenFor(call, principal, audience, assertion === null ? '1' : '2');
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
    body: {
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: accessToken,
    },
  };
}

/** Its signature is not looked at: the world holds no certificates. */
function assertionProblem(call: Call, assertion: string, type: string | null) {
  if (type !== JWT_BEARER) {
    return { number: 50027, text: `The client_assertion_type must be '${JWT_BEARER}'.` };
  }
  try {
    const { exp } = decodeJwt(assertion);
    if (exp !== undefined && exp * 1000 > call.simulation.now().getTime()) return undefined;
    return { number: 700024, text: 'Client assertion is not within its valid time range.' };
  } catch {
    return { number: 50027, text: 'JWT token is invalid or malformed.' };
  }
}

function isTenant(world: World, tenantId: string): boolean {
  const id = tenantId.toLowerCase();
  return managingTenants(world).has(id) || world.customers.some((each) => each.tenantId.toLowerCase() === id);
}

function principalIn(world: World, tenantId: string, clientId: string): Principal | undefined {
  return world.principals.find(
    (each) =>
      each.clientId.toLowerCase() === clientId.toLowerCase() &&
      homeTenantOf(world, each).toLowerCase() === tenantId.toLowerCase(),
  );
}
