// The last layer before the network, below the step that adds the token: it keeps a token from leaving for a host
// that is not Azure's, sends everything to the simulated Azure where one is set, and counts what is sent.
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { AzureFailure } from '../ports/azure.ts';
import { noTelemetry, type Telemetry } from '../ports/telemetry.ts';
import { operationName } from './operation-name.ts';

export interface TransportOptions {
  /** Origins that a request may be meant for. */
  allowedOrigins: readonly string[];
  /** Loopback base URL that takes every request in their place; parsed by the settings. */
  simulatorUrl?: string | undefined;
  /** Called once for each request that is sent, retries too. */
  onSend?: (method: string, url: URL) => void;
  telemetry?: Telemetry | undefined;
  /** Name of the identity that asks. */
  identity?: string | undefined;
}

/** What it sends throws AzureFailure `ForeignHost` where a request is meant for another origin; nothing is sent then. */
export function createTransport(options: TransportOptions): HttpClient {
  const network = createDefaultHttpClient();
  const allowed = new Set(options.allowedOrigins.map((origin) => new URL(origin).origin));
  return {
    sendRequest: async (request) => {
      const url = new URL(request.url);
      if (!allowed.has(url.origin))
        throw new AzureFailure(
          `A request was meant for ${url.origin}, which is none of this cloud's addresses.`,
          {
            code: 'ForeignHost',
            retryable: false,
          },
        );
      const { method } = request;
      options.onSend?.(method, url);
      const operation = operationName(method, url);
      const subject = { operation, method, host: url.host, identity: options.identity };
      return (options.telemetry ?? noTelemetry).call(subject, async () => {
        const { simulatorUrl } = options;
        if (simulatorUrl === undefined) return network.sendRequest(request);
        const response = await network.sendRequest(rerouted(request, url, simulatorUrl));
        // The SDKs find the operation of an answer, and so how to read it, by the very request that they sent.
        return { ...response, request };
      });
    },
  };
}

/** A copy: a request that were changed in place would carry the simulator's host into its own retry. */
function rerouted(request: PipelineRequest, url: URL, simulatorUrl: string): PipelineRequest {
  const headers = createHttpHeaders(request.headers.toJSON({ preserveCase: true }));
  headers.set('x-forwarded-host', url.host);
  // Not resolved against the base: a path of two slashes would be taken for the name of another host.
  const target = new URL(simulatorUrl).origin + url.pathname + url.search;
  return createPipelineRequest({ ...request, url: target, headers, allowInsecureConnection: true });
}
