// Several identities that run: together or not at all when asked for, side by side by the timer, each ready by itself.
import { describe, expect, onTestFinished, test } from 'vitest';
import { PROVIDERS } from '../../local/cloud/worlds/providers.ts';
import { StoreUnavailable } from '../../src/ports/store.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { list, only, rowsAt, runsOf, several, wordsBy } from '../harness/several.ts';
import { runsShape, statusShape } from '../harness/shapes.ts';
import { overStore } from '../harness/store-wraps.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';
import { waitFor } from '../harness/wait-for.ts';

describe('runs', () => {
  test('one of them alone', async (t) => {
    const served = await serveKeeper(t, several({}));

    const runs = runsOf(await served.post('/api/reconciliations?identity=hafen'));

    expect(runs.map(({ identity }) => identity)).toEqual(['hafen']);
    expect(wordsBy(await rowsAt(served))).toEqual({ hafen: 'pec' });
    expect(served.cloud.world.links.map(({ objectId }) => objectId)).toEqual([PROVIDERS.hafen.objectId]);
  });

  test.for([
    ['reconciliations', {}],
    ['onboarding-checks', { subscriptionId: '00000000-0000-4000-8000-000000000000' }],
    ['notifications/x/resend', {}],
  ] as const)('%s: query and body that name two of them are 400', async ([route, more], t) => {
    const served = await serveKeeper(t, several({}));

    const answer = await served.post(`/api/${route}?identity=hafen`, { ...more, identity: 'suedwind' });

    expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['identity']);
  });

  test('one is busy: none of all is begun, 409 names its run, and the others can be run alone', async (t) => {
    const served = await serveKeeper(t, several({}));
    served.cloud.addFault({
      kind: 'delay',
      ms: 1500,
      operation: 'partners.get',
      times: 1,
      ...only('suedwind'),
    });
    const first = served.post('/api/reconciliations?identity=suedwind');
    const underWay = await waitFor('the run to begin', async () => {
      const runs = await list(served, 'reconciliations', runsShape);
      return runs.find(({ state }) => state === 'running');
    });

    const all = await served.post('/api/reconciliations');
    const dry = await served.post('/api/reconciliations?dryRun=true');
    const begun = await list(served, 'reconciliations', runsShape);
    const alone = await served.post('/api/reconciliations?identity=nordlicht');

    for (const answer of [all, dry])
      expect(expectProblem(answer, 409, 'run-in-progress').runId).toBe(underWay.id);
    expect(begun.map(({ id }) => id)).toEqual([underWay.id]);
    expect(runsOf(alone)).toMatchObject([{ identity: 'nordlicht', state: 'succeeded' }]);
    expect(runsOf(await first)).toMatchObject([{ id: underWay.id, state: 'succeeded' }]);
  });

  test('one fails: the answer is 200 and tells it beside the others, which did their work', async (t) => {
    const served = await serveKeeper(t, several({}));
    served.cloud.addFault({
      kind: 'status',
      status: 403,
      operation: 'subscriptions.list',
      ...only('nordlicht'),
    });

    const runs = runsOf(await served.post('/api/reconciliations'));

    expect(runs.map(({ state }) => state)).toEqual(['failed', 'succeeded', 'succeeded']);
    expect((await rowsAt(served, '?identity=nordlicht')).length).toBe(0);
    expect((await rowsAt(served)).length).toBe(7);
  });

  test('the timer runs them side by side: one that hangs does not hold up the others', async (t) => {
    const { host, cloud, store } = await serveKeeper(t, several({}));
    cloud.addFault({ kind: 'delay', ms: 2000, operation: 'entra.token', times: 1, ...only('nordlicht') });

    const timer = host.invokeTimer('reconcile');
    const meanwhile = await waitFor('the others to end', async () => {
      const { items } = await store.listRuns({ limit: 10 });
      return items.filter(({ state }) => state === 'succeeded').length === 2 && items;
    });
    const { error } = await timer;

    expect(meanwhile.find(({ identity }) => identity === 'nordlicht')?.state).toBe('running');
    expect(error).toBeUndefined();
    expect((await store.listRuns({ limit: 10 })).items.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
    ]);
  });

  test.each([
    ['throws', new Error('a defect')],
    ['loses the store', new StoreUnavailable('away')],
  ])('and one that %s does not either: it stands in the log by its name', async (_, error) => {
    const t = { onTestFinished };
    const { host, store, logs } = await serveKeeper(
      t,
      several({
        wrapStore: (inner) =>
          overStore(inner, {
            acquireLease: (identity, runId, leaseMs) =>
              identity === 'hafen' ? Promise.reject(error) : inner.acquireLease(identity, runId, leaseMs),
          }),
      }),
    );

    const timer = await host.invokeTimer('reconcile');

    expect(timer.error).toBeUndefined();
    const { items } = await store.listRuns({ limit: 10 });
    expect(items.map(({ identity, state }) => `${identity} ${state}`).toSorted()).toEqual([
      'nordlicht succeeded',
      'suedwind succeeded',
    ]);
    expect(logs.filter(({ level }) => level === 'error').map(({ fields }) => fields['identity'])).toEqual([
      'hafen',
    ]);
  });
});

describe('ready', () => {
  test('only the identity whose token fails is named', async (t) => {
    const { call, cloud } = await serveKeeper(t, several({}));
    cloud.addFault({ kind: 'status', status: 401, operation: 'entra.token', ...only('hafen') });

    const problem = expectProblem(await call('/api/health/ready'), 503, 'not-ready');
    cloud.clearFaults();

    expect(namesOf(problem)).toEqual(['identity hafen']);
    expect((await call('/api/health/ready')).status).toBe(200);
  });

  test('only the identity whose runs do not come through is stale', async (t) => {
    const clock = testClock();
    const served = await serveKeeper(t, several({ clock }));
    await served.post('/api/reconciliations');
    clock.advance(13 * HOUR);
    await served.post('/api/reconciliations?identity=nordlicht');
    await served.post('/api/reconciliations?identity=suedwind');

    const problem = expectProblem(await served.call('/api/health/ready'), 503, 'not-ready');
    const status = statusShape.parse((await served.call('/api/status')).json).identities;

    expect(namesOf(problem)).toEqual(['identity hafen']);
    expect(status.map(({ stale }) => stale)).toEqual([false, true, false]);
  });
});
