// A stand-in for the ingestion of Azure Monitor (the track API) and the endpoint of managed identities, strict: what is
// no batch of telemetry with the right key and, where one is asked for, its own token, is refused and noted.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { Cleanup, Environment } from '../harness/keeper.ts';

const common = {
  time: z.iso.datetime(),
  iKey: z.guid(),
  tags: z.record(z.string(), z.string()),
  sampleRate: z.literal(100),
  ver: z.literal(1).optional(),
};
const properties = z.record(z.string(), z.string());

const envelope = z.discriminatedUnion('name', [
  z.looseObject({
    ...common,
    name: z.literal('Microsoft.ApplicationInsights.RemoteDependency'),
    data: z.object({
      baseType: z.literal('RemoteDependencyData'),
      baseData: z.looseObject({
        id: z.string().length(16),
        name: z.string().min(1),
        resultCode: z.string(),
        success: z.boolean(),
        properties,
      }),
    }),
  }),
  z.looseObject({
    ...common,
    name: z.literal('Microsoft.ApplicationInsights.Metric'),
    data: z.object({
      baseType: z.literal('MetricData'),
      baseData: z.looseObject({
        metrics: z.array(z.looseObject({ name: z.string(), value: z.number() })).length(1),
        properties: z.record(z.string(), z.unknown()),
      }),
    }),
  }),
]);

export type Envelope = z.infer<typeof envelope>;

export interface Collector {
  url: string;
  instrumentationKey: string;
  /** What was taken, in the order in which it came. */
  taken: Envelope[];
  /** What it would not have, as a sentence each. */
  refused: string[];
  tokensGiven: number;
  /** What it answers to batches from now on; `silence` never does. */
  answer: 'take' | 'silence' | 400 | 403 | 429 | 500;
  /** Where it sends batches instead. */
  redirect?: string;
  /** The platform's settings that lead to it. */
  environment: Environment;
}

export interface CollectorOptions {
  /** Local authentication is off: a token of this managed identity is needed. */
  managedIdentity?: string;
}

export async function startCollector(
  test: Cleanup,
  { managedIdentity }: CollectorOptions = {},
): Promise<Collector> {
  const token = `token-${randomUUID()}`;
  const identityHeader = randomUUID();
  const instrumentationKey = randomUUID();
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  test.onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const collector: Collector = {
    url,
    instrumentationKey,
    taken: [],
    refused: [],
    tokensGiven: 0,
    answer: 'take',
    environment: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${url}/`,
      ...(managedIdentity !== undefined && {
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `Authorization=AAD;ClientId=${managedIdentity}`,
        IDENTITY_ENDPOINT: `${url}/msi/token`,
        IDENTITY_HEADER: identityHeader,
      }),
    },
  };
  return collector;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const refuse = (why: string) => {
      collector.refused.push(why);
      send(response, 501, { error: why });
    };
    if (pathname === '/msi/token') {
      const query = Object.fromEntries(searchParams);
      const asked = { resource: 'https://monitor.azure.com', client_id: managedIdentity };
      if (request.headers['x-identity-header'] !== identityHeader) return refuse('another identity header');
      if (query['resource'] !== asked.resource || query['client_id'] !== asked.client_id)
        return refuse(`a token for ${request.url}`);
      collector.tokensGiven += 1;
      const expires = String(Math.floor(Date.now() / 1000) + 3600);
      return send(response, 200, { access_token: token, expires_on: expires, token_type: 'Bearer' });
    }
    if (request.method !== 'POST' || pathname !== '/v2.1/track')
      return refuse(`${request.method} ${request.url}`);
    const wanted = managedIdentity === undefined ? undefined : `Bearer ${token}`;
    if (request.headers.authorization !== wanted) return refuse('another authorization than was asked for');
    if (collector.answer === 'silence') return;
    if (collector.redirect !== undefined)
      return void response.writeHead(308, { location: collector.redirect }).end();
    if (collector.answer !== 'take') return send(response, collector.answer, {});
    const parsed = z.array(envelope).safeParse(JSON.parse(body));
    if (!parsed.success) return refuse(z.prettifyError(parsed.error));
    if (parsed.data.some(({ iKey }) => iKey !== instrumentationKey)) return refuse('another key');
    if (body.includes(token)) return refuse('a token in what was measured');
    collector.taken.push(...parsed.data);
    const received = parsed.data.length;
    return send(response, 200, { itemsReceived: received, itemsAccepted: received, errors: [] });
  }
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

/** Names of the spans that came, or of the metrics. */
export function namesOf(taken: readonly Envelope[], kind: 'spans' | 'metrics'): string[] {
  return taken.flatMap(({ data }) => {
    if (data.baseType === 'RemoteDependencyData') return kind === 'spans' ? [data.baseData.name] : [];
    return kind === 'metrics' ? data.baseData.metrics.map(({ name }) => name) : [];
  });
}
