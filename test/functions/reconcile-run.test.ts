// What POST /api/reconciliations does: a dry run changes nothing, a busy identity is 409, a failed run is told, not hidden.
import { expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer, type Served } from '../harness/host.ts';
import { runShape, runsShape } from '../harness/shapes.ts';
import { waitFor } from '../harness/wait-for.ts';

test('a dry run over an unlinked world plans the link and leaves nothing behind but itself', async (t) => {
  const served = await serveKeeper(t);

  const dry = onlyRun(await served.post('/api/reconciliations', { dryRun: true }));

  expect(dry).toMatchObject({
    dryRun: true,
    state: 'partial',
    link: { before: { state: 'none' }, action: 'planned', after: { state: 'none' } },
    events: 0,
  });
  expect(served.cloud.linkHistory()).toHaveLength(1);
  expect((await served.call('/api/subscriptions')).json).toEqual({ value: [] });
  expect((await served.call('/api/status')).json).toMatchObject({
    identities: [{ principalId: null, link: { state: 'unreadable' }, lastRun: null }],
  });
  expect(await served.store.listEvents({ limit: 10 })).toEqual({ items: [] });
  expect((await served.call(`/api/reconciliations/${dry.id}`)).json).toEqual(dry);
});

test('a dry run between two runs changes neither rows nor status nor events', async (t) => {
  const served = await serveKeeper(t, { settings: { LINK_POLICY: 'heal' } });
  await served.post('/api/reconciliations');
  served.cloud.setLink('4343434');
  const before = await memoryOf(served);

  const dry = onlyRun(await served.post('/api/reconciliations?dryRun=true'));
  const after = await memoryOf(served);

  expect(after).toEqual(before);
  expect(dry).toMatchObject({
    link: { before: { state: 'other' }, action: 'planned', after: { state: 'other', partnerId: '4343434' } },
    totals: { pec: 0 },
    events: 0,
  });
  expect(dry.findings.map(({ code }) => code)).toEqual(['link-other-partner']);
  expect(served.cloud.linkHistory().at(-1)).toMatchObject({ by: 'other', partnerId: '4343434' });
});

test('a dry run that removes a customer in its mind lets the next real run tell it', async (t) => {
  const served = await serveKeeper(t);
  await served.post('/api/reconciliations');
  const lost = served.cloud.world.customers[0]?.subscriptions[0];
  if (lost !== undefined) lost.offers = [];

  const dry = onlyRun(await served.post('/api/reconciliations?dryRun=true'));
  const real = onlyRun(await served.post('/api/reconciliations'));

  expect(dry).toMatchObject({ totals: { pec: 3 }, events: 0 });
  expect(real).toMatchObject({ totals: { pec: 3 }, events: 2 });
  const row = await served.call(`/api/subscriptions/${demoSubscriptionId(1)}`);
  expect(row.json).toMatchObject({ recognition: 'none', findings: [{ code: 'removed' }] });
});

test('while a run is under way another is 409 with its id, and reads go on', async (t) => {
  const served = await serveKeeper(t);
  served.cloud.addFault({ kind: 'delay', ms: 1200, operation: 'subscriptions.list', times: 1 });

  const first = served.post('/api/reconciliations');
  const underWay = await waitFor('the run to begin', async () => {
    const { value } = runsShape.parse((await served.call('/api/reconciliations')).json);
    return value.find((run) => run.state === 'running');
  });
  const second = await served.post('/api/reconciliations');
  const dry = await served.post('/api/reconciliations?dryRun=true');
  const status = await served.call('/api/status');

  expect(expectProblem(second, 409, 'run-in-progress').runId).toBe(underWay.id);
  expect(expectProblem(dry, 409, 'run-in-progress').runId).toBe(underWay.id);
  expect(status.status).toBe(200);
  expect(underWay).not.toHaveProperty('endedAt');
  expect(onlyRun(await first).id).toBe(underWay.id);
  expect(onlyRun(await served.post('/api/reconciliations')).state).toBe('partial');
});

test('of many at once exactly one runs', async (t) => {
  const served = await serveKeeper(t);
  served.cloud.addFault({ kind: 'delay', ms: 300, operation: 'partners.get', times: 1 });

  const answers = await Promise.all(Array.from({ length: 8 }, () => served.post('/api/reconciliations')));

  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual([
    '200',
    ...Array<string>(7).fill('409'),
  ]);
});

test.each([
  ['Entra says no', { kind: 'status', status: 401, operation: 'entra.token' }, 'token-failed'],
  [
    'the listing is refused',
    { kind: 'status', status: 403, operation: 'subscriptions.list' },
    'listing-failed',
  ],
] as const)('a run that fails because %s is 200 and says so', async (_, fault, code) => {
  const served = await serveKeeper({ onTestFinished });
  served.cloud.addFault(fault);

  const run = onlyRun(await served.post('/api/reconciliations'));

  expect(run.state).toBe('failed');
  expect(run.findings.map((finding) => finding.code)).toContain(code);
  expect((await served.call('/api/status')).json).toMatchObject({
    identities: [{ lastRun: { id: run.id, state: 'failed' } }],
  });
});

async function memoryOf({ call, store }: Served): Promise<unknown[]> {
  const rows = await call('/api/subscriptions');
  const status = await call('/api/status');
  return [
    rows.json,
    status.json,
    await store.listEvents({ limit: 100 }),
    await store.readIdentity('default'),
  ];
}

function onlyRun(answer: Answer) {
  expect(answer.status).toBe(200);
  const { value } = runsShape.parse(answer.json);
  expect(value).toHaveLength(1);
  return runShape.parse(value[0]);
}
