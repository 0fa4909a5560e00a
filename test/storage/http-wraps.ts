// Stands between the Tables store and the network: dies with its process, loses an answer, falls asleep, counts.
import { createDefaultHttpClient, RestError, type HttpClient } from '@azure/core-rest-pipeline';

export type Death =
  /** The request is not sent. */
  | 'before'
  /** It is sent, and the process is gone when its answer comes. */
  | 'after';

export interface CountingClient extends HttpClient {
  /** Requests so far, as method and last part of the path. */
  readonly requests: string[];
  /** Entities that were written or deleted so far, those in batches too. */
  entities(): number;
}

/** Shared, so that connections are. */
const network = createDefaultHttpClient();

export function createCountingClient(): CountingClient {
  const requests: string[] = [];
  let entities = 0;
  return {
    requests,
    entities: () => entities,
    sendRequest: (request) => {
      requests.push(`${request.method} ${request.url.split('/').at(-1)}`);
      if (typeof request.body === 'string' && request.url.endsWith('$batch'))
        entities += request.body.match(/^(?:POST|PUT|PATCH|MERGE|DELETE) /gm)?.length ?? 0;
      else if (request.method !== 'GET' && !request.url.endsWith('/Tables')) entities += 1;
      return network.sendRequest(request);
    },
  };
}

/** @param at number of the request, from 1, at which it dies: nothing is sent from then on */
export function createMortalClient(at: number, death: Death): HttpClient {
  let requests = 0;
  return {
    sendRequest: async (request) => {
      requests += 1;
      if (requests < at) return network.sendRequest(request);
      if (requests === at && death === 'after') await network.sendRequest(request);
      throw lost();
    },
  };
}

/** @param at number of the request whose answer is lost, once */
export function createLossyClient(at: number): HttpClient {
  let requests = 0;
  return {
    sendRequest: async (request) => {
      requests += 1;
      const mine = requests;
      const response = await network.sendRequest(request);
      if (mine === at) throw lost();
      return response;
    },
  };
}

export interface SleepyClient extends HttpClient {
  /** Resolves when it falls asleep, before it sends the request of this number, from 1 from now on. */
  sleepAt(request: number): Promise<void>;
  wake(): void;
}

export function createSleepyClient(): SleepyClient {
  let left = 0;
  let fallAsleep = () => {};
  let wake = () => {};
  let awake = Promise.resolve();
  return {
    sleepAt(request) {
      left = request;
      awake = new Promise((resolve) => (wake = resolve));
      return new Promise((resolve) => (fallAsleep = resolve));
    },
    wake: () => wake(),
    sendRequest: async (request) => {
      left -= 1;
      if (left === 0) {
        fallAsleep();
        await awake;
      }
      return network.sendRequest(request);
    },
  };
}

function lost(): RestError {
  return new RestError('read ECONNRESET', { code: 'ECONNRESET' });
}
