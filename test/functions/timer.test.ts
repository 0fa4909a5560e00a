// The timer runs the loop, by its schedule or by hand, and nothing that goes wrong in a run leaves it.
import { expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/ports/store.ts';
import { serveKeeper } from '../harness/host.ts';
import { runsShape } from '../harness/shapes.ts';
import { overStore } from '../harness/store-wraps.ts';
import { waitFor } from '../harness/wait-for.ts';

test('run by hand over the admin call it answers 202, and a run with trigger timer appears', async (t) => {
  const { call } = await serveKeeper(t);

  const answer = await call('/admin/functions/reconcile', {
    method: 'POST',
    body: '{"input": ""}',
    headers: { 'content-type': 'application/json' },
  });
  const run = await waitFor('the run to end', async () => {
    const { value } = runsShape.parse((await call('/api/reconciliations')).json);
    return value.find(({ state }) => state !== 'running');
  });

  expect(answer).toMatchObject({ status: 202, text: '' });
  expect(run).toMatchObject({ trigger: 'timer', dryRun: false, state: 'partial' });
});

test('a run that fails is in the log and in the list, and the timer itself succeeds', async (t) => {
  const { host, cloud, store, logs } = await serveKeeper(t);
  cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list' });

  const { error } = await host.invokeTimer('reconcile');

  expect(error).toBeUndefined();
  expect((await store.listRuns({ limit: 10 })).items).toMatchObject([{ trigger: 'timer', state: 'failed' }]);
  expect(logs).toContainEqual({
    level: 'info',
    message: 'ReconcileCompleted',
    fields: expect.objectContaining({ identity: 'default', state: 'failed' }) as unknown,
  });
});

test('a store that is away does not throw out of the timer', async (t) => {
  const { host, logs } = await serveKeeper(t, {
    wrapStore: (store) =>
      overStore(store, { acquireLease: () => Promise.reject(new StoreUnavailable('away')) }),
  });

  const { error } = await host.invokeTimer('reconcile');

  expect(error).toBeUndefined();
  expect(logs.map(({ level, message }) => `${level} ${message}`)).toEqual(['error ReconcileFailed']);
});

test('a timer that meets a run under way waits for it, says so, and does not do it again', async (t) => {
  const { app, host, cloud, logs, store } = await serveKeeper(t);
  cloud.addFault({ kind: 'delay', ms: 800, operation: 'partners.get', times: 1 });
  const first = (await app.openService())?.reconcile('default', {
    trigger: 'http',
    dryRun: false,
    budgetMs: 20_000,
  });
  const underWay = await waitFor(
    'the run to begin',
    async () => (await store.listRuns({ limit: 1 })).items[0],
  );

  const { error } = await host.invokeTimer('reconcile');

  expect(error).toBeUndefined();
  await first;
  expect(logs.map(({ message }) => message)).toEqual(['ReconcileCompleted', 'ReconcileSkipped']);
  expect(logs[1]?.fields).toEqual({ identity: 'default', runId: underWay.id });
  expect((await store.listRuns({ limit: 10 })).items).toHaveLength(1);
});

test('each run leaves one line with its numbers', async (t) => {
  const { host, store, logs } = await serveKeeper(t);

  await host.invokeTimer('reconcile');

  const [run] = (await store.listRuns({ limit: 1 })).items;
  const calls = Object.values(run?.calls ?? {}).reduce((sum, count) => sum + count, 0);
  expect(logs).toEqual([
    {
      level: 'info',
      message: 'ReconcileCompleted',
      fields: {
        runId: run?.id,
        identity: 'default',
        state: 'partial',
        dryRun: false,
        scopes: 14,
        pec: 4,
        pecPartial: 1,
        palOnly: 1,
        none: 3,
        lost: 0,
        unknown: 5,
        notDelegated: 1,
        linkState: 'right',
        calls,
        durationMs: Date.parse(run?.endedAt ?? '') - Date.parse(run?.startedAt ?? ''),
      },
    },
  ]);
});
