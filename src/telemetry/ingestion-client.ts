// The last layer before the network for what is measured: Azure Monitor's addresses and no other, wherever a
// connection string or a redirect may point, for a token goes with it.
import {
  createDefaultHttpClient,
  createPipelineRequest,
  RestError,
  type HttpClient,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import { mayIngest } from './export-settings.ts';

const SEND_LIMIT_MS = 15_000;

export interface IngestionOptions {
  /** Origin of a stand-in on this machine, http; the exporter itself only knows https. */
  loopback?: string | undefined;
  /** Gets a sentence. */
  onTrouble: (said: string) => void;
}

export function ingestionClient({ loopback, onTrouble }: IngestionOptions): HttpClient {
  const network = createDefaultHttpClient();
  const send = async (request: PipelineRequest) => {
    const url = new URL(request.url);
    const standIn = url.origin === loopback?.replace('http:', 'https:') ? loopback : undefined;
    if (!mayIngest(standIn ?? url.origin, loopback))
      throw new RestError('It was meant for a place that is none of Azure Monitor.', { code: 'ForeignHost' });
    const sent = { ...request, timeout: SEND_LIMIT_MS };
    if (standIn === undefined) return network.sendRequest(sent);
    const target = standIn + url.pathname + url.search;
    return network.sendRequest(
      createPipelineRequest({ ...sent, url: target, allowInsecureConnection: true }),
    );
  };
  return {
    sendRequest: async (request) => {
      try {
        const answer = await send(request);
        if (answer.status >= 300 || answer.status === 206)
          onTrouble(`Azure Monitor answered ${answer.status}.`);
        return answer;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
        onTrouble(`Azure Monitor could not be told: ${code}.`);
        throw error;
      }
    },
  };
}
