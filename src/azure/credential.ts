// Makes the credential that the settings name, and no other. Never DefaultAzureCredential: its order depends on the
// machine, and a wrong principal reads and sets a *different* PAL link.
import { randomUUID } from 'node:crypto';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredentialOptions,
} from '@azure/identity';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Identity } from '../ports/identity.ts';

export interface EntraOptions {
  authorityHost: string;
  /** Of the cloud (clouds.ts). */
  federationAudience: string;
  /** Reaches the authority's host alone. */
  httpClient: HttpClient;
}

/** Asks nothing yet. What its `getToken` throws is the SDK's own (token.ts maps it). */
export function createCredential(
  identity: Identity,
  { federationAudience, ...entra }: EntraOptions,
): TokenCredential {
  const { tenantId, clientId, credential } = identity;
  // Retries are ours (patience.ts): the SDK's do not know the deadline.
  const options: TokenCredentialOptions = { ...entra, retryOptions: { maxRetries: 0 } };
  switch (credential.kind) {
    case 'federated': {
      const managedIdentity = managedIdentityCredential(credential.managedIdentityClientId);
      const assertion = async () => (await managedIdentity.getToken(`${federationAudience}/.default`)).token;
      return new ClientAssertionCredential(tenantId, clientId, assertion, options);
    }
    case 'managed-identity':
      return managedIdentityCredential(credential.managedIdentityClientId);
    case 'certificate':
      return new ClientCertificateCredential(tenantId, clientId, credential.certificatePath, options);
    case 'secret':
      return new ClientSecretCredential(tenantId, clientId, credential.clientSecret, options);
    case 'simulator':
      // The simulated Entra takes any secret; this one is made up anew each time and means nothing anywhere.
      return new ClientSecretCredential(tenantId, clientId, randomUUID(), options);
  }
}

function managedIdentityCredential(clientId: string | undefined): ManagedIdentityCredential {
  return clientId === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId });
}
