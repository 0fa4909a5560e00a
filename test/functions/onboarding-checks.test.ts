// POST /api/onboarding-checks over HTTP: every line of the table of contract §7.2.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Fault } from '../../local/cloud/faults.ts';
import { demoExpected } from '../../local/cloud/worlds/demo.ts';
import { checkDemo } from '../harness/checked.ts';
import { subscriptionOf } from '../harness/days.ts';
import { serveKeeper } from '../harness/host.ts';
import { eventsOf, rowsOf } from '../harness/run-once.ts';
import { MINUTE } from '../harness/notified.ts';
import { testClock } from '../harness/test-clock.ts';
import { serveAfterRun } from '../harness/after-run.ts';

const NOWHERE = 77;

test('says of every subscription of the demo what a run says of it, in at most four calls with a token of its own', async () => {
  const { check, rowOf, cloud, told } = await serveAfterRun();

  for (const [id, truth] of demoExpected) {
    const n = Number(id.slice(-2));
    const before = await rowOf(n);
    const { check: answer, armCalls, tokens } = await check(n);
    const { checkedAt, retryAfterSeconds: _, ...shown } = answer;

    expect(armCalls).toBeLessThanOrEqual(4);
    expect(tokens).toBe(1);
    const isRow = truth !== 'own-tenant' && truth !== 'not-delegated';
    const observedAt = truth === 'unreadable' ? before?.observedAt : checkedAt;
    expect(await rowOf(n)).toEqual(isRow ? shown : undefined);
    expect(before).toEqual(isRow ? { ...shown, observedAt: before?.observedAt } : undefined);
    expect(shown.observedAt).toBe(observedAt);
  }
  expect(await told()).toEqual([]);
  expect(cloud.linkHistory()).toHaveLength(2);
});

describe('what is seen', () => {
  test('delegated: row, events, status and lists follow', async () => {
    const { cloud, check, rowOf, told, totals, call } = await serveAfterRun();
    const customer = subscriptionOf(cloud.world, 1);
    const { offers } = customer;
    customer.offers = [];
    await check(1);
    customer.offers = offers;
    const before = await totals();

    const { line, check: answer } = await check(1);

    expect(line).toBe('pec');
    expect(await told()).toEqual([
      'delegation.removed 01',
      'delegation.returned 01',
      'recognition.gained none>pec 01',
      'recognition.lost pec>none 01',
    ]);
    expect((await rowOf(1))?.recognition).toBe('pec');
    expect(await totals()).toEqual({ ...before, pec: (before?.pec ?? 0) + 1, none: (before?.none ?? 0) - 1 });
    const listed = (await call(`/api/subscriptions?recognition=pec`)).text;
    expect(listed).toContain(answer.subscriptionId);
    const history = await call(`/api/subscriptions/${answer.subscriptionId}/events`);
    expect(history.text).toContain('delegation.returned');
  });

  test('newly delegated: a row that was not there, in its place in the list', async () => {
    const { cloud, check, rowOf, told, call, totals } = await serveAfterRun();
    const { offers } = subscriptionOf(cloud.world, 1);
    subscriptionOf(cloud.world, 15).offers = offers;
    const before = await totals();

    expect((await check(15)).line).toBe('pec');

    expect(await told()).toEqual(['delegation.added 15', 'recognition.gained none>pec 15']);
    expect((await rowOf(15))?.since).toBe((await rowOf(15))?.observedAt);
    expect((await totals())?.pec).toBe((before?.pec ?? 0) + 1);
    const ids: string[] = [];
    let next: string | undefined = '/api/subscriptions?top=4';
    while (next !== undefined) {
      const { json } = await call(next);
      const page = json as { value: { subscriptionId: string }[]; nextLink?: string };
      ids.push(...page.value.map(({ subscriptionId }) => subscriptionId));
      next = page.nextLink === undefined ? undefined : page.nextLink.slice(page.nextLink.indexOf('/api'));
    }
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toContain(demoSubscriptionId(15));
    expect(ids).toHaveLength(15);
  });

  test('not visible and no row: no row, no event, and ask again, seldom after a quarter of an hour', async () => {
    const { clock, check, rowOf, told, call } = await serveAfterRun();

    const first = await check(NOWHERE);
    clock.advance(14 * MINUTE);
    const second = await check(NOWHERE);
    clock.advance(MINUTE);
    const third = await check(NOWHERE);

    expect(first.line).toBe('unknown not-visible-yet | 60');
    expect(first.check).not.toHaveProperty('displayName');
    expect(first.check).not.toHaveProperty('tenantId');
    expect(first.check).not.toHaveProperty('state');
    expect([second.line, third.line]).toEqual([
      'unknown not-visible-yet | 60',
      'unknown not-visible-yet | 900',
    ]);
    expect(await rowOf(NOWHERE)).toBeUndefined();
    expect(await told()).toEqual([]);
    expect((await call(`/api/subscriptions/${demoSubscriptionId(NOWHERE)}/events`)).status).toBe(404);
  });

  test('not visible and a row stands: the confirmed removal, told once', async () => {
    const { cloud, check, rowOf, told } = await serveAfterRun();
    subscriptionOf(cloud.world, 5).offers = [];

    expect((await check(5)).line).toBe('none removed');
    expect((await rowOf(5))?.recognition).toBe('none');
    expect((await check(5)).line).toBe('none removed | 60');

    expect(await told()).toEqual(['delegation.removed 05', 'recognition.lost pal-only>none 05']);
  });

  test('visible and nothing delegated: no row, and ask again', async () => {
    const { clock, check, rowOf } = await serveAfterRun();

    expect((await check(15)).line).toBe('none not-delegated | 60');
    clock.advance(15 * MINUTE);
    expect((await check(15)).line).toBe('none not-delegated | 900');
    expect(await rowOf(15)).toBeUndefined();
  });

  test("of the provider's own tenant", async () => {
    const { check, rowOf } = await serveAfterRun();

    expect((await check(16)).line).toBe('none own-tenant');
    expect(await rowOf(16)).toBeUndefined();
  });

  test.each<[string, Fault, string]>([
    [
      'its delegations fail',
      { kind: 'status', status: 403, operation: 'registrationAssignments' },
      'read-failed',
    ],
    [
      'the subscription fails',
      { kind: 'status', status: 400, operation: 'subscriptions.get' },
      'read-failed',
    ],
    [
      'the token fails',
      { kind: 'status', status: 400, operation: 'entra.token', body: { error: 'invalid_client' } },
      'token-failed',
    ],
    ['the link fails', { kind: 'status', status: 403, operation: 'partners.get' }, 'link-unreadable'],
  ])('%s: unknown, the row too, and no event', async (_, fault, finding) => {
    const { cloud, check, rowOf, told, totals } = await serveAfterRun();
    const before = await totals();
    cloud.addFault(fault);

    const { line, check: answer } = await check(1);

    expect(line).toBe(`unknown ${finding} | 60`);
    expect(await rowOf(1)).toMatchObject({
      recognition: 'unknown',
      observedAt: answer.observedAt,
      findings: [{ code: finding }],
    });
    expect((await totals())?.unknown).toBe((before?.unknown ?? 0) + 1);
    cloud.clearFaults();
    expect((await check(1)).line).toBe('pec');
    expect(await told()).toEqual([]);
  });

  test('a token for another principal: nothing is read and the row stays', async () => {
    const { cloud, check, rowOf } = await serveAfterRun();
    const before = await rowOf(1);
    const [principal] = cloud.world.principals;
    if (principal !== undefined) principal.objectId = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b0ff';

    const { line, armCalls } = await check(1);

    expect([line, armCalls]).toEqual(['unknown link-principal-mismatch', 0]);
    expect(await rowOf(1)).toEqual(before);
  });
});

test('a principal that has no link, or another partner’s, is told so, and the link stays as it is', async () => {
  const { cloud, check } = await serveAfterRun();
  cloud.setLink(null);
  const missing = await check(1);
  cloud.setLink('7000001');
  const other = await check(1);

  expect([missing.line, other.line]).toEqual(['none link-missing', 'none link-other-partner']);
  expect(cloud.linkHistory().at(-1)).toMatchObject({ partnerId: '7000001' });
});

test('before any run it answers, and the baseline run tells nothing of it', async () => {
  const served = await serveKeeper({ onTestFinished }, { clock: testClock() });
  served.cloud.setLink('4242424');

  expect((await checkDemo(served, 1)).line).toBe('pec');
  expect((await served.call(`/api/subscriptions/${demoSubscriptionId(1)}`)).status).toBe(200);
  expect((await served.post('/api/reconciliations')).status).toBe(200);

  expect(await eventsOf(served.store)).toEqual([]);
  expect((await rowsOf(served.store)).map(({ subscriptionId }) => subscriptionId)).toContain(
    demoSubscriptionId(1),
  );
});
