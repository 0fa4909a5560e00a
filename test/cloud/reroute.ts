// Sends the unchanged SDKs to a simulated cloud: a rerouted copy of each request, so that a retry starts from its own url.
import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { HttpClient } from '@azure/core-rest-pipeline';

export function rerouteTo(cloudUrl: string): HttpClient {
  const real = createDefaultHttpClient();
  return {
    sendRequest: async (request) => {
      const url = new URL(request.url);
      const headers = createHttpHeaders(request.headers.toJSON({ preserveCase: true }));
      headers.set('x-forwarded-host', url.host);
      const copy = createPipelineRequest({
        ...request,
        url: `${cloudUrl}${url.pathname}${url.search}`,
        headers,
        allowInsecureConnection: true,
      });
      const answer = await real.sendRequest(copy);
      return { ...answer, request };
    },
  };
}
