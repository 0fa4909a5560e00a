// Principals of several managing tenants in one world: each has its own tokens, its own link, and faults of its own.
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { PROVIDERS, providersWorld, type ProviderName } from '../../local/cloud/worlds/providers.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { cloudForTest, ENTRA, send, textOf, tokenOf, values } from './client.ts';

const LIST = '/subscriptions?api-version=2022-12-01';
const PARTNERS = '/providers/Microsoft.ManagementPartner/partners';

test('a token is of the tenant that its principal lives in, and no other tenant gives one', async () => {
  const cloud = await cloudForTest({ world: providersWorld() });
  const { tenantId, clientId, objectId } = PROVIDERS.suedwind;

  const token = await tokenAs(cloud, 'suedwind');
  const elsewhere = await askForToken(cloud, PROVIDERS.nordlicht.tenantId, clientId);

  expect(decodeJwt(token)).toMatchObject({
    tid: tenantId,
    oid: objectId,
    appid: clientId,
    iss: `https://sts.windows.net/${tenantId}/`,
  });
  expect(textOf(elsewhere.json['error_description'])).toContain('AADSTS700016');
});

test('a token of a tenant in which no principal lives is none', async () => {
  const cloud = await cloudForTest({ world: providersWorld() });
  const claims = { aud: 'https://management.azure.com', oid: PROVIDERS.suedwind.objectId };
  const exp = Math.floor(Date.now() / 1000) + 60;

  const stranger = await cloud.issueToken({ ...claims, exp, tid: cloud.world.customers[0]?.tenantId });
  const known = await cloud.issueToken({ ...claims, exp, tid: PROVIDERS.suedwind.tenantId });

  expect((await send(cloud, LIST, { token: stranger })).status).toBe(401);
  expect((await send(cloud, LIST, { token: known })).status).toBe(200);
});

test('each has a link of its own, also when another actor changes one', async () => {
  const cloud = await cloudForTest({ world: providersWorld() });
  const names: ProviderName[] = ['nordlicht', 'hafen', 'suedwind'];
  for (const name of names) {
    const path = `${PARTNERS}/${PROVIDERS[name].partnerId}?api-version=2018-02-01`;
    await send(cloud, path, { method: 'PUT', token: await tokenAs(cloud, name) });
  }

  cloud.setLink('4343434', PROVIDERS.suedwind.objectId);
  const found = await Promise.all(
    names.map(async (name) =>
      send(cloud, `${PARTNERS}?api-version=2018-02-01`, { token: await tokenAs(cloud, name) }),
    ),
  );

  expect(found.map(({ json }) => [json['properties']?.['tenantId'], json['name']])).toEqual([
    [PROVIDERS.nordlicht.tenantId, '4242424'],
    [PROVIDERS.hafen.tenantId, '4545454'],
    [PROVIDERS.suedwind.tenantId, '4343434'],
  ]);
  expect(cloud.world.links).toHaveLength(3);
});

test('a fault with a client id hits that client alone: its token, and what it asks with one', async () => {
  const cloud = await cloudForTest({ world: providersWorld() });
  const [one, other] = [await tokenAs(cloud, 'nordlicht'), await tokenAs(cloud, 'hafen')];
  cloud.addFault({ kind: 'status', status: 503, clientId: PROVIDERS.hafen.clientId.toUpperCase(), times: 2 });

  const statuses = [
    await send(cloud, LIST, { token: one }),
    await send(cloud, LIST, { token: other }),
    await askForToken(cloud, PROVIDERS.nordlicht.tenantId, PROVIDERS.nordlicht.clientId),
    await askForToken(cloud, PROVIDERS.hafen.tenantId, PROVIDERS.hafen.clientId),
    await send(cloud, LIST, { token: other }),
    await send(cloud, LIST, { token: 'no token' }),
  ].map(({ status }) => status);

  expect(statuses).toEqual([200, 503, 200, 503, 200, 401]);
});

test('the delegations of one tenant are taken and given back, and those of the other stand', async () => {
  const cloud = await cloudForTest({ world: providersWorld() });
  const path = `/_cloud/subscriptions/${demoSubscriptionId(22)}`;
  const change = (body: object) =>
    send(cloud, path, { host: '', method: 'PATCH', body: JSON.stringify(body) });
  const principalId = PROVIDERS.suedwind.objectId;

  const taken = await change({ delegations: 'removed', principalId });
  const seen = await Promise.all(
    ['nordlicht', 'suedwind'].map((name) => listedFor(cloud, name as ProviderName)),
  );
  const wrong = await change({ delegations: 'restored' });
  const back = await change({ delegations: 'restored', principalId });

  expect(tenantsOf(taken)).toEqual([PROVIDERS.nordlicht.tenantId]);
  expect(seen.map((ids) => ids.includes(demoSubscriptionId(22)))).toEqual([true, false]);
  expect(wrong.status).toBe(409);
  expect(tenantsOf(back)).toEqual([PROVIDERS.suedwind.tenantId, PROVIDERS.nordlicht.tenantId]);
});

function tokenAs(cloud: Cloud, name: ProviderName): Promise<string> {
  const principal = cloud.world.principals.find(({ clientId }) => clientId === PROVIDERS[name].clientId);
  return tokenOf(cloud, 'https://management.azure.com', principal);
}

function askForToken(cloud: Cloud, tenantId: string, clientId: string) {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'any',
    scope: 'https://management.azure.com/.default',
  };
  return send(cloud, `/${tenantId}/oauth2/v2.0/token`, {
    host: ENTRA,
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

async function listedFor(cloud: Cloud, name: ProviderName): Promise<string[]> {
  const listed = await send(cloud, LIST, { token: await tokenAs(cloud, name) });
  return values(listed).map((each) => textOf(each['subscriptionId']));
}

function tenantsOf({ json }: Awaited<ReturnType<typeof send>>): string[] {
  const offers = json['offers'] as unknown as { managedByTenantId: string }[];
  return offers.map(({ managedByTenantId }) => managedByTenantId);
}
