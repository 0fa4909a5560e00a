// The guard of the probe: the last thing before the network, which lets a GET pass, and the POST by which Entra gives a
// token, and throws on whatever else, so that no defect above it could write anything.
import type { HttpClient } from '@azure/core-rest-pipeline';

class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  constructor(method: string, host: string) {
    super(`The probe only reads: it refused to send ${method} to ${host}.`);
  }
}

const TOKEN_PATH = /^\/[^/]+\/oauth2\/v2\.0\/token$/;

/** @param tokenOrigins of Entra in this cloud */
export function readOnly(client: HttpClient, tokenOrigins: readonly string[]): HttpClient {
  const entra = new Set(tokenOrigins.map((origin) => new URL(origin).origin));
  return {
    sendRequest: async (request) => {
      const url = new URL(request.url);
      const asksForToken =
        request.method === 'POST' && entra.has(url.origin) && TOKEN_PATH.test(url.pathname);
      if (request.method !== 'GET' && !asksForToken) throw new WriteRefused(request.method, url.host);
      return client.sendRequest(request);
    },
  };
}
