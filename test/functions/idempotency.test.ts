// Idempotency-Key on POSTs over HTTP (contract §7.1): the work is done once, and its answer given again.
import { expect, test } from 'vitest';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { overStore } from '../harness/store-wraps.ts';
import { isReplayed, postTo, RUNS, serveStory, type Post } from '../harness/post-with-key.ts';
import { storyWorld } from '../harness/story-world.ts';
import { SECOND } from '../harness/test-clock.ts';
import { serveTokens } from '../harness/tokens.ts';

const CHECKS = '/api/onboarding-template-checks';
const LIST = JSON.stringify({ authorizations: [] });

test('the same key gets the same answer, byte by byte, and nothing is done again', async () => {
  const { send, runs } = await serveStory();

  const first = await send({ key: 'a' });
  const again = await send({ key: 'a' });

  expect(first.status).toBe(200);
  expect([isReplayed(first), isReplayed(again)]).toEqual([null, 'true']);
  expect(again).toMatchObject({ status: 200, text: first.text });
  for (const name of ['content-type', 'cache-control'])
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  expect(await runs()).toBe(1);
});

test('another key, another path and no key at all are other requests', async () => {
  const { send, post, runs } = await serveStory();
  await send({ key: 'a' });

  const answers = [await send({ key: 'b' }), await post(RUNS), await send({ key: 'A' })];
  const check = await send({ path: CHECKS, key: 'a', body: LIST });

  expect(answers.map(isReplayed)).toEqual([null, null, null]);
  expect([check.status, isReplayed(check)]).toEqual([200, null]);
  expect(await runs()).toBe(4);
});

test.each<[what: string, first: Omit<Post, 'key'>, second: Omit<Post, 'key'>]>([
  ['another body', { body: '{"dryRun":true}' }, { body: '{"dryRun":false}' }],
  ['a body where there was none', {}, { body: '{}' }],
  ['another query', { path: `${RUNS}?dryRun=true` }, { path: RUNS }],
  ['the same in the query', { body: '{"dryRun":true}' }, { path: `${RUNS}?dryRun=true` }],
])('the key with %s is 422, and does nothing', async (_, first, second) => {
  const { send, runs } = await serveStory();
  await send({ key: 'a', ...first });

  expectProblem(await send({ key: 'a', ...second }), 422, 'idempotency-key-reused');

  expect(await runs()).toBe(1);
  expect(isReplayed(await send({ key: 'a', ...first }))).toBe('true');
});

test('the order of the query, and what the host takes from it, make no other request', async () => {
  const { send, runs } = await serveStory();
  await send({ key: 'a', path: `${RUNS}?dryRun=true&identity=default&code=x` });

  const again = await send({ key: 'a', path: `${RUNS}?identity=default&dryRun=true&clientId=y` });

  expect(isReplayed(again)).toBe('true');
  expect(await runs()).toBe(1);
});

test('while it is under way the key is 409, with another body 422, and one alone does the work', async () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { send, runs } = await serveStory({
    wrapStore: (store) =>
      overStore(store, {
        acquireLease: async (...lease) => {
          begin();
          await opened;
          return store.acquireLease(...lease);
        },
      }),
  });

  const first = send({ key: 'a' });
  await begun;
  const meanwhile = await send({ key: 'a' });
  const other = await send({ key: 'a', body: '{"dryRun":true}' });
  open();

  expectProblem(meanwhile, 409, 'idempotency-in-progress');
  expectProblem(other, 422, 'idempotency-key-reused');
  expect((await first).status).toBe(200);
  expect(await send({ key: 'a' })).toMatchObject({ text: (await first).text });
  expect(await runs()).toBe(1);
});

test('of ten at once one does the work', async () => {
  const { send, runs } = await serveStory();

  const answers = await Promise.all(Array.from({ length: 10 }, () => send({ key: 'a' })));

  expect(await runs()).toBe(1);
  for (const { status } of answers) expect([200, 409]).toContain(status);
  expect(answers.filter((answer) => answer.status === 200 && isReplayed(answer) === null)).toHaveLength(1);
});

test('what was refused or failed is not kept: the key is free for another try', async () => {
  const { send, runs, store } = await serveStory();
  const held = await store.acquireLease('default', 'run-x', 60 * SECOND);

  expectProblem(await send({ key: 'a', body: '{"dryRun":1}' }), 400, 'invalid-request');
  expectProblem(await send({ key: 'a' }), 409, 'run-in-progress');
  if (held.kind === 'granted') await store.releaseLease(held.lease);
  const good = await send({ key: 'a', body: '{"dryRun":true}' });

  expect(good.status).toBe(200);
  expect(isReplayed(good)).toBeNull();
  expect(await runs()).toBe(1);
});

test.each([
  ['empty', ''],
  ['129 characters', 'x'.repeat(129)],
  ['with a tab', 'a\tb'],
  ['beyond ASCII', 'schlüssel'],
])('a key that is %s is 400 and named, and nothing is done', async (_, key) => {
  const { send, runs } = await serveStory();

  const problem = expectProblem(await send({ key }), 400, 'invalid-request');

  expect(namesOf(problem)).toEqual(['Idempotency-Key']);
  expect(await runs()).toBe(0);
});

test.each([
  ['one character', '~'],
  ['128 characters, spaces and signs among them', `${'{"k" : 1} '.repeat(12)}12345678`],
])('a key of %s is good', async (_, key) => {
  const { send } = await serveStory();
  await send({ key });

  expect(isReplayed(await send({ key }))).toBe('true');
});

test.each([RUNS, CHECKS, '/api/notifications/x/resend'])('POST %s takes a key', async (path) => {
  const { send } = await serveStory();

  const problem = expectProblem(await send({ path, key: '' }), 400, 'invalid-request');

  expect(namesOf(problem)).toEqual(['Idempotency-Key']);
});

test('a read does not look at the key', async () => {
  const { call } = await serveStory();

  const answer = await call('/api/status', { headers: { 'idempotency-key': '' } });

  expect(answer.status).toBe(200);
});

test('an answer of some hundred KB is given again as it was', async () => {
  const { send, post } = await serveStory();
  await post(RUNS);
  const principal = (n: number) => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const authorizations = Array.from({ length: 1200 }, (_, n) => ({
    principalId: principal(n),
    roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  }));
  const body = JSON.stringify({ authorizations });

  const first = await send({ path: CHECKS, key: 'a', body });
  const again = await send({ path: CHECKS, key: 'a', body });

  expect(first.text.length).toBeGreaterThan(100_000);
  expect(again.text).toBe(first.text);
  expect(isReplayed(again)).toBe('true');
});

test('each caller has keys of its own, and who may not call is told nothing of any answer', async (t) => {
  const served = await serveTokens(t, { cloud: { world: storyWorld() } });
  const send = postTo(served);
  const bearer = async (claims: Record<string, unknown>) => ({
    authorization: `Bearer ${await served.token(claims)}`,
  });
  const mine = await bearer({ roles: ['Keeper.Operate'] });
  const others = await bearer({ roles: ['Keeper.Operate'], oid: '5a1dbe0e-0c1f-4a55-9a3c-9d1f6c1e7a99' });
  const readers = await bearer({ roles: ['Keeper.Read'] });

  const first = await send({ key: 'a', headers: mine });
  const theirs = await send({ key: 'a', headers: others, body: '{"dryRun":true}' });
  const refused = await send({ key: 'a', headers: readers });
  const badKey = await send({ key: '', headers: {} });

  expect(first.status).toBe(200);
  expect(isReplayed(theirs)).toBeNull();
  expect(theirs.status).toBe(200);
  expectProblem(refused, 403, 'forbidden');
  expectProblem(badKey, 401, 'unauthenticated');
  expect(isReplayed(await send({ key: 'a', headers: mine }))).toBe('true');
});
