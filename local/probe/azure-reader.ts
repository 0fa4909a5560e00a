// Reads Azure as it answers, errors too, without any SDK in between that would retry or reshape; each request once.
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { CLOUDS, type CloudName } from '../../src/azure/clouds.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { requestToken } from '../../src/azure/token.ts';
import { createTransport } from '../../src/azure/transport.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { startDeadline } from '../../src/ports/deadline.ts';
import type { Identity } from '../../src/ports/identity.ts';
import { readOnly } from './read-only.ts';

const ANSWER_LIMIT_MS = 30_000;
const TOKEN_LIMIT_MS = 60_000;

/** What came of one GET. */
export interface Answer {
  /** 0 where none came. */
  status: number;
  /** The error's code, or of what failed on the way; empty where all is well. */
  code: string;
  body: unknown;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
}

export interface AzureReader {
  tenantId: string;
  principalId: string;
  arm: (pathOrUrl: string) => Promise<Answer>;
  armWithoutToken: (path: string) => Promise<Answer>;
  graph: (path: string) => Promise<Answer>;
  graphWithoutToken: (path: string) => Promise<Answer>;
  /** Asks for a token that Entra must refuse. */
  signIn: (tenantId: string, clientId: string, secret: string) => Promise<Answer>;
  /** Requests sent so far by host and method; what was refused is not among them. */
  sent: () => Record<string, number>;
}

export interface ReaderOptions {
  cloud: CloudName;
  simulatorUrl?: string | undefined;
}

/** @throws AzureFailure where there is no token of this identity */
export async function openReader(identity: Identity, options: ReaderOptions): Promise<AzureReader> {
  const { authorityHost, tokenOrigin, federationAudience, resourceManager, graph } = CLOUDS[options.cloud];
  const sent: Record<string, number> = {};
  const client = readOnly(
    createTransport({
      allowedOrigins: [authorityHost, tokenOrigin, resourceManager, graph],
      simulatorUrl: options.simulatorUrl,
      onSend: (method, { host }) => (sent[`${method} ${host}`] = (sent[`${method} ${host}`] ?? 0) + 1),
    }),
    [authorityHost, tokenOrigin],
  );
  const newCredential = () =>
    createCredential(identity, { authorityHost, federationAudience, httpClient: client });
  const tokenFor = async (endpoint: string) => {
    const deadline = startDeadline(TOKEN_LIMIT_MS, systemClock);
    const patience = { deadline, clock: systemClock };
    return requestToken(newCredential, `${endpoint}/.default`, patience).finally(() => deadline.end());
  };
  const arm = await tokenFor(resourceManager);
  const graphToken = tokenFor(graph).then(
    ({ accessToken }) => accessToken.token,
    () => undefined,
  );
  const get = (endpoint: string, path: string, token: string | undefined) =>
    ask(client, new URL(path, endpoint).href, token);
  return {
    tenantId: arm.tenantId,
    principalId: arm.principalId,
    arm: (path) => get(resourceManager, path, arm.accessToken.token),
    armWithoutToken: (path) => get(resourceManager, path, undefined),
    graph: async (path) => {
      const token = await graphToken;
      return token === undefined ? NO_TOKEN : get(graph, path, token);
    },
    graphWithoutToken: (path) => get(graph, path, undefined),
    signIn: (tenantId, clientId, secret) => {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
        scope: `${resourceManager}/.default`,
      });
      return ask(client, `${tokenOrigin}/${tenantId}/oauth2/v2.0/token`, undefined, form.toString());
    },
    sent: () => ({ ...sent }),
  };
}

const NO_TOKEN: Answer = { status: 0, code: 'NoToken', body: undefined, headers: {} };

const error = z.union([
  z.object({ error: z.object({ code: z.string() }) }).transform(({ error: { code } }) => code),
  // Entra's: the number within the text is what tells.
  z
    .object({ error_description: z.string() })
    .transform((said) => /AADSTS\d+/.exec(said.error_description)?.[0]),
]);

async function ask(client: HttpClient, url: string, token?: string, form?: string): Promise<Answer> {
  const headers = createHttpHeaders({
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  });
  const request = createPipelineRequest({
    url,
    method: form === undefined ? 'GET' : 'POST',
    headers,
    timeout: ANSWER_LIMIT_MS,
    ...(form !== undefined && { body: form }),
  });
  try {
    return toAnswer(await client.sendRequest(request));
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'WriteRefused') throw failure;
    const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'NoAnswer';
    return { status: 0, code, body: undefined, headers: {} };
  }
}

function toAnswer({ status, bodyAsText, headers }: PipelineResponse): Answer {
  const body = parseJson(bodyAsText ?? '');
  const code = status >= 400 ? (error.safeParse(body).data ?? '') : '';
  return { status, code, body, headers: headers.toJSON() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
