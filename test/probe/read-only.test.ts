// The guard under the probe: whatever is asked of it, only GETs and requests for tokens reach the network.
import { createPipelineRequest, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { readOnly } from '../../local/probe/read-only.ts';

const ENTRA = 'https://login.microsoftonline.com';
const ARM = 'https://management.azure.com';

function guarded() {
  const sent: string[] = [];
  const client: HttpClient = {
    sendRequest: async (request) => {
      sent.push(`${request.method} ${request.url}`);
      return { request, status: 200, headers: request.headers } satisfies PipelineResponse;
    },
  };
  const guard = readOnly(client, [ENTRA]);
  return {
    sent,
    ask: (method: string, url: string) =>
      guard.sendRequest(createPipelineRequest({ url, method: method as 'GET' })),
  };
}

test.for([
  ['GET', `${ARM}/subscriptions?api-version=2022-12-01`],
  ['GET', 'https://graph.microsoft.com/v1.0/servicePrincipals/x/transitiveMemberOf'],
  ['POST', `${ENTRA}/0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001/oauth2/v2.0/token?client-request-id=x`],
] as const)('%s %s passes', async ([method, url]) => {
  const { sent, ask } = guarded();

  await ask(method, url);

  expect(sent).toEqual([`${method} ${url}`]);
});

test.for([
  ['PUT', `${ARM}/providers/Microsoft.ManagementPartner/partners/1`],
  ['PATCH', `${ARM}/providers/Microsoft.ManagementPartner/partners/1`],
  ['DELETE', `${ARM}/providers/Microsoft.ManagementPartner/partners/1`],
  ['POST', `${ARM}/providers/Microsoft.ResourceGraph/resources`],
  ['POST', `${ARM}/x/oauth2/v2.0/token`],
  ['HEAD', `${ARM}/subscriptions`],
  ['get', `${ARM}/subscriptions`],
  ['POST', 'https://graph.microsoft.com/v1.0/servicePrincipals/x/getMemberGroups'],
  ['POST', `${ENTRA}/x/oauth2/v2.0/token/more`],
  ['POST', `${ENTRA}/x/oauth2/v2.0/devicecode`],
  ['PUT', `${ENTRA}/x/oauth2/v2.0/token`],
  ['POST', 'https://login.microsoftonline.com.evil.example/x/oauth2/v2.0/token'],
] as const)('%s %s is refused before anything is sent', async ([method, url]) => {
  const { sent, ask } = guarded();

  await expect(ask(method, url)).rejects.toMatchObject({ name: 'WriteRefused' });
  expect(sent).toEqual([]);
});
