// One subscription by its id: only a proof that there is no access hides it; everything else proves nothing.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HiddenAnswer } from '../../local/cloud/world.ts';
import {
  claimsOf,
  cloudForTest,
  customerWith,
  newIdentity,
  newSubscription,
  sessionAt,
  toldDeadline,
} from './harness.ts';
import { serverForTest, type Reply } from './server.ts';

test('a visible one is read with its tenant and state, by one request', async () => {
  const identity = newIdentity();
  const customer = customerWith(newSubscription({ displayName: 'Core', state: 'Warned' }));
  const cloud = await cloudForTest(identity, [customer]);
  const session = await sessionAt(cloud.url, identity);
  const subscriptionId = customer.subscriptions[0]?.subscriptionId ?? '';

  const answer = await session.readSubscription(subscriptionId);

  const { tenantId } = customer;
  const subscription = { subscriptionId, tenantId, displayName: 'Core', state: 'Warned' };
  expect(answer).toEqual({ kind: 'visible', subscription });
  expect(session.calls()).toEqual({ 'subscriptions.get': 1 });
});

test.for<HiddenAnswer>(['wrong-tenant', 'forbidden', 'not-found'])(
  '%s proves that it is hidden',
  async (whenHidden) => {
    const identity = newIdentity();
    const subscription = newSubscription({ visible: false, whenHidden });
    const cloud = await cloudForTest(identity, [customerWith(subscription)]);
    const session = await sessionAt(cloud.url, identity);

    const answer = await session.readSubscription(subscription.subscriptionId);

    expect(answer).toEqual({ kind: 'hidden' });
    expect(session.calls()).toEqual({ 'subscriptions.get': 1 });
  },
);

test.for<[name: string, reply: Reply | 'reset', tries: number]>([
  [
    'another 401',
    { status: 401, json: { error: { code: 'ExpiredAuthenticationToken', message: 'Old.' } } },
    1,
  ],
  ['a 401 without a code', { status: 401 }, 1],
  ['a 400', { status: 400, json: { error: { code: 'InvalidAuthenticationTokenTenant', message: '' } } }, 1],
  ['a 409', { status: 409 }, 1],
  ['a 410', { status: 410 }, 1],
  ['a 429', { status: 429 }, 4],
  ['a 500', { status: 500 }, 4],
  ['a 503', { status: 503 }, 4],
  ['a reset', 'reset', 4],
  ['torn JSON', { text: '{"subscr', headers: { 'content-type': 'application/json' } }, 4],
  ['HTML', { text: '<html>', headers: { 'content-type': 'text/html' } }, 4],
  ['no tenant', { json: { subscriptionId: randomUUID(), displayName: 'One' } }, 1],
])('%s proves nothing: unread', async ([, reply, tries]) => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => reply);
  const session = await sessionAt(server.url, identity, toldDeadline());

  const answer = await session.readSubscription(randomUUID());

  expect(answer).toEqual({ kind: 'unread', cause: expect.stringMatching(/\S\.$/) });
  expect(server.received).toHaveLength(tries);
});

test('after the deadline nothing is asked, and nothing is proven', async () => {
  const identity = newIdentity();
  const server = await serverForTest(claimsOf(identity), () => undefined);
  const deadline = toldDeadline();
  const session = await sessionAt(server.url, identity, deadline);
  deadline.expire();

  const answer = await session.readSubscription(randomUUID());

  expect(answer).toEqual({ kind: 'unread', cause: 'The time for this was up.' });
  expect(server.received).toEqual([]);
});
