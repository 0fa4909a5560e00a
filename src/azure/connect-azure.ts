// Joins the adapters to the Azure port: a session is a fresh token of one identity and the clients that carry it.
import { getClient } from '@azure-rest/core-client';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Azure, AzureSession } from '../ports/azure.ts';
import { AzureFailure } from '../ports/azure.ts';
import type { Clock } from '../ports/clock.ts';
import type { Deadline } from '../ports/deadline.ts';
import type { Identity } from '../ports/identity.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { RestContext } from './azure-rest.ts';
import { CLOUDS, type CloudName } from './clouds.ts';
import { createCredential } from './credential.ts';
import { listGroups } from './group-membership.ts';
import { delegationsPage, listDelegations } from './managed-services.ts';
import { operationName } from './operation-name.ts';
import { changeLink, createLink, deleteLink, readLink } from './partner-link.ts';
import type { Patience } from './patience.ts';
import { listRoleNames } from './role-definitions.ts';
import { listSubscriptions, readSubscription } from './subscriptions.ts';
import { requestToken, type PrincipalToken } from './token.ts';
import { createTransport } from './transport.ts';

export interface AzureOptions {
  cloud: CloudName;
  simulatorUrl?: string | undefined;
  clock: Clock;
  telemetry?: Telemetry | undefined;
}

/** No retries in the SDKs: they wait a Retry-After of any length (patience.ts does it within the deadline). */
const RETRY_OPTIONS = { maxRetries: 0 };

/** Asks nothing yet: each session asks for a token of its own. */
export function connectAzure(identity: Identity, options: AzureOptions): Azure {
  const endpoints = CLOUDS[options.cloud];
  const { simulatorUrl, clock, telemetry } = options;
  const newCredential = credentialsOf(identity, options);

  return {
    async openSession(deadline, tryLimitMs) {
      const patience = { deadline, clock, telemetry, tryLimitMs };
      const scope = `${endpoints.resourceManager}/.default`;
      const token = await requestToken(newCredential, scope, patience);
      if (token.tenantId !== identity.tenantId)
        throw new AzureFailure(
          `The token is of tenant ${token.tenantId}, but PROVIDER_TENANT_ID (in IDENTITIES tenantId) is ${identity.tenantId}.`,
          { code: 'WrongTenant', retryable: false },
        );
      const calls = new Map<string, number>();
      const httpClient = createTransport({
        allowedOrigins: [endpoints.resourceManager, endpoints.graph],
        simulatorUrl,
        telemetry,
        identity: identity.name,
        onSend: (method, url) => {
          const operation = operationName(method, url);
          calls.set(operation, (calls.get(operation) ?? 0) + 1);
        },
      });
      const arm = sessionCredential(token, () => requestToken(newCredential, scope, patience), clock);
      const graphToken = () => requestToken(newCredential, `${endpoints.graph}/.default`, patience);
      return openSession(
        { identity, endpoints, simulatorUrl, httpClient, arm, graphToken, calls, patience },
        token.principalId,
      );
    },
  };
}

/** Makes the identity's credential, which reaches the cloud's Entra alone, or the simulated one. */
export function credentialsOf(
  identity: Identity,
  { cloud, simulatorUrl, telemetry }: Omit<AzureOptions, 'clock'>,
): () => TokenCredential {
  const { authorityHost, tokenOrigin, federationAudience } = CLOUDS[cloud];
  const allowedOrigins = [authorityHost, tokenOrigin];
  const httpClient = createTransport({ allowedOrigins, simulatorUrl, telemetry, identity: identity.name });
  return () => createCredential(identity, { authorityHost, federationAudience, httpClient });
}

interface SessionParts {
  identity: Identity;
  endpoints: { resourceManager: string; graph: string };
  simulatorUrl: string | undefined;
  httpClient: HttpClient;
  arm: TokenCredential;
  graphToken: () => Promise<PrincipalToken>;
  calls: Map<string, number>;
  patience: Patience & { deadline: Deadline };
}

function openSession(parts: SessionParts, principalId: string): AzureSession {
  const { identity, endpoints, httpClient, arm, patience } = parts;
  const armOptions = {
    endpoint: endpoints.resourceManager,
    credentialScopes: [`${endpoints.resourceManager}/.default`],
    httpClient,
    retryOptions: RETRY_OPTIONS,
  };
  const rest = restContext(parts, endpoints.resourceManager, arm);
  const ours = delegationsPage(identity.tenantId);
  const partners = { ...patience, client: new ACEProvisioningManagementPartnerAPI(arm, armOptions) };
  return {
    principalId,
    readLink: () => readLink(partners),
    createLink: (partnerId) => createLink(partners, partnerId),
    changeLink: (partnerId) => changeLink(partners, partnerId),
    deleteLink: (partnerId) => deleteLink(partners, partnerId),
    listSubscriptions: () => listSubscriptions(rest),
    readSubscription: (subscriptionId) => readSubscription(rest, subscriptionId),
    listDelegations: (subscriptionId) => listDelegations(rest, subscriptionId, ours),
    listRoleNames: (subscriptionId) => {
      const client = new AuthorizationManagementClient(arm, subscriptionId, armOptions);
      return listRoleNames({ ...patience, client }, subscriptionId);
    },
    listGroups: async () => {
      // Before the request and not within it: its retries are its own, and no try's limit ends them.
      const { accessToken } = await parts.graphToken();
      const graph = { getToken: async () => accessToken };
      return listGroups(restContext(parts, endpoints.graph, graph), principalId);
    },
    calls: () => Object.fromEntries(parts.calls),
  };
}

function restContext(parts: SessionParts, endpoint: string, credential: TokenCredential): RestContext {
  const { httpClient, simulatorUrl, patience } = parts;
  const client = getClient(endpoint, credential, {
    credentials: { scopes: [`${endpoint}/.default`] },
    httpClient,
    retryOptions: RETRY_OPTIONS,
  });
  return { ...patience, client, endpoint, simulatorUrl };
}

/** A token that ends sooner than this is renewed before it is used. */
const LEAST_VALIDITY_MS = 120_000;

/** One principal for the whole session, also where its token has to be renewed on the way. */
function sessionCredential(
  first: PrincipalToken,
  renew: () => Promise<PrincipalToken>,
  clock: Clock,
): TokenCredential {
  let current = first;
  let renewal: Promise<PrincipalToken> | undefined;
  return {
    getToken: async () => {
      if (current.accessToken.expiresOnTimestamp - clock.now().getTime() < LEAST_VALIDITY_MS) {
        // One for all that wait for it; where it fails, the next request asks anew.
        renewal ??= renew().finally(() => (renewal = undefined));
        current = await renewal;
      }
      if (current.principalId !== first.principalId)
        throw new AzureFailure('The token was renewed for another principal.', {
          code: 'OtherPrincipal',
          retryable: false,
        });
      return current.accessToken;
    },
  };
}
