// A session begins with a token: whom it is for is read from it, and a token of another tenant opens nothing.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { claimsOf, cloudForTest, failureOf, newIdentity, sessionAt, toldDeadline } from './harness.ts';
import { serverForTest, tokenReply, unsignedToken } from './server.ts';

test('the principal of a session is the oid of the token', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);

  const session = await sessionAt(cloud.url, identity);

  expect(session.principalId).toBe(identity.principalId);
  expect(session.calls()).toEqual({});
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
});

test('ids in upper case in the token are taken in lower case', async () => {
  const identity = newIdentity();
  const claims = { tid: identity.tenantId.toUpperCase(), oid: identity.principalId.toUpperCase() };
  const server = await serverForTest(claims, () => undefined);

  const session = await sessionAt(server.url, identity);

  expect(session.principalId).toBe(identity.principalId);
});

test('a token of another tenant opens nothing, and no request is made with it', async () => {
  const identity = newIdentity();
  const other = randomUUID();
  const server = await serverForTest({ tid: other, oid: identity.principalId }, () => undefined);

  const failure = await failureOf(sessionAt(server.url, identity));

  expect(failure).toMatchObject({ code: 'WrongTenant', retryable: false });
  expect(failure.message).toContain(other);
  expect(server.tokens).toHaveLength(1);
  expect(server.received).toEqual([]);
});

test.for<[name: string, token: string]>([
  ['opaque', 'just-some-text'],
  ['empty in its middle', 'a..c'],
  ['no JSON in its middle', `a.${Buffer.from('{"tid"').toString('base64url')}.c`],
  ['without oid', unsignedToken({ tid: randomUUID() })],
  ['without tid', unsignedToken({ oid: randomUUID() })],
  ['with an oid that is no GUID', unsignedToken({ tid: randomUUID(), oid: 'me' })],
])('a token that is %s is unreadable, and the message does not show it', async ([, token]) => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => tokenReply(token),
  );

  const failure = await failureOf(sessionAt(server.url, identity));

  expect(failure).toMatchObject({ code: 'UnreadableToken', retryable: false });
  expect(failure.message).not.toContain(token);
  expect(server.tokens).toHaveLength(1);
});

test('each session asks for a token of its own', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);

  await sessionAt(cloud.url, identity);
  await sessionAt(cloud.url, identity);

  expect(cloud.calls()['entra.token']).toBe(2);
});

test('a token that ends soon is renewed once for all that wait for it', async () => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => ({ json: { value: [] } }),
    (_, before) => tokenReply(unsignedToken({ ...claimsOf(identity), n: before }), before === 0 ? 60 : 3600),
  );
  const session = await sessionAt(server.url, identity);

  await Promise.all([session.listSubscriptions(), session.listDelegations(randomUUID()), session.readLink()]);

  expect(server.tokens).toHaveLength(2);
  const renewed = `Bearer ${unsignedToken({ ...claimsOf(identity), n: 1 })}`;
  expect(new Set(server.received.map(({ headers }) => headers.authorization))).toEqual(new Set([renewed]));
});

test('a renewal that fails spoils one request and not the whole session', async () => {
  const identity = newIdentity();
  const refused = {
    status: 401,
    json: { error: 'invalid_client', error_description: 'AADSTS7000222: Expired.' },
  };
  const server = await serverForTest(
    claimsOf(identity),
    () => ({ json: { value: [] } }),
    (_, before) =>
      before === 1 ? refused : tokenReply(unsignedToken(claimsOf(identity)), before === 0 ? 60 : 3600),
  );
  const session = await sessionAt(server.url, identity);

  const failure = await failureOf(session.listSubscriptions());
  const listed = await session.listSubscriptions();

  expect(failure.code).toBe('AADSTS7000222');
  expect(listed).toEqual([]);
});

test('a session whose token is renewed for another principal goes no further', async () => {
  const identity = newIdentity();
  const other = unsignedToken({ tid: identity.tenantId, oid: randomUUID() });
  const server = await serverForTest(
    claimsOf(identity),
    () => ({ json: { value: [] } }),
    (_, before) => (before === 0 ? tokenReply(unsignedToken(claimsOf(identity)), 60) : tokenReply(other)),
  );
  const deadline = toldDeadline();
  const session = await sessionAt(server.url, identity, deadline);

  const written = await session.createLink(identity.partnerId);
  const again = await failureOf(session.listSubscriptions());

  expect(written.kind).toBe('refused');
  expect(again).toMatchObject({ code: 'OtherPrincipal', retryable: false });
  expect(server.received).toEqual([]);
});
