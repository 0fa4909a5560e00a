// Reading the link: a 404 alone means that there is none; whatever else is not the link itself is unreadable.
import { expect, test } from 'vitest';
import { claimsOf, cloudForTest, newIdentity, newPartnerId, sessionAt, toldDeadline } from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

const PATH = '/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01';

test('a principal without a link has none, by one request that names no id', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  const session = await sessionAt(cloud.url, identity);

  const link = await session.readLink();

  expect(link).toEqual({ kind: 'none' });
  expect(session.calls()).toEqual({ 'partners.get': 1 });
});

test('a link is read with its id, version and time', async () => {
  const identity = newIdentity();
  const at = new Date('2026-03-04T05:06:07.890Z');
  const cloud = await cloudForTest(identity, [], { now: () => at });
  cloud.setLink(identity.partnerId);
  const session = await sessionAt(cloud.url, identity, toldDeadline(), { clock: { now: () => at } });

  const link = await session.readLink();

  const updatedTime = at.toISOString();
  expect(link).toEqual({ kind: 'linked', partnerId: identity.partnerId, version: 1, updatedTime });
});

test('a link that was deleted is none, or unreadable where Azure shows it as deleted', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  cloud.setLink(identity.partnerId);
  cloud.setLink(null);
  const session = await sessionAt(cloud.url, identity);

  const hidden = await session.readLink();
  cloud.assumptions.deletedLinkRead = 'shown-as-deleted';
  const shown = await session.readLink();

  expect(hidden).toEqual({ kind: 'none' });
  expect(shown).toEqual({ kind: 'unreadable', cause: 'Azure shows the link in the state Deleted.' });
});

test.for<[name: string, reply: Reply]>([
  ['an envelope', { json: { error: { code: 'NotFound', message: 'No.' } } }],
  ['a bare code', { json: { code: 'NotFound', message: 'No.' } }],
  ['nothing', {}],
  ['HTML', { text: '<html>Not found</html>', headers: { 'content-type': 'text/html' } }],
  ['torn JSON', { text: '{"error":{"co', headers: { 'content-type': 'application/json' } }],
])('a 404 with %s is none', async ([, reply]) => {
  const { read, received } = await reading({ ...reply, status: 404 });

  expect(read).toEqual({ kind: 'none' });
  expect(received).toHaveLength(1);
});

const TERMINAL = [400, 401, 403, 405, 409, 410, 412, 501];
test.for(TERMINAL)('a %i is unreadable, and asked once', async (status) => {
  const { read, received } = await reading({
    status,
    json: { error: { code: 'Said', message: 'Said so.' } },
  });

  expect(read).toEqual({ kind: 'unreadable', cause: `Azure answered ${status} Said: Said so.` });
  expect(received).toHaveLength(1);
});

test.for([408, 429, 500, 502, 503, 504])('a %i is unreadable after four tries', async (status) => {
  const { read, received } = await reading({ status });

  expect(read).toEqual({ kind: 'unreadable', cause: `Azure answered ${status} Http${status}.` });
  expect(received).toHaveLength(4);
});

test.for<[name: string, reply: Reply | 'reset']>([
  ['HTML with 200', { text: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }],
  ['an empty 200', {}],
  ['a 204', { status: 204 }],
  ['a 202', { status: 202, json: {} }],
  ['torn JSON', { text: '{"properties":{"partnerId":"424', headers: { 'content-type': 'application/json' } }],
  ['a list', { json: { value: [{ properties: { partnerId: '4242424', state: 'Active' } }] } }],
  ['an empty list', { json: { value: [] } }],
  ['no properties', { json: { id: '/providers/microsoft.managementpartner/partners/4242424' } }],
  ['an empty partner id', { json: { properties: { partnerId: '', state: 'Active' } } }],
  ['a partner id that is none', { json: { properties: { partnerId: 'n/a', state: 'Active' } } }],
  ['a partner id that is no text', { json: { properties: { partnerId: 4242424 } } }],
  ['null', { text: 'null', headers: { 'content-type': 'application/json' } }],
  ['a deleted link', { json: { properties: { partnerId: '4242424', state: 'Deleted' } } }],
  ['a reset', 'reset'],
])('%s is unreadable', async ([, reply]) => {
  const { read } = await reading(reply);

  expect(read).toEqual({ kind: 'unreadable', cause: expect.stringMatching(/\S\.$/) });
});

test.for<[name: string, properties: object]>([
  ['without version, time and state', {}],
  ['with a version and a time in another form', { version: 'seven', updatedTime: 'yesterday' }],
  ['with nulls', { version: null, updatedTime: null, state: null }],
  ['in the state active, in small letters', { state: 'active' }],
  ['with fields of tomorrow', { tier: { name: 'gold' }, partnerName: 'Somebody' }],
])('a link %s is a link all the same', async ([, properties]) => {
  const partnerId = newPartnerId();

  const { read } = await reading({ json: { properties: { partnerId, ...properties } } });

  expect(read).toEqual({ kind: 'linked', partnerId });
});

test('a link that cannot be read at first is read in the end', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);
  cloud.setLink(identity.partnerId);
  cloud.addFault({ kind: 'status', status: 503, operation: 'partners.get', times: 1, retryAfter: 2 });
  cloud.addFault({ kind: 'reset', operation: 'partners.get', times: 1 });
  cloud.addFault({ kind: 'truncate', operation: 'partners.get', times: 1 });
  const deadline = toldDeadline();
  const session = await sessionAt(cloud.url, identity, deadline);

  const link = await session.readLink();

  expect(link).toMatchObject({ kind: 'linked', partnerId: identity.partnerId });
  expect(session.calls()).toEqual({ 'partners.get': 4 });
  expect(deadline.waitsMs[0]).toBe(2_000);
});

async function reading(reply: Reply | 'reset') {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => reply);
  const session = await sessionAt(server.url, identity);
  const read = await session.readLink();
  expect(server.received[0]).toMatchObject({ method: 'GET', path: PATH, host: 'management.azure.com' });
  return { read, received: server.received };
}
