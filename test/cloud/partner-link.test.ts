// The PAL link as a state machine: versions, the soft delete, times, and each answer that is assumed.
import { expect, test } from 'vitest';
import type { Assumptions } from '../../local/cloud/assumptions.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { cloudForTest, send, tokenOf, textOf } from './client.ts';
import type { WireAnswer } from './client.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

test('a first link has the recorded shape: 200, one object, version 1, seven digits of a second', async () => {
  const cloud = await cloudForTest({ now: () => new Date('2026-03-04T05:06:07.890Z') });

  const created = await call(cloud, 'PUT', OURS);
  const read = await call(cloud, 'GET');

  expect(created.status).toBe(200);
  expect(created.text).toBe(
    JSON.stringify({
      id: `/providers/microsoft.managementpartner/partners/${OURS}`,
      type: 'Microsoft.ManagementPartner/partners',
      name: OURS,
      etag: 1,
      properties: {
        partnerId: OURS,
        partnerName: 'Nordlicht IT',
        tenantId: DEMO_IDENTITY.tenantId,
        objectId: DEMO_IDENTITY.objectId,
        version: 1,
        updatedTime: '2026-03-04T05:06:07.8900001Z',
        createdTime: '2026-03-04T05:06:07.8900001Z',
        state: 'Active',
      },
    }),
  );
  expect(read.text).toBe(created.text);
});

test('every write counts a version, the deletion too, and createdTime stays that of the first link', async () => {
  const cloud = await cloudForTest();

  const created = await call(cloud, 'PUT', OURS);
  const changed = await call(cloud, 'PATCH', OTHER);
  const deleted = await call(cloud, 'DELETE', OTHER);
  const again = await call(cloud, 'PUT', OURS);

  expect([created, changed, again].map((each) => each.json['etag'])).toEqual([1, 2, 4]);
  expect(changed.json['name']).toBe(OTHER);
  expect([deleted.status, deleted.text, deleted.headers.get('content-length')]).toEqual([200, '', '0']);
  expect(again.json['properties']?.['createdTime']).toBe(created.json['properties']?.['createdTime']);
  expect(again.json['properties']?.['updatedTime']).not.toBe(created.json['properties']?.['updatedTime']);
});

test('the history holds every state, whoever made it', async () => {
  const cloud = await cloudForTest();
  await call(cloud, 'PUT', OURS);
  cloud.setLink(OTHER);
  await call(cloud, 'PATCH', OURS);
  Object.assign(cloud.world.links[0] ?? {}, { partnerId: OTHER });
  await call(cloud, 'DELETE', OTHER);
  cloud.setLink(OURS);
  cloud.setLink(null);

  const states = cloud.linkHistory().map((state) => [state.by, state.partnerId, state.version]);

  expect(states).toEqual([
    ['start', null, 0],
    ['api', OURS, 1],
    ['other', OTHER, 2],
    ['api', OURS, 3],
    ['other', OTHER, 3],
    ['api', null, 4],
    ['other', OURS, 5],
    ['other', null, 6],
  ]);
});

test('links are kept apart by principal', async () => {
  const cloud = await cloudForTest();
  const objectId = '11111111-2222-4333-8444-555555555555';
  const [first] = cloud.world.principals;
  cloud.world.principals.push({ clientId: objectId, objectId, displayName: 'Second', groups: [] });
  await call(cloud, 'PUT', OURS);

  cloud.setLink(OTHER, objectId);

  expect((await call(cloud, 'GET')).json['properties']).toMatchObject({
    objectId: first?.objectId,
    partnerId: OURS,
  });
});

const teapot = { status: 418, code: 'Teapot', message: 'short and stout' };

interface Case {
  field: keyof Assumptions;
  /** The link before the call; undefined: none. */
  linked?: string;
  method: string;
  partnerId?: string;
  byDefault: [number, string];
}

test.each<Case>([
  { field: 'linkMissing', method: 'GET', byDefault: [404, 'NotFound'] },
  { field: 'linkMissing', method: 'GET', partnerId: OURS, byDefault: [404, 'NotFound'] },
  {
    field: 'linkOfAnotherPartner',
    linked: OTHER,
    method: 'GET',
    partnerId: OURS,
    byDefault: [404, 'NotFound'],
  },
  { field: 'createWhenLinked', linked: OTHER, method: 'PUT', partnerId: OURS, byDefault: [409, 'Conflict'] },
  { field: 'createWhenLinked', linked: OURS, method: 'PUT', partnerId: OURS, byDefault: [409, 'Conflict'] },
  { field: 'updateWithoutLink', method: 'PATCH', partnerId: OURS, byDefault: [404, 'NotFound'] },
  { field: 'deleteWithoutLink', method: 'DELETE', partnerId: OURS, byDefault: [404, 'NotFound'] },
  {
    field: 'deleteOfAnotherPartner',
    linked: OTHER,
    method: 'DELETE',
    partnerId: OURS,
    byDefault: [404, 'NotFound'],
  },
  { field: 'unknownPartner', method: 'PUT', partnerId: '999', byDefault: [400, 'BadRequest'] },
  {
    field: 'unknownPartner',
    linked: OURS,
    method: 'PATCH',
    partnerId: 'none',
    byDefault: [400, 'BadRequest'],
  },
])('$field answers $method $partnerId while linked to $linked', async (each) => {
  const answers: [number, unknown][] = [];
  for (const assumptions of [{}, { [each.field]: teapot }]) {
    const cloud = await cloudForTest({ assumptions });
    if (each.linked !== undefined) cloud.setLink(each.linked);
    const answer = await call(cloud, each.method, each.partnerId);
    answers.push([answer.status, answer.json['error']?.['code']]);
    expect(cloud.linkHistory().at(-1)?.partnerId ?? undefined).toBe(each.linked);
  }

  expect(answers).toEqual([each.byDefault, [418, 'Teapot']]);
});

test('linkNotAllowed answers a principal that may not link', async () => {
  const cloud = await cloudForTest();
  Object.assign(cloud.world.principals[0] ?? {}, { mayLink: false });

  const answer = await call(cloud, 'PUT', OURS);
  cloud.assumptions.linkNotAllowed = teapot;
  const switched = await call(cloud, 'PATCH', OURS);

  expect([answer.status, answer.json['error']?.['code']]).toEqual([403, 'Forbidden']);
  expect(textOf(answer.json['error']?.['message'])).toMatch(
    /^The user does not have an account in this tenant/,
  );
  expect(switched.status).toBe(418);
});

test('createSameId accepted writes one more version', async () => {
  const cloud = await cloudForTest({ assumptions: { createSameId: 'accepted' } });
  cloud.setLink(OURS);

  const same = await call(cloud, 'PUT', OURS);
  const other = await call(cloud, 'PUT', OTHER);

  expect([same.status, same.json['etag'], other.status]).toEqual([200, 2, 409]);
});

test('updateSameId is accepted by default, and can be refused', async () => {
  const cloud = await cloudForTest();
  cloud.setLink(OURS);

  const accepted = await call(cloud, 'PATCH', OURS);
  cloud.assumptions.updateSameId = 'refused';
  const refused = await call(cloud, 'PATCH', OURS);

  expect([accepted.status, accepted.json['etag'], refused.status]).toEqual([200, 2, 409]);
});

test('deletedLinkRead can show the deleted link', async () => {
  const cloud = await cloudForTest();
  cloud.setLink(OURS);
  cloud.setLink(null);

  const hidden = await call(cloud, 'GET');
  cloud.assumptions.deletedLinkRead = 'shown-as-deleted';
  const shown = await call(cloud, 'GET');

  expect(hidden.status).toBe(404);
  expect(shown.json['properties']).toMatchObject({ state: 'Deleted', version: 2 });
});

test('partnersInSovereignClouds false takes the provider away there', async () => {
  const host = 'management.chinacloudapi.cn';
  const cloud = await cloudForTest();
  const token = await tokenOf(cloud, `https://${host}`);
  const path = '/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01';

  const served = await send(cloud, path, { host, token });
  cloud.assumptions.partnersInSovereignClouds = false;
  const gone = await send(cloud, path, { host, token });

  expect(served.json['error']?.['code']).toBe('NotFound');
  expect(gone.json['error']?.['code']).toBe('InvalidResourceNamespace');
});

test('the calls report what is left of the tenant-level limits', async () => {
  const cloud = await cloudForTest();

  const created = await call(cloud, 'PUT', OURS);
  const read = await call(cloud, 'GET');

  expect(created.headers.get('x-ms-ratelimit-remaining-tenant-writes')).toBe('199');
  expect(read.headers.get('x-ms-ratelimit-remaining-tenant-reads')).toBe('249');
});

async function call(cloud: Cloud, method: string, partnerId?: string): Promise<WireAnswer> {
  // Without an id the path ends in a slash, as in a recording.
  const path = `/providers/Microsoft.ManagementPartner/partners/${partnerId ?? ''}?api-version=2018-02-01`;
  return send(cloud, path, { method, token: await tokenOf(cloud) });
}
