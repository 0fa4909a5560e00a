// Group membership from Microsoft Graph: nested groups, the permission, the audience, the error envelope.
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import {
  DEMO_EVERYBODY_GROUP,
  DEMO_IDENTITY,
  DEMO_OPERATORS_GROUP,
} from '../../local/cloud/worlds/demo-identity.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { GRAPH, cloudForTest, send, tokenOf } from './client.ts';

test('the answer holds nested groups too', async () => {
  const cloud = await cloudForTest({ world: { ...demoWorld(), graphGranted: true } });

  const answer = await ask(cloud);

  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)',
    value: [DEMO_OPERATORS_GROUP, DEMO_EVERYBODY_GROUP],
  });
});

test('reading them by GET shows the same groups, with the same permission', async () => {
  const cloud = await cloudForTest();
  const path = `/v1.0/servicePrincipals/${DEMO_IDENTITY.objectId}/transitiveMemberOf`;
  const token = await tokenOf(cloud, 'https://graph.microsoft.com');
  const forbidden = await send(cloud, path, { host: GRAPH, token });
  cloud.world.graphGranted = true;

  const answer = await send(cloud, path, { host: GRAPH, token });

  expect(forbidden.status).toBe(403);
  expect(answer.json['value']).toEqual(
    [DEMO_OPERATORS_GROUP, DEMO_EVERYBODY_GROUP].map((id) => ({
      '@odata.type': '#microsoft.graph.group',
      id,
    })),
  );
  expect((await send(cloud, path, { host: GRAPH })).status).toBe(401);
});

test('groups nested in a circle end', async () => {
  const cloud = await cloudForTest({ world: { ...demoWorld(), graphGranted: true } });
  cloud.world.groups[1]?.memberOf.push(DEMO_OPERATORS_GROUP);

  expect((await ask(cloud)).json['value']).toHaveLength(2);
});

test('without the permission it is 403 in the envelope of Graph', async () => {
  const cloud = await cloudForTest();

  const answer = await ask(cloud);

  expect(answer.status).toBe(403);
  expect(answer.json['error']).toMatchObject({
    code: 'Authorization_RequestDenied',
    innerError: { 'request-id': answer.headers.get('request-id'), 'client-request-id': 'abc' },
  });
});

test('a token of ARM, an unknown principal and a wrong body are refused', async () => {
  const cloud = await cloudForTest({ world: { ...demoWorld(), graphGranted: true } });

  const audience = await ask(cloud, { token: await tokenOf(cloud) });
  const principal = await ask(cloud, { objectId: DEMO_IDENTITY.clientId });
  const body = await ask(cloud, { body: '{}' });

  expect([audience.status, audience.json['error']?.['code']]).toEqual([401, 'InvalidAuthenticationToken']);
  expect([principal.status, principal.json['error']?.['code']]).toEqual([404, 'Request_ResourceNotFound']);
  expect([body.status, body.json['error']?.['code']]).toEqual([400, 'Request_BadRequest']);
});

test('graphForbidden and graphUnauthenticated are assumptions', async () => {
  const other = { status: 418, code: 'Teapot', message: '' };
  const cloud = await cloudForTest({
    assumptions: { graphForbidden: other, graphUnauthenticated: { ...other, status: 400 } },
  });

  expect((await ask(cloud)).status).toBe(418);
  expect((await ask(cloud, { token: 'nonsense' })).status).toBe(400);
});

interface Ask {
  token?: string;
  objectId?: string;
  body?: string;
}

async function ask(cloud: Cloud, options: Ask = {}) {
  const { objectId = DEMO_IDENTITY.objectId, body = '{"securityEnabledOnly":false}' } = options;
  return send(cloud, `/v1.0/servicePrincipals/${objectId}/getMemberGroups`, {
    host: GRAPH,
    method: 'POST',
    token: options.token ?? (await tokenOf(cloud, 'https://graph.microsoft.com')),
    body,
    headers: { 'content-type': 'application/json', 'client-request-id': 'abc' },
  });
}
