// Credentials that hold nothing: the platform's own identity, by itself and as the voucher of an app registration.
// One endpoint for the whole file, for msal keeps the first that it finds in a process.
import { randomUUID } from 'node:crypto';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { ClientAssertionCredential, ManagedIdentityCredential } from '@azure/identity';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createTransport } from '../../src/azure/transport.ts';
import { claimsOf, failureOf, newIdentity, sessionAt } from './harness.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { openStore } from '../../src/open-store.ts';
import { parseSettings } from '../../src/settings.ts';
import { startServer, unsignedToken, type Received, type Reply, type ScriptedServer } from './server.ts';

const HEADER = randomUUID();
const claims = claimsOf(newIdentity());
const identityOfPlatform = { tenantId: claims.tid, principalId: claims.oid };
let server: ScriptedServer & { close: () => Promise<void> };
let answer: (request: Received) => Reply;

beforeAll(async () => {
  server = await startServer(claims, (request) => answer(request));
  vi.stubEnv('IDENTITY_ENDPOINT', `${server.url}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', HEADER);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

beforeEach(() => {
  server.received.length = 0;
  server.tokens.length = 0;
  answer = (request) => {
    const resource = queryOf(request).get('resource');
    const expiresOn = String(Math.floor(Date.now() / 1000) + 3600);
    const token = unsignedToken({ ...claims, aud: resource, n: randomUUID() });
    return { json: { access_token: token, expires_on: expiresOn, resource, token_type: 'Bearer' } };
  };
});

test('the managed identity of the app asks the platform alone, for ARM', async () => {
  const identity = { ...newIdentity({ kind: 'managed-identity' }), ...identityOfPlatform };

  const session = await sessionAt(server.url, identity);

  expect(session.principalId).toBe(claims.oid);
  const [request] = server.received;
  expect(request?.headers['x-identity-header']).toBe(HEADER);
  expect(queryOf(request).get('resource')).toBe('https://management.azure.com');
  expect(queryOf(request).has('client_id')).toBe(false);
  expect(server.tokens).toEqual([]);
});

test('a user-assigned identity is asked for by its client id', async () => {
  const managedIdentityClientId = randomUUID();
  const credential = { kind: 'managed-identity', managedIdentityClientId } as const;

  await sessionAt(server.url, { ...newIdentity(credential), ...identityOfPlatform });

  expect(queryOf(server.received[0]).get('client_id')).toBe(managedIdentityClientId);
});

test.each(['federated', 'managed-identity'])(
  'with %s the store is reached as the managed identity',
  async (kind) => {
    const managedIdentityClientId = randomUUID();

    const sent = await askStore({
      PROVIDER_TENANT_ID: claims.tid,
      CLIENT_ID: randomUUID(),
      PARTNER_ID: '1',
      CREDENTIAL: kind,
      MANAGED_IDENTITY_CLIENT_ID: managedIdentityClientId,
    });

    expect(sent).toEqual(['https://account.table.core.windows.net', 'Bearer']);
    const [request] = server.received;
    expect(queryOf(request).get('resource')).toBe('https://storage.azure.com');
    expect(queryOf(request).get('client_id')).toBe(managedIdentityClientId);
    expect(server.tokens).toEqual([]);
  },
);

test('of several identities the store is reached as the first that has a managed identity', async () => {
  const managedIdentityClientId = randomUUID();
  const entry = { tenantId: claims.tid, partnerId: '1' };

  await askStore({
    IDENTITIES: JSON.stringify([
      { ...entry, name: 'a', clientId: randomUUID(), credential: 'secret', clientSecretSetting: 'A' },
      { ...entry, name: 'b', clientId: randomUUID(), credential: 'federated', managedIdentityClientId },
      { ...entry, name: 'c', clientId: randomUUID(), credential: 'managed-identity' },
    ]),
    A: 's3cret',
  });

  expect(server.received.map((request) => queryOf(request).get('client_id'))).toEqual([
    managedIdentityClientId,
  ]);
  expect(server.tokens).toEqual([]);
});

test('federated: the managed identity vouches for the app registration, and there is no secret', async () => {
  const managedIdentityClientId = randomUUID();
  const credential = { kind: 'federated', managedIdentityClientId } as const;
  const identity = { ...newIdentity(credential), ...identityOfPlatform };

  const session = await sessionAt(server.url, identity);

  expect(session.principalId).toBe(claims.oid);
  const [voucher] = server.received;
  expect(queryOf(voucher).get('resource')).toBe('api://AzureADTokenExchange');
  expect(queryOf(voucher).get('client_id')).toBe(managedIdentityClientId);
  const form = new URLSearchParams(server.tokens[0]?.body);
  expect(form.get('client_id')).toBe(identity.clientId);
  expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  expect(audienceOf(form.get('client_assertion'))).toBe('api://AzureADTokenExchange');
  expect(form.has('client_secret')).toBe(false);
});

test.each([
  ['public', 'api://AzureADTokenExchange'],
  ['usgovernment', 'api://AzureADTokenExchangeUSGov'],
  ['china', 'api://AzureADTokenExchangeChina'],
] as const)('federated: in the cloud %s the voucher is meant for %s', async (cloud, audience) => {
  const identity = { ...newIdentity({ kind: 'federated' }), ...identityOfPlatform };

  await sessionAt(server.url, identity, undefined, { cloud });

  expect(queryOf(server.received[0]).get('resource')).toBe(audience);
});

test('a platform without such an identity says so, and Entra is not asked', async () => {
  const credential = { kind: 'federated', managedIdentityClientId: randomUUID() } as const;
  answer = () => ({
    status: 400,
    json: {
      statusCode: 400,
      message: 'No User Assigned or Delegated Managed Identity found for specified ClientId.',
    },
  });

  const failure = await failureOf(sessionAt(server.url, newIdentity(credential)));

  expect(failure.message).toMatch(/Managed Identity/);
  expect(failure.message).not.toContain(HEADER);
  expect(server.tokens).toEqual([]);
});

test('both are made by their own class of the SDK', () => {
  const { authorityHost, federationAudience } = CLOUDS.public;
  const httpClient = createTransport({ allowedOrigins: [authorityHost] });
  const entra = { authorityHost, federationAudience, httpClient };

  const platform = createCredential(newIdentity({ kind: 'managed-identity' }), entra);
  const federated = createCredential(newIdentity({ kind: 'federated' }), entra);

  expect(platform).toBeInstanceOf(ManagedIdentityCredential);
  expect(federated).toBeInstanceOf(ClientAssertionCredential);
});

/** Reads from the store that the settings name. @returns origin and scheme of each request that was sent to it */
async function askStore(environment: Record<string, string>): Promise<string[]> {
  const STORE_TABLES_URL = 'https://account.table.core.windows.net/';
  const { settings } = parseSettings({ ...environment, STORE_TABLES_URL });
  if (!settings) throw new Error('The settings are not valid');
  const sent: string[] = [];
  const store = openStore(settings, systemClock, {
    sendRequest: async (request) => {
      sent.push(new URL(request.url).origin, request.headers.get('authorization')?.split(' ')[0] ?? '');
      return { request, status: 403, headers: createHttpHeaders() };
    },
  });
  await expect(store.readIdentity('default')).rejects.toThrow('Storage Table Data Contributor');
  return sent;
}

function queryOf(request: Received | undefined): URLSearchParams {
  return new URL(request?.path ?? '/', server.url).searchParams;
}

function audienceOf(token: string | null): unknown {
  const payload: unknown = JSON.parse(Buffer.from((token ?? '').split('.')[1] ?? '', 'base64url').toString());
  return typeof payload === 'object' && payload !== null && 'aud' in payload ? payload.aud : undefined;
}
