// Entra's own no is final and not repeated; what passes by itself is asked again, within the deadline; and whatever
// it says, no secret is in the message.
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startDeadline } from '../../src/ports/deadline.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { claimsOf, cloudForTest, failureOf, newIdentity, sessionAt, toldDeadline } from './harness.ts';
import { serverForTest, tokenReply, unsignedToken, type Reply } from './server.ts';

const secret = () => ({ kind: 'secret' as const, clientSecret: `s3cret-${randomUUID()}` });

function entraError(status: number, error: string, description: string): Reply {
  const json = { error, error_description: `${description} Trace ID: ${randomUUID()}`, error_codes: [1] };
  return { status, json };
}

test('a wrong secret is refused with its AADSTS code, once, and is not in the message', async () => {
  const credential = secret();
  const identity = newIdentity(credential);
  const cloud = await cloudForTest(identity);
  Object.assign(cloud.world.principals[0] ?? {}, { secret: 'another' });

  const failure = await failureOf(sessionAt(cloud.url, identity));

  expect(failure).toMatchObject({ code: 'AADSTS7000215', retryable: false });
  expect(failure.message).toMatch(/^AADSTS7000215: Invalid client secret provided\./);
  expect(failure.message).not.toContain(credential.clientSecret);
  expect(cloud.calls()).toEqual({ 'entra.token': 1 });
});

test('a refusal of a megabyte is read at once, however it is made', async () => {
  const identity = newIdentity();
  const words = `AADSTS7000215: No.${' - Timestamp: - Description: '.repeat(40_000)}\n`;
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => entraError(401, 'invalid_client', words),
  );

  const failure = await failureOf(sessionAt(server.url, identity));

  expect(failure).toMatchObject({ code: 'AADSTS7000215', retryable: false });
});

test('an app that the tenant does not know, and a tenant that nobody knows, are final', async () => {
  const identity = newIdentity();
  const cloud = await cloudForTest(identity);

  const app = await failureOf(sessionAt(cloud.url, { ...identity, clientId: randomUUID() }));
  const tenant = await failureOf(sessionAt(cloud.url, { ...identity, tenantId: randomUUID() }));

  expect(app).toMatchObject({ code: 'AADSTS700016', retryable: false });
  expect(tenant).toMatchObject({ code: 'AADSTS90002', retryable: false });
  expect(cloud.calls()).toEqual({ 'entra.token': 2 });
});

test.for<[name: string, first: Reply | 'reset']>([
  ['500 without a word', { status: 500 }],
  ['503 as HTML', { status: 503, text: '<html>busy</html>' }],
  ['a reset', 'reset'],
  ['429', { status: 429, json: { error: 'slow_down' }, headers: { 'retry-after': '1' } }],
  ['a 200 that is torn', { text: '{"token_type":"Bea', headers: { 'content-type': 'application/json' } }],
  [
    'what Entra itself calls temporary',
    entraError(503, 'temporarily_unavailable', 'AADSTS90033: A transient error.'),
  ],
  ['a server error', entraError(500, 'server_error', 'AADSTS90006: A server error.')],
])('%s is asked again, and the session opens', async ([, first]) => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    (_, before) => (before === 0 ? first : tokenReply(unsignedToken(claimsOf(identity)))),
  );
  const deadline = toldDeadline();

  const session = await sessionAt(server.url, identity, deadline);

  expect(session.principalId).toBe(identity.principalId);
  expect(server.tokens).toHaveLength(2);
  expect(deadline.waitsMs).toHaveLength(1);
});

test('an Entra that stays down is asked four times with growing pauses, and then it has failed', async () => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => ({ status: 500 }),
  );
  const deadline = toldDeadline();

  const failure = await failureOf(sessionAt(server.url, identity, deadline));

  expect(failure.retryable).toBe(true);
  expect(server.tokens).toHaveLength(4);
  const [first = 0, second = 0, third = 0] = deadline.waitsMs;
  expect([first < second, second < third, third < 2_000]).toEqual([true, true, true]);
});

test('a token answer that is torn leaves no part of the token in the message', async () => {
  const identity = newIdentity();
  const token = unsignedToken(claimsOf(identity));
  const torn = JSON.stringify({ token_type: 'Bearer', access_token: token }).slice(0, -20);
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => ({ text: torn, headers: { 'content-type': 'application/json' } }),
  );

  const failure = await failureOf(sessionAt(server.url, identity));

  expect(failure.message).not.toContain(token.slice(0, 20));
  expect(failure.message).not.toContain(token.slice(-40, -20));
});

test('a credential that hangs ends with the deadline', async () => {
  const identity = newIdentity(secret());
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => 'silence',
  );
  const deadline = toldDeadline();

  const opening = failureOf(sessionAt(server.url, identity, deadline));
  await vi.waitUntil(() => server.tokens.length === 1);
  deadline.expire();
  const failure = await opening;

  expect(failure).toMatchObject({ code: 'DeadlineExceeded', retryable: false });
  expect(server.tokens).toHaveLength(1);
});

test('a credential that hangs is given up after 30 s and asked again, until the deadline', async () => {
  const identity = newIdentity();
  const server = await serverForTest(
    claimsOf(identity),
    () => undefined,
    () => 'silence',
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const deadline = startDeadline(50_000, systemClock);

  const opening = failureOf(sessionAt(server.url, identity, deadline));
  await arrived(() => server.tokens.length === 1);
  await vi.advanceTimersByTimeAsync(31_000);
  await arrived(() => server.tokens.length === 2);
  await vi.advanceTimersByTimeAsync(20_000);
  const failure = await opening;

  expect(failure.code).toBe('DeadlineExceeded');
  expect(server.tokens).toHaveLength(2);
});

/** Looks again after each turn of the event loop, for the timers stand still. */
async function arrived(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}
