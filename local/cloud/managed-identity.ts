// The managed identity endpoint of App Service and Functions: IDENTITY_ENDPOINT is this cloud's url and /msi/token.
import { errorAnswer, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import { TOKEN_SECONDS, tokenFor } from './entra-tokens.ts';
import { header, queryValue } from './request.ts';
import type { Call, Route } from './route.ts';

export const managedIdentityRoutes: Route[] = [
  {
    operation: 'managedIdentity.token',
    method: 'GET',
    template: '/msi/token',
    apiVersions: ['2019-08-01'],
    handle: token,
  },
];

/** Any X-IDENTITY-HEADER is right; without client_id the identity is the world's first principal. */
async function token(call: Call): Promise<Answer> {
  if (header(call.request, 'x-identity-header') === undefined) {
    return errorAnswer({ status: 401, code: 'Unauthorized', message: 'X-IDENTITY-HEADER is missing.' });
  }
  const resource = queryValue(call.request, 'resource');
  if (resource === undefined) {
    return errorAnswer({ status: 400, code: 'BadRequest', message: "The query 'resource' is missing." });
  }
  const clientId = queryValue(call.request, 'client_id')?.toLowerCase();
  const principal = call.simulation.world.principals.find(
    (each) => clientId === undefined || each.clientId.toLowerCase() === clientId,
  );
  if (principal === undefined) {
    const message = 'No managed identity was found for the client id.';
    return errorAnswer({ status: 400, code: 'BadRequest', message });
  }
  const expiresOn = Math.floor(call.simulation.now().getTime() / 1000) + TOKEN_SECONDS;
  return ok({
    access_token: await tokenFor(call, principal, resource, '2'),
    expires_on: String(expiresOn),
    resource,
    token_type: 'Bearer',
    client_id: principal.clientId,
  });
}
