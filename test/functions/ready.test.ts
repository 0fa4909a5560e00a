// The ready check: 200 where all is well, else 503 with one entry for each part, by name.
import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { createServiceFor, settingsFor } from '../harness/keeper.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';

const READY = '/api/health/ready';

test('it is ready before the first run, and after a good one', async (t) => {
  const { call, post } = await serveKeeper(t);

  const before = await call(READY);
  await post('/api/reconciliations');
  const after = await call(READY);

  expect(before.status).toBe(200);
  expect(after.status).toBe(200);
});

test('health takes no query while settings are wrong either, and lives on', async (t) => {
  const { call } = await serveKeeper(t, { settings: { PARTNER_ID: 'x' } });
  const urls = ['/api/health', '/api/health/ready'];

  const refused = await Promise.all(urls.map((url) => call(`${url}?verbose=s3cret&code=k`)));
  const statuses = await Promise.all(urls.map(async (url) => (await call(`${url}?code=k`)).status));

  for (const answer of refused)
    expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['verbose']);
  expect(refused.map(({ text }) => text).join()).not.toContain('s3cret');
  expect(statuses).toEqual([200, 503]);
});

test('Entra down: the identity is named, and nothing of what Entra said', async (t) => {
  const { call, cloud } = await serveKeeper(t);
  cloud.addFault({
    kind: 'status',
    operation: 'entra.token',
    status: 401,
    body: { error: 'invalid_client', error_description: 'AADSTS7000215: s3cret words of Entra' },
  });

  const answer = await call(READY);

  expect(namesOf(expectProblem(answer, 503, 'not-ready'))).toEqual(['identity default']);
  expect(answer.text).not.toContain('s3cret');
});

test('a token of another tenant is no token', async (t) => {
  const { call, cloud } = await serveKeeper(t);
  const token = await cloud.issueToken({ tid: '11111111-1111-4111-8111-111111111111', oid: 'x' });
  cloud.addFault({
    kind: 'body',
    operation: 'entra.token',
    body: { token_type: 'Bearer', expires_in: 3599, access_token: token },
  });

  expect(namesOf(expectProblem(await call(READY), 503, 'not-ready'))).toEqual(['identity default']);
});

test('however many ask at once, Entra and the store are asked once, and anew by who comes later', async (t) => {
  const held = Promise.withResolvers<void>();
  let looks = 0;
  const { cloud } = await serveKeeper(t);
  const store = new Proxy({} as StateStore, {
    get: (_, name) =>
      name === 'check'
        ? () => {
            looks += 1;
            return held.promise;
          }
        : () => Promise.resolve(undefined),
  });
  const service = createServiceFor(settingsFor(cloud.url, '/unused'), { store });

  const all = Array.from({ length: 50 }, () => service.unready());
  held.resolve();
  const answers = await Promise.all(all);
  const tokens = cloud.calls()['entra.token'];
  const later = await service.unready();

  expect(answers.concat([later]).every((unready) => unready?.length === 0)).toBe(true);
  expect(tokens).toBe(1);
  expect(looks).toBe(2);
});

describe('age', () => {
  test('a last good run is too old after twice the interval of the schedule', async (t) => {
    const clock = testClock();
    const { call, post } = await serveKeeper(t, { clock });
    await post('/api/reconciliations');

    clock.advance(12 * HOUR);
    const inTime = await call(READY);
    clock.advance(1);
    const tooLate = await call(READY);

    expect(inTime.status).toBe(200);
    expect(namesOf(expectProblem(tooLate, 503, 'not-ready'))).toEqual(['identity default']);
    expect((await call('/api/status')).json).toMatchObject({ identities: [{ stale: true }] });
  });

  test('failed runs do not make it younger, a dry run neither, a good one does', async (t) => {
    const clock = testClock();
    const { call, post, cloud } = await serveKeeper(t, { clock });
    await post('/api/reconciliations');
    clock.advance(13 * HOUR);
    cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list', times: 1 });

    await post('/api/reconciliations');
    const afterFailed = await call(READY);
    await post('/api/reconciliations?dryRun=true');
    const afterDry = await call(READY);
    await post('/api/reconciliations');
    const afterGood = await call(READY);

    expect([afterFailed.status, afterDry.status, afterGood.status]).toEqual([503, 503, 200]);
  });

  test('where no run ever came through, it counts from the first one', async (t) => {
    const clock = testClock();
    const { call, post, cloud } = await serveKeeper(t, { clock });
    cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' });
    await post('/api/reconciliations');
    const young = await call(READY);

    clock.advance(12 * HOUR + 1);
    const old = await call(READY);

    expect([young.status, old.status]).toEqual([200, 503]);
  });

  test('a schedule of working hours may be silent over the weekend', async (t) => {
    const clock = testClock('2024-03-01T17:00:00.000Z');
    const settings = { RECONCILE_SCHEDULE: '0 0 8-17 * * 1-5' };
    const { call, post } = await serveKeeper(t, { clock, settings });
    await post('/api/reconciliations');

    clock.advance(62 * HOUR);

    expect((await call(READY)).status).toBe(200);
  });
});

describe('store', () => {
  test('a folder that is none: STORE is named, the other routes are 503 store-unavailable', async (t) => {
    const { call, post, folder, logs } = await serveKeeper(t);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file');

    const ready = await call(READY);
    const others = await Promise.all([
      call('/api/status'),
      call('/api/subscriptions'),
      call('/api/subscriptions/00000000-0000-4000-8000-000000000000'),
      call('/api/reconciliations'),
      call('/api/reconciliations/x'),
      post('/api/reconciliations'),
    ]);

    const problem = expectProblem(ready, 503, 'not-ready');
    expect(namesOf(problem)).toEqual(['STORE']);
    for (const answer of others) expectProblem(answer, 503, 'store-unavailable');
    expect([ready, ...others].map(({ text }) => text).join()).not.toContain(folder);
    expect(logs.map(({ message }) => message)).toContain('StoreUnavailable');
    expect((await call('/api/health')).status).toBe(200);
  });

  test('a folder that cannot be made does not keep the app from starting', async (t) => {
    const { cloud } = await serveKeeper(t);
    const environment = settingsFor(cloud.url, '/dev/null/keeper');

    const service = createServiceFor(environment, {});

    expect((await service.unready())?.map(({ part }) => part)).toEqual(['STORE']);
  });

  test('store and identity at once are both named', async (t) => {
    const { call, cloud } = await serveKeeper(t, { wrapStore: () => brokenStore });
    cloud.addFault({ kind: 'status', status: 400, operation: 'entra.token', body: 'no' });

    const problem = expectProblem(await call(READY), 503, 'not-ready');

    expect(namesOf(problem).toSorted()).toEqual(['STORE', 'identity default']);
  });
});

const brokenStore = new Proxy({} as StateStore, {
  get: () => () => Promise.reject(new StoreUnavailable('away')),
});
