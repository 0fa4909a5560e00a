// The keys behind the tokens, over HTTP: rotated, withdrawn, not to be had, and asked for no more often than needed.
import { expect, test } from 'vitest';
import type { Fault } from '../../local/cloud/faults.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { SECOND } from '../harness/test-clock.ts';
import { newKey, serveTokens, sign } from '../harness/tokens.ts';

const MINUTE = 60 * SECOND;

test('a new key is taken at once, and the old one is out from then on', async (t) => {
  const { callWith, claims, token, publish } = await serveTokens(t);
  const old = await token();
  const before = await callWith(old);
  const next = await newKey('entra-2');
  publish(next);

  const withNew = await callWith(await sign(claims(), next));
  const withOld = await callWith(old);

  expect([before.status, withNew.status, withOld.status]).toEqual([200, 200, 401]);
});

test('while both are published both are taken', async (t) => {
  const { callWith, claims, token, publish, key } = await serveTokens(t);
  const next = await newKey('entra-2');
  publish(key, next);

  const answers = [await callWith(await token()), await callWith(await sign(claims(), next))];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('a key that is gone is refused within 10 minutes, though nobody came with a new one', async (t) => {
  const { callWith, token, publish, clock } = await serveTokens(t);
  const withdrawn = await token();
  await callWith(withdrawn);
  publish(await newKey('entra-2'));

  clock.advance(10 * MINUTE - 1);
  const before = await callWith(withdrawn);
  clock.advance(1);
  const after = await callWith(withdrawn);

  expect([before.status, after.status]).toEqual([200, 401]);
});

test('many calls ask for the keys once, and made-up kids once in 30 seconds', async (t) => {
  const { callWith, token, keyCalls, clock } = await serveTokens(t);
  const good = await token();

  await Promise.all(Array.from({ length: 20 }, () => callWith(good)));
  expect(keyCalls()).toBe(1);
  for (let n = 0; n < 10; n += 1) await callWith(await token({}, { kid: `made-up-${n}` }));
  expect(keyCalls()).toBe(2);
  clock.advance(30 * SECOND);
  await callWith(await token({}, { kid: 'made-up' }));
  await callWith(good);

  expect(keyCalls()).toBe(3);
});

test('what is refused for its form asks for no keys', async (t) => {
  const { call, callWith, token, keyCalls } = await serveTokens(t);

  await call('/api/status');
  await callWith('a.b.c');
  await callWith(await token({}, { kid: undefined }));
  await callWith((await token()).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url')));

  expect(keyCalls()).toBe(0);
});

test.for<[string, Fault]>([
  ['Entra fails', { kind: 'status', status: 500 }],
  ['Entra throttles', { kind: 'status', status: 429, retryAfter: 3600 }],
  ['the tenant is not there', { kind: 'status', status: 400, body: { error: 'invalid_tenant' } }],
  ['the connection is cut', { kind: 'reset' }],
  ['the answer is torn', { kind: 'truncate' }],
  ['the answer is a page', { kind: 'body', body: '<html>s3cret</html>' }],
  ['the answer is something else', { kind: 'body', body: { value: [] } }],
  ['no key is in it', { kind: 'body', body: { keys: [] } }],
  ['only keys that check nothing are in it', { kind: 'body', body: { keys: [{ kty: 'EC', kid: 'x' }, 1] } }],
])('503 keys-unavailable where %s; then it works again', async ([, fault], t) => {
  const { callWith, token, cloud, publish, key, logs } = await serveTokens(t);
  cloud.clearFaults();
  cloud.addFault({ ...fault, operation: 'entra.keys' });

  const answer = await callWith(await token());
  publish(key);
  const after = await callWith(await token());

  expectProblem(answer, 503, 'keys-unavailable');
  expect(answer.text).not.toContain('s3cret');
  expect(logs.map(({ message }) => message)).toContain('KeysUnavailable');
  expect(after.status).toBe(200);
});

test('an Entra that never answers is not waited for longer than 5 s', async (t) => {
  const { callWith, token, cloud } = await serveTokens(t);
  cloud.clearFaults();
  cloud.addFault({ kind: 'delay', ms: 60_000, operation: 'entra.keys' });
  const started = performance.now();

  const answers = await Promise.all([callWith(await token()), callWith(await token())]);

  for (const answer of answers) expectProblem(answer, 503, 'keys-unavailable');
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('one answer that is lost is asked for again at once', async (t) => {
  const { callWith, token, cloud, key } = await serveTokens(t);
  cloud.clearFaults();
  cloud.addFault({ kind: 'reset', operation: 'entra.keys', times: 1 });
  cloud.addFault({ kind: 'body', operation: 'entra.keys', body: { keys: [key.jwk] } });

  expect((await callWith(await token())).status).toBe(200);
});

test('while Entra is down the keys that are fresh go on, until they are 10 minutes old', async (t) => {
  const { call, callWith, token, cloud, clock } = await serveTokens(t);
  const good = await token();
  await callWith(good);
  cloud.clearFaults();
  cloud.addFault({ kind: 'status', status: 503, operation: 'entra.keys' });

  clock.advance(10 * MINUTE - 1);
  const fresh = await callWith(good);
  const unknown = await callWith(await token({}, { kid: 'entra-2' }));
  clock.advance(1);
  const old = await callWith(good);
  const none = await call('/api/status');
  const health = await call('/api/health');

  expect(fresh.status).toBe(200);
  // Whether it is a new key of Entra's cannot be said now.
  expectProblem(unknown, 503, 'keys-unavailable');
  expectProblem(old, 503, 'keys-unavailable');
  expectProblem(none, 401, 'unauthenticated');
  expect(health.status).toBe(200);
});
