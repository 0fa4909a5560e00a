// Each Azure cloud has its own hosts and audiences: a session asks its own cloud for everything, and no other.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CloudName } from '../../src/azure/clouds.ts';
import { claimsOf, cloudForTest, failureOf, newIdentity, sessionAt } from './harness.ts';
import { serverForTest } from './server.ts';

test.for<[cloud: CloudName, entra: RegExp, arm: string, graph: string]>([
  ['public', /^login\.microsoftonline\.com$/, 'management.azure.com', 'graph.microsoft.com'],
  ['usgovernment', /^login\.microsoftonline\.us$/, 'management.usgovcloudapi.net', 'graph.microsoft.us'],
  [
    'china',
    /^login\.(?:chinacloudapi|partner\.microsoftonline)\.cn$/,
    'management.chinacloudapi.cn',
    'microsoftgraph.chinacloudapi.cn',
  ],
])(
  '%s: Entra, ARM and Graph are asked at their own hosts for tokens of their own',
  async ([cloud, entra, arm, graph]) => {
    const identity = newIdentity();
    const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [] } }));

    const session = await sessionAt(server.url, identity, undefined, { cloud });
    await session.listSubscriptions();
    await session.readLink();
    await session.listRoleNames(randomUUID());
    await session.listGroups();

    expect(server.tokens.map(({ host }) => host)).toEqual([
      expect.stringMatching(entra),
      expect.stringMatching(entra),
    ]);
    const scopes = server.tokens.map(({ body }) => new URLSearchParams(body).get('scope')?.split(' ')[0]);
    expect(scopes).toEqual([`https://${arm}/.default`, `https://${graph}/.default`]);
    expect(new Set(server.received.map(({ host }) => host))).toEqual(new Set([arm, graph]));
  },
);

test.for(['public', 'usgovernment', 'china'] as const)(
  'the simulated Azure of %s accepts what it is sent',
  async (cloud) => {
    const identity = newIdentity();
    const azure = await cloudForTest(identity);
    const session = await sessionAt(azure.url, identity, undefined, { cloud });

    const link = await session.readLink();
    const listed = await session.listSubscriptions();

    expect(link).toEqual({ kind: 'none' });
    expect(listed).toEqual([]);
  },
);

test('a nextLink to the ARM of another cloud is foreign', async () => {
  const identity = newIdentity();
  const nextLink = 'https://management.azure.com/subscriptions';
  const server = await serverForTest(claimsOf(identity), () => ({ json: { value: [], nextLink } }));
  const session = await sessionAt(server.url, identity, undefined, { cloud: 'usgovernment' });

  const failure = await failureOf(session.listSubscriptions());

  expect(failure.code).toBe('ForeignHost');
});
