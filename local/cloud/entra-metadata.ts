// Entra's OpenID metadata and signing keys, under the paths of both token versions.
import { ok } from './answer.ts';
import { issuerOf } from './hosts.ts';
import { parameter } from './route.ts';
import type { Call, Route } from './route.ts';

export const entraMetadataRoutes: Route[] = [
  metadata('/{tenant}/.well-known/openid-configuration', ''),
  metadata('/{tenant}/v2.0/.well-known/openid-configuration', '/v2.0'),
  keys('/{tenant}/discovery/keys'),
  keys('/{tenant}/discovery/v2.0/keys'),
];

function metadata(template: string, version: '' | '/v2.0'): Route {
  return {
    operation: 'entra.metadata',
    method: 'GET',
    template,
    handle: (call) => ok(document(call, version)),
  };
}

function keys(template: string): Route {
  return {
    operation: 'entra.keys',
    method: 'GET',
    template,
    handle: (call) => ok(call.simulation.keys.published()),
  };
}

function document(call: Call, version: '' | '/v2.0') {
  const tenant = parameter(call, 'tenant');
  const base = `https://${call.request.host}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2${version}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery${version}/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(call.request.host, tenant, version === '' ? 1 : 2),
    authorization_endpoint: `${base}/oauth2${version}/authorize`,
    end_session_endpoint: `${base}/oauth2${version}/logout`,
  };
}
