// The real SDKs, unchanged, against a cloud: what they send is what the cloud understands, and the other way round.
import { getClient } from '@azure-rest/core-client';
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import { expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import {
  DEMO_EXTRA_ROLE,
  DEMO_IDENTITY,
  DEMO_OTHER_PARTNER_ID,
} from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { cloudForTest } from './client.ts';
import type { Json } from './client.ts';
import { rerouteTo } from './reroute.ts';

const ENDPOINT = 'https://management.azure.com';
const SCOPE = `${ENDPOINT}/.default`;

test('ClientSecretCredential gets a token and keeps it', async () => {
  const cloud = await cloudForTest();
  const credential = credentialFor(cloud);

  const first = await credential.getToken(SCOPE);
  const second = await credential.getToken(SCOPE);

  expect(second.token).toBe(first.token);
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
});

test('a wrong secret is an AuthenticationRequiredError with the number', async () => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.principals[0] ?? {}, { secret: 'right' });

  const error = await credentialFor(cloud, 'wrong')
    .getToken(SCOPE)
    .catch((reason: unknown) => reason);

  expect(error).toMatchObject({ name: 'AuthenticationRequiredError' });
  expect((error as Error).message).toContain('AADSTS7000215');
});

test('ManagedIdentityCredential gets a token from the App Service endpoint', async () => {
  const cloud = await cloudForTest();
  process.env['IDENTITY_ENDPOINT'] = `${cloud.url}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'simulated';

  const token = await new ManagedIdentityCredential().getToken(SCOPE);

  delete process.env['IDENTITY_ENDPOINT'];
  delete process.env['IDENTITY_HEADER'];
  expect(token.token.split('.')).toHaveLength(3);
  expect(cloud.calls()).toEqual({ 'managedIdentity.token': 1 });
});

test('the partner client walks through the life of a link', async () => {
  const cloud = await cloudForTest();
  const client = new ACEProvisioningManagementPartnerAPI(credentialFor(cloud), {
    httpClient: rerouteTo(cloud.url),
  });

  const missing = await client.partners.get().catch((reason: unknown) => reason);
  const created = await client.partner.create(DEMO_IDENTITY.partnerId);
  const again = await client.partner.create(DEMO_IDENTITY.partnerId).catch((reason: unknown) => reason);
  const updated = await client.partner.update(DEMO_OTHER_PARTNER_ID);
  const read = await client.partners.get();
  await client.partner.delete(DEMO_OTHER_PARTNER_ID);

  expect(missing).toMatchObject({ name: 'RestError', statusCode: 404, code: 'NotFound' });
  expect(created).toMatchObject({ partnerId: DEMO_IDENTITY.partnerId, version: 1, state: 'Active' });
  expect(created.updatedTime).toBeInstanceOf(Date);
  expect(again).toMatchObject({ statusCode: 409, code: 'Conflict' });
  expect(updated).toMatchObject({ partnerId: DEMO_OTHER_PARTNER_ID, version: 2 });
  expect(read.objectId).toBe(DEMO_IDENTITY.objectId);
  expect(cloud.linkHistory().at(-1)).toMatchObject({ partnerId: null, by: 'api', version: 3 });
});

test('the authorization client reads role definitions and finds no role assignments', async () => {
  const cloud = await cloudForTest();
  const id = demoSubscriptionId(1);
  const client = new AuthorizationManagementClient(credentialFor(cloud), id, {
    httpClient: rerouteTo(cloud.url),
  });

  const names: (string | undefined)[] = [];
  // With its leading slash the client sends `//subscriptions/...`.
  for await (const role of client.roleDefinitions.list(`/subscriptions/${id}`, {
    filter: "roleName eq 'Reader'",
  })) {
    names.push(role.roleName);
  }
  const extra = await client.roleDefinitions.get(`subscriptions/${id}`, DEMO_EXTRA_ROLE);
  const assignments: unknown[] = [];
  for await (const each of client.roleAssignments.listForSubscription()) assignments.push(each);

  expect(names).toEqual(['Reader']);
  expect(extra.roleName).toBe('Fleet Telemetry Operator (Preview)');
  expect(assignments).toEqual([]);
});

test('the rest client follows absolute links and reads delegations', async () => {
  const cloud = await cloudForTest({ pageSize: 6 });
  const client = getClient(ENDPOINT, credentialFor(cloud), {
    httpClient: rerouteTo(cloud.url),
    credentials: { scopes: [SCOPE] },
  });

  const ids: Json[] = [];
  let link: string | undefined = `${ENDPOINT}/subscriptions?api-version=2022-12-01`;
  while (link !== undefined) {
    const page: { body: { value: Json[]; nextLink?: string } } = await client.pathUnchecked(link).get();
    ids.push(...page.body.value);
    link = page.body.nextLink;
  }
  const path = `/subscriptions/${demoSubscriptionId(4)}/providers/Microsoft.ManagedServices/registrationAssignments`;
  const list = await client.pathUnchecked(path).get({
    queryParameters: { 'api-version': '2022-10-01', $expandRegistrationDefinition: true },
  });

  expect(ids).toHaveLength(16);
  expect((list.body as { value: Json[] }).value).toHaveLength(2);
  expect(cloud.calls()).toEqual({
    'entra.token': 1,
    'subscriptions.list': 3,
    'registrationAssignments.list': 1,
  });
});

test('a retry of the SDK goes to its own host again', async () => {
  const cloud = await cloudForTest();
  cloud.addFault({ kind: 'status', status: 429, retryAfter: 0, operation: 'partners.get', times: 2 });
  cloud.setLink(DEMO_IDENTITY.partnerId);
  const client = new ACEProvisioningManagementPartnerAPI(credentialFor(cloud), {
    httpClient: rerouteTo(cloud.url),
  });

  const link = await client.partners.get();

  expect(link.partnerId).toBe(DEMO_IDENTITY.partnerId);
  expect(cloud.calls()['partners.get']).toBe(3);
});

function credentialFor(cloud: Cloud, secret = 'any'): ClientSecretCredential {
  const { tenantId, clientId } = DEMO_IDENTITY;
  return new ClientSecretCredential(tenantId, clientId, secret, { httpClient: rerouteTo(cloud.url) });
}
