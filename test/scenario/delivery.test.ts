// Receivers that fail: tried again with patience, asked to wait, gone for good, given up, and taken up by hand.
import { describe, expect, it, test } from 'vitest';
import { shareApp } from '../../src/app.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { subscriptionOf } from '../harness/days.ts';
import { collector, createAppFor, type Cleanup, type Environment } from '../harness/keeper.ts';
import { hooked, MINUTE, serveNotified, sinksOf, tries, type Notified } from '../harness/notified.ts';
import { DAY, HOUR, SECOND } from '../harness/test-clock.ts';

const webhookOnly = (url: string) => ({ ...sinksOf(url), NOTIFY_TEAMS_URL: undefined });

/** A keeper with its baseline, over a world that has lost a customer, whose receiver fails. */
async function serveFailing(t: Cleanup, fault: object): Promise<Notified> {
  const served = await serveNotified(t, { settings: webhookOnly });
  await served.run();
  subscriptionOf(served.cloud.world, 1).offers = [];
  served.cloud.addFault({ kind: 'status', status: 500, operation: 'sink.hook', ...fault });
  await served.run();
  return served;
}

describe('a receiver that fails', () => {
  it('is tried right after the run, then after ten seconds at most, and hears it once', async (t) => {
    const { cloud, deliverAfter, notifications } = await serveFailing(t, { times: 1 });
    const failing = await notifications();

    await deliverAfter(0);
    const atOnce = tries(cloud, 'hook');
    await deliverAfter(10 * SECOND);
    await deliverAfter(HOUR);

    expect(failing).toEqual([{ name: 'webhook', state: 'retrying', pending: 1, deadLetters: [] }]);
    expect(atOnce).toBe(2);
    expect(hooked(cloud)).toHaveLength(2);
    expect(tries(cloud, 'hook')).toBe(3);
    expect(await notifications()).toEqual([{ name: 'webhook', state: 'ok', pending: 0, deadLetters: [] }]);
  });

  it('is sent the same message under the same id, signed anew', async (t) => {
    const { cloud, deliverAfter } = await serveFailing(t, { times: 1 });

    await deliverAfter(MINUTE);

    const [, first, second] = cloud.received('hook');
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(Number(second?.headers['webhook-timestamp'])).toBe(
      Number(first?.headers['webhook-timestamp']) + 60,
    );
  });

  it.for([{ kind: 'reset' }, { kind: 'status', status: 302, location: '/_sink/elsewhere' }] as const)(
    'by %j: it is tried again, and no redirect is followed',
    async (fault, t) => {
      const served = await serveNotified(t, { settings: webhookOnly });
      served.cloud.addFault({ ...fault, operation: 'sink.hook', times: 1 });

      await served.run();
      await served.deliverAfter(MINUTE);

      expect(hooked(served.cloud)).toHaveLength(1);
      expect(tries(served.cloud, 'hook')).toBe(2);
      expect(served.cloud.received('elsewhere')).toEqual([]);
    },
  );

  it('does not keep another one from hearing it', async (t) => {
    const { cloud, run } = await serveNotified(t);
    cloud.addFault({ kind: 'status', status: 500, operation: 'sink.teams' });

    await run();

    expect(hooked(cloud)).toHaveLength(1);
    expect(tries(cloud, 'teams')).toBe(1);
  });

  it('hears of later runs at once, and of earlier ones when it comes through again', async (t) => {
    const { cloud, run, deliverAfter } = await serveFailing(t, { times: 2 });
    subscriptionOf(cloud.world, 4).offers = [];

    await run();
    await deliverAfter(HOUR);

    const lost = hooked(cloud)
      .flatMap(({ data }) => data.events)
      .filter(({ type }) => type === 'recognition.lost');
    expect(lost.map(({ subscriptionId = '' }) => subscriptionId.slice(-2)).toSorted()).toEqual(['01', '04']);
  });

  it('the answer of the run is the run, whatever became of its message', async (t) => {
    const { cloud, clock, post } = await serveNotified(t);
    cloud.addFault({ kind: 'reset', operation: 'sink.' });
    clock.advance(6 * HOUR);

    const answer = await post('/api/reconciliations');

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ value: [{ events: 1, state: 'partial' }] });
  });
});

describe('Retry-After', () => {
  it.for<[string, number | string]>([
    ['in seconds', 7200],
    ['as a date', new Date(Date.parse('2024-03-01T18:17:00Z') + 7_200_000).toUTCString()],
  ])('%s is kept, by later messages too', async ([, retryAfter], t) => {
    const { cloud, deliverAfter, post } = await serveFailing(t, { status: 429, retryAfter, times: 1 });
    subscriptionOf(cloud.world, 4).offers = [];

    await post('/api/reconciliations');
    await deliverAfter(2 * HOUR - 1);
    const early = tries(cloud, 'hook');
    await deliverAfter(1);

    expect(early).toBe(2);
    expect(hooked(cloud)).toHaveLength(3);
  });

  it('of more than a day is a day', async (t) => {
    const { cloud, deliverAfter } = await serveFailing(t, { status: 503, retryAfter: 1_000_000, times: 1 });

    await deliverAfter(DAY - 1);
    const early = tries(cloud, 'hook');
    await deliverAfter(1);

    expect([early, tries(cloud, 'hook')]).toEqual([2, 3]);
  });
});

describe('410', () => {
  it('disables the receiver until its setting changes; what was on its way is dead', async (t) => {
    const served = await serveFailing(t, { status: 410, times: 1 });
    const { cloud, run, deliverAfter, notifications, environment, store, clock, logs } = served;
    const disabled = await notifications();

    subscriptionOf(cloud.world, 4).offers = [];
    await run();
    await deliverAfter(DAY);
    const whileDisabled = tries(cloud, 'hook');
    shareApp(
      createAppFor(
        { ...environment, NOTIFY_WEBHOOK_URL: `${cloud.url}/_sink/hook?new` },
        { store, clock, logger: collector(logs) },
      ),
    );
    subscriptionOf(cloud.world, 5).offers = [];
    await run();

    const id = disabled[0]?.deadLetters[0]?.id;
    expect(disabled).toEqual([
      {
        name: 'webhook',
        state: 'disabled',
        pending: 0,
        deadLetters: [{ id, attempts: 1, lastStatus: 410, at: '2024-03-01T18:17:00.000Z' }],
      },
    ]);
    expect(whileDisabled).toBe(2);
    expect(tries(cloud, 'hook')).toBe(3);
    expect(
      hooked(cloud)
        .at(-1)
        ?.data.events.map(({ subscriptionId }) => subscriptionId?.slice(-2)),
    ).toContain('05');
    expect(await notifications()).toMatchObject([{ state: 'ok', deadLetters: [{ id }] }]);
  });
});

describe('a dead letter', () => {
  /** Ten tries in vain. */
  async function serveDead(t: Cleanup): Promise<Notified & { id: string }> {
    const served = await serveFailing(t, {});
    for (let n = 0; n < 15; n += 1) await served.deliverAfter(HOUR);
    const [receiver] = await served.notifications();
    expect(receiver).toMatchObject({ state: 'ok', pending: 0 });
    expect(receiver?.deadLetters).toHaveLength(1);
    return { ...served, id: receiver?.deadLetters[0]?.id ?? '' };
  }

  it('is what ten tries in vain leave, in the status', async (t) => {
    const { cloud, notifications, id } = await serveDead(t);

    expect(tries(cloud, 'hook')).toBe(1 + 10);
    expect(await notifications()).toMatchObject([{ deadLetters: [{ id, attempts: 10, lastStatus: 500 }] }]);
  });

  it('is sent once more on demand, under its id, and gone when it arrives', async (t) => {
    const { cloud, post, notifications, id } = await serveDead(t);
    cloud.clearFaults();

    const answer = await post(`/api/notifications/${id}/resend?identity=default`);
    const again = await post(`/api/notifications/${id}/resend`);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ id, state: 'delivered', attempts: 1, lastStatus: null });
    expect(cloud.received('hook').at(-1)?.headers['webhook-id']).toBe(id);
    expect(hooked(cloud)).toHaveLength(2);
    expectProblem(again, 404, 'notification-not-found');
    expect(await notifications()).toEqual([{ name: 'webhook', state: 'ok', pending: 0, deadLetters: [] }]);
  });

  it('that fails again is on its way again, with all its tries', async (t) => {
    const { cloud, post, notifications, deliverAfter, id } = await serveDead(t);

    const answer = await post(`/api/notifications/${id}/resend`);
    const retrying = await notifications();
    cloud.clearFaults();
    await deliverAfter(MINUTE);

    expect(answer.json).toEqual({ id, state: 'retrying', attempts: 1, lastStatus: 500 });
    expect(retrying).toEqual([{ name: 'webhook', state: 'retrying', pending: 1, deadLetters: [] }]);
    expect(hooked(cloud).at(-1)?.id).toBe(id);
  });

  it('for a receiver that is gone stays dead, and then nothing is sent there', async (t) => {
    const { cloud, post, id } = await serveDead(t);
    cloud.clearFaults();
    cloud.addFault({ kind: 'status', status: 410, operation: 'sink.hook' });

    const first = await post(`/api/notifications/${id}/resend`);
    const second = await post(`/api/notifications/${id}/resend`);

    expect(first.json).toEqual({ id, state: 'dead', attempts: 1, lastStatus: 410 });
    expectProblem(second, 409, 'receiver-unavailable');
    expect(tries(cloud, 'hook')).toBe(1 + 10 + 1);
  });

  it.for<[string, Environment]>([
    ['is set no more', { NOTIFY_WEBHOOK_URL: '' }],
    ['is refused', { NOTIFY_WEBHOOK_URL: 'https://10.0.0.1/' }],
    ['has no secret', { NOTIFY_WEBHOOK_SECRET: '' }],
  ])('for a receiver that %s is 409', async ([, settings], t) => {
    const { environment, store, clock, logs, post, id } = await serveDead(t);
    shareApp(createAppFor({ ...environment, ...settings }, { store, clock, logger: collector(logs) }));

    expectProblem(await post(`/api/notifications/${id}/resend`), 409, 'receiver-unavailable');
  });

  it('whose identity is sending at this moment is 409', async (t) => {
    const { cloud, post, store, id } = await serveDead(t);
    const held = await store.acquireLease('delivery!default', 'another', MINUTE);

    const answer = await post(`/api/notifications/${id}/resend`);

    expect(held.kind).toBe('granted');
    expectProblem(answer, 409, 'delivery-in-progress');
    expect(tries(cloud, 'hook')).toBe(11);
  });
});

describe('POST /api/notifications/{id}/resend', () => {
  test.for<[path: string, body: unknown, names: string[]]>([
    ['x/resend?top=1', undefined, ['top']],
    ['x/resend?identity=nobody', undefined, ['identity']],
    ['x/resend', { identity: 'nobody' }, ['/identity']],
    ['x/resend', { identity: 7 }, ['/identity']],
    ['x/resend', { id: 'x', more: 1 }, ['/id', '/more']],
    ['x/resend', [], ['']],
    ['x/resend?identity=default', { identity: 'other' }, ['/identity']],
    [`${'x'.repeat(129)}/resend`, undefined, ['id']],
  ])('%s with %j is 400', async ([path, body, names], t) => {
    const { post } = await serveNotified(t);

    const answer = await post(`/api/notifications/${path}`, body);

    expect(namesOf(expectProblem(answer, 400, 'invalid-request')).toSorted()).toEqual(names);
  });

  it('is 404 for what is no dead letter, also where no receiver is set', async (t) => {
    const { post } = await serveNotified(t, { settings: {} });

    expectProblem(await post('/api/notifications/x/resend'), 404, 'notification-not-found');
  });

  it('needs more than a key that may only read', async (t) => {
    const { post } = await serveNotified(t, { settings: { FUNCTION_KEY_ACCESS: 'read' } });

    expectProblem(await post('/api/notifications/x/resend'), 403, 'forbidden');
  });
});
