// The listing of subscriptions is whole or it fails: every page, each subscription once, lenient to what Azure adds.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  claimsOf,
  cloudForTest,
  customerWith,
  failureOf,
  newIdentity,
  newSubscription,
  sessionAt,
} from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

test('every page is read, in order', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 7 }, () => newSubscription());
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 3 });
  const session = await sessionAt(cloud.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed.map((each) => each.subscriptionId)).toEqual(subscriptions.map((each) => each.subscriptionId));
  expect(session.calls()).toEqual({ 'subscriptions.list': 3 });
});

test('an empty page with a nextLink is not the end', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 4 }, () => newSubscription());
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 2 });
  cloud.addFault({ kind: 'empty-page', operation: 'subscriptions.list' });
  const session = await sessionAt(cloud.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed).toHaveLength(4);
});

test('a page that stays unreadable fails the listing, though the others were read', async () => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 6 }, () => newSubscription());
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 2 });
  cloud.addFault({ kind: 'status', status: 500, operation: 'subscriptions.list', skip: 2 });
  const session = await sessionAt(cloud.url, identity);

  const failure = await failureOf(session.listSubscriptions());

  expect(failure).toMatchObject({ status: 500, code: 'InternalServerError', retryable: true });
  expect(session.calls()).toEqual({ 'subscriptions.list': 6 });
});

test.for(['truncate', 'reset'] as const)('a page that once ends in %s is read again', async (kind) => {
  const identity = newIdentity();
  const subscriptions = Array.from({ length: 4 }, () => newSubscription());
  const cloud = await cloudForTest(identity, [customerWith(...subscriptions)], { pageSize: 2 });
  cloud.addFault({ kind, operation: 'subscriptions.list', skip: 1, times: 1 });
  const session = await sessionAt(cloud.url, identity);

  const listed = await session.listSubscriptions();

  expect(listed).toHaveLength(4);
  expect(session.calls()).toEqual({ 'subscriptions.list': 3 });
});

test('one that the pages repeat, in any case, stands once', async () => {
  const [one, two, tenantId] = [randomUUID(), randomUUID(), randomUUID()];
  const listed = await listing([
    { value: [row(one, tenantId), row(two, tenantId)], nextLink: '/subscriptions?page=2' },
    { value: [row(one.toUpperCase(), tenantId)] },
  ]);

  expect(listed.map(({ subscriptionId }) => subscriptionId)).toEqual([one, two]);
});

test('ids in upper case are taken in lower case', async () => {
  const [subscriptionId, tenantId] = [randomUUID(), randomUUID()];

  const [listed] = await listing([{ value: [row(subscriptionId.toUpperCase(), tenantId.toUpperCase())] }]);

  expect(listed).toEqual({ subscriptionId, tenantId, displayName: 'One', state: 'Enabled' });
});

test('unknown fields and states are no matter; a name or a state that is missing is made up for', async () => {
  const tenantId = randomUUID();
  const ids = Array.from({ length: 4 }, () => randomUUID());
  const odd = [
    { state: 'Hibernated', tags: { a: 1 }, promotions: [null] },
    {},
    { displayName: null, state: null },
  ];
  const value = [...odd, { displayName: '' }].map((each, n) => ({
    subscriptionId: ids[n],
    tenantId,
    ...each,
  }));

  const listed = await listing([{ value, count: 'many' }]);

  const states = ['Hibernated', 'Unknown', 'Unknown', 'Unknown'];
  expect(listed).toEqual(
    ids.map((subscriptionId, n) => ({
      subscriptionId,
      tenantId,
      displayName: subscriptionId,
      state: states[n],
    })),
  );
});

test.for<[name: string, reply: Reply]>([
  ['no list', { json: {} }],
  ['null for a list', { json: { value: null } }],
  ['one subscription for a list', { json: row(randomUUID(), randomUUID()) }],
  ['a subscription without a tenant', { json: { value: [{ subscriptionId: randomUUID() }] } }],
  ['a subscription whose id is no GUID', { json: { value: [{ ...row('one', randomUUID()) }] } }],
  ['HTML with 200', { text: '<html>', headers: { 'content-type': 'text/html' } }],
  ['nothing with 200', {}],
  ['a 204', { status: 204 }],
  ['a 206 with a list', { status: 206, json: { value: [] } }],
])('%s is a failure and never an empty listing', async ([, reply]) => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => reply);
  const session = await sessionAt(server.url, identity);

  const failure = await failureOf(session.listSubscriptions());

  expect(failure.message).toMatch(/\S\.$/);
});

function row(subscriptionId: string, tenantId: string) {
  return { subscriptionId, tenantId, displayName: 'One', state: 'Enabled' };
}

async function listing(pages: object[]) {
  const identity = newIdentity();
  let asked = 0;
  const server = await serverForTest(claimsOf(identity), () => ({ json: pages[asked++] }));
  const session = await sessionAt(server.url, identity);
  return session.listSubscriptions();
}
