// Each kind of credential that is made of a setting proves itself to Entra in its own way, and in no other.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity';
import { jwtVerify } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { CLOUDS } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { createTransport } from '../../src/azure/transport.ts';
import type { CredentialChoice } from '../../src/ports/identity.ts';
import { makeCertificate } from './certificate.ts';
import { claimsOf, failureOf, newIdentity, sessionAt, type TestIdentity } from './harness.ts';
import { serverForTest, type Received } from './server.ts';

test('a secret goes to the token endpoint of its tenant, for ARM and nothing else', async () => {
  const clientSecret = randomUUID();

  const { identity, request, form } = await tokenRequest({ kind: 'secret', clientSecret });

  expect(request.method).toBe('POST');
  expect(request.host).toBe('login.microsoftonline.com');
  expect(request.path).toContain(`/${identity.tenantId}/oauth2/v2.0/token`);
  expect(form.get('client_id')).toBe(identity.clientId);
  expect(form.get('client_secret')).toBe(clientSecret);
  expect(form.get('grant_type')).toBe('client_credentials');
  expect(scopesOf(form)).toContain('https://management.azure.com/.default');
  expect(form.has('client_assertion')).toBe(false);
});

test('the simulator gets a secret that is made up anew each time', async () => {
  const first = await tokenRequest({ kind: 'simulator' });
  const second = await tokenRequest({ kind: 'simulator' });

  const secrets = [first, second].map(({ form }) => form.get('client_secret') ?? '');
  expect(secrets[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(secrets[0]).not.toBe(secrets[1]);
});

test('a certificate signs an assertion for the token endpoint, and its key stays at home', async () => {
  const made = makeCertificate('keeper');
  const certificatePath = await fileForTest(made.pem);

  const { identity, request, form } = await tokenRequest({ kind: 'certificate', certificatePath });

  const assertion = await jwtVerify(form.get('client_assertion') ?? '', made.publicKey, {
    // Its nbf is rounded up to the next second.
    clockTolerance: 2,
  });
  expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  expect(assertion.payload).toMatchObject({
    iss: identity.clientId,
    sub: identity.clientId,
    aud: expect.stringContaining(`https://login.microsoftonline.com/${identity.tenantId}/`),
  });
  expect(assertion.protectedHeader['x5t#S256']).toBe(thumbprint(made.certificate.fingerprint256));
  expect(form.has('client_secret')).toBe(false);
  expect(request.body).not.toContain('PRIVATE');
});

test('a certificate file that is missing, or holds none, fails without a request and without its content', async () => {
  const content = `no certificate ${randomUUID()}`;
  const certificatePath = await fileForTest(content);

  const missing = await refusedBefore({ kind: 'certificate', certificatePath: `${certificatePath}.gone` });
  const wrong = await refusedBefore({ kind: 'certificate', certificatePath });

  expect(missing.message).toMatch(/no such file/);
  expect(wrong.message).not.toContain(content);
});

test.for<[name: string, put: (pem: string) => string]>([
  ['a PEM file', (pem) => pem],
  ['a PFX in base64, as a reference into a key vault gives it', () => 'MIIKcQIBAzCC'.repeat(500)],
])('%s that was put where its path belongs is in no message', async ([, put]) => {
  const certificatePath = put(makeCertificate('keeper').pem);

  const failure = await refusedBefore({ kind: 'certificate', certificatePath });

  expect(failure.message).toMatch(/^The certificate's file could not be read: E[A-Z]+: [a-z ]+\.$/);
});

test('a certificate file with another key is refused by Entra, and the key is in no message', async () => {
  const made = makeCertificate('keeper');
  const identity = newIdentity({ kind: 'certificate', certificatePath: await fileForTest(made.pem) });
  const description =
    'AADSTS700027: The certificate with identifier used to sign the assertion is not registered.';
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => ({ status: 401, json: { error: 'invalid_client', error_description: description } }),
  );

  const failure = await failureOf(sessionAt(server.url, identity));

  expect(failure).toMatchObject({ code: 'AADSTS700027', retryable: false });
  expect(failure.message).toBe(description);
});

test.for<[kind: string, choice: CredentialChoice, expected: new (...parts: never[]) => unknown]>([
  ['secret', { kind: 'secret', clientSecret: 'x' }, ClientSecretCredential],
  ['simulator', { kind: 'simulator' }, ClientSecretCredential],
  ['certificate', { kind: 'certificate', certificatePath: '/nowhere.pem' }, ClientCertificateCredential],
])('%s is made by its own class of the SDK', ([, choice, expected]) => {
  const { authorityHost, federationAudience } = CLOUDS.public;
  const httpClient = createTransport({ allowedOrigins: [authorityHost] });

  const credential = createCredential(newIdentity(choice), { authorityHost, federationAudience, httpClient });

  expect(credential).toBeInstanceOf(expected);
});

async function tokenRequest(
  credential: CredentialChoice,
): Promise<{ identity: TestIdentity; request: Received; form: URLSearchParams }> {
  const identity = newIdentity(credential);
  const server = await serverForTest(claimsOf(identity), () => undefined);
  await sessionAt(server.url, identity);
  const [request, ...more] = server.tokens;
  if (request === undefined || more.length > 0) throw new Error('One request for a token was expected.');
  return { identity, request, form: new URLSearchParams(request.body) };
}

async function refusedBefore(credential: CredentialChoice) {
  const identity = newIdentity(credential);
  const server = await serverForTest(claimsOf(identity), () => undefined);
  const failure = await failureOf(sessionAt(server.url, identity));
  expect(server.tokens).toEqual([]);
  return failure;
}

async function fileForTest(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keeper-certificate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'keeper.pem');
  await writeFile(path, content);
  return path;
}

function scopesOf(form: URLSearchParams): string[] {
  return (form.get('scope') ?? '').split(' ');
}

/** `AB:CD:..` as the base64url that Entra looks a certificate up by. */
function thumbprint(fingerprint: string): string {
  return Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}
