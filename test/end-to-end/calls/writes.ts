// The calls that do something, and the timers: each leaves the demo as it was found.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { demoSubscriptionId } from '../../../local/cloud/worlds/demo-ids.ts';
import { sendChunked } from '../../harness/chunked.ts';
import { expectProblem, namesOf } from '../../harness/expect-problem.ts';
import { expectedListShape, expectedShape, runsShape } from '../../harness/shapes.ts';
import type { Client } from '../client.ts';
import { callsOf } from '../deployment.ts';
import type { Calls } from './call.ts';

const EARNING = demoSubscriptionId(1);

export const WRITES: Calls = {
  'POST /reconciliations': async ({ keeper, azure }) => {
    const writes = async () => {
      const calls = await callsOf(azure);
      return [calls['partner.create'], calls['partner.update']];
    };
    const before = await writes();

    const dry = await keeper.post('/reconciliations', { dryRun: true });
    const unknown = await keeper.post('/reconciliations', { dryrun: true });
    const code = keeper.keys === undefined ? '' : `?code=${encodeURIComponent(keeper.keys.host)}`;
    const chunked = await sendChunked('POST', `${keeper.url}/api/reconciliations${code}`, [
      '{"dryRun":',
      'true}',
    ]);

    expect(runsShape.parse(dry.json).value).toMatchObject([
      { trigger: 'http', dryRun: true, state: 'partial' },
    ]);
    expect(await writes()).toEqual(before);
    expect(namesOf(expectProblem(unknown, 400, 'invalid-request'))).toEqual(['/dryrun']);
    // A dry run must not become a real one because its body was lost on the way.
    expectProblem(chunked, 400, 'body-not-received');
  },

  'timer reconcile': async ({ keeper }) => {
    const known = new Set((await keeper.runs()).map(({ id }) => id));

    const answer = await keeper.runByHand('reconcile');
    const run = await keeper.endedRun('the run of the timer', ({ id }) => !known.has(id));

    expect(answer).toMatchObject({ status: 202, text: '' });
    expect(run).toMatchObject({ trigger: 'timer', dryRun: false, state: 'partial' });
  },

  'timer deliver': async ({ keeper }) => {
    expect(await keeper.runByHand('deliver')).toMatchObject({ status: 202, text: '' });
  },

  'GET /expected-subscriptions': async ({ keeper }) => {
    const id = randomUUID();
    await put(keeper, id, { name: 'Listed', dueAt: '2999-01-01T00:00:00Z' });

    const list = await keeper.call('/expected-subscriptions?state=waiting');
    await keeper.call(`/expected-subscriptions/${id}`, { method: 'DELETE' });

    expect(expectedListShape.parse(list.json).value).toContainEqual(
      expect.objectContaining({ subscriptionId: id, name: 'Listed' }),
    );
  },

  'GET /expected-subscriptions/{id}': async ({ keeper }) => {
    expectProblem(
      await keeper.call(`/expected-subscriptions/${randomUUID()}`),
      404,
      'expected-subscription-not-found',
    );
  },

  'PUT /expected-subscriptions/{id}': async ({ keeper }) => {
    const id = randomUUID();

    const made = await put(keeper, id, { customer: 'Käse & Söhne' });
    const stale = await put(keeper, id, {}, { 'if-match': '"of another time"' });
    const again = await put(keeper, id, {}, { 'if-match': made.headers.get('etag') ?? '' });
    await keeper.call(`/expected-subscriptions/${id}`, { method: 'DELETE' });

    expect(made.status).toBe(201);
    expect(expectedShape.parse(made.json)).toMatchObject({ subscriptionId: id, customer: 'Käse & Söhne' });
    expectProblem(stale, 412, 'precondition-failed');
    expect(again.status).toBe(200);
  },

  'DELETE /expected-subscriptions/{id}': async ({ keeper }) => {
    const id = randomUUID();
    await put(keeper, id, {});

    const gone = await keeper.call(`/expected-subscriptions/${id}`, { method: 'DELETE' });
    const again = await keeper.call(`/expected-subscriptions/${id}`, { method: 'DELETE' });

    expect(gone).toMatchObject({ status: 204, text: '' });
    expectProblem(again, 404, 'expected-subscription-not-found');
  },

  'POST /notifications/{id}/resend': async ({ keeper }) => {
    expectProblem(await keeper.post('/notifications/none/resend'), 404, 'notification-not-found');
  },

  'POST /onboarding-template-checks': async ({ keeper }) => {
    const template = (await keeper.call('/onboarding-template')).json;

    const good = await keeper.post('/onboarding-template-checks', { template });
    const alien = await keeper.post('/onboarding-template-checks', { template: { resources: [] } });

    expect(good).toMatchObject({ status: 200, json: { recognition: 'pec', refused: [], missing: [] } });
    expectProblem(alien, 400, 'template-not-lighthouse');
  },

  'POST /onboarding-checks': async ({ keeper, azure }) => {
    const unheardOf = randomUUID();
    const before = await callsOf(azure);

    const good = await keeper.post('/onboarding-checks', { subscriptionId: EARNING });
    const notYet = await keeper.post(`/onboarding-checks?subscriptionId=${unheardOf}`);

    expect(good).toMatchObject({ status: 200, json: { subscriptionId: EARNING, recognition: 'pec' } });
    expect((good.json as { checkedAt: string }).checkedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(notYet).toMatchObject({
      status: 200,
      json: { recognition: 'unknown', findings: [{ code: 'not-visible-yet' }], retryAfterSeconds: 60 },
    });
    expect(notYet.headers.get('retry-after')).toBe('60');
    expectProblem(await keeper.call(`/subscriptions/${unheardOf}`), 404, 'subscription-not-found');
    const after = await callsOf(azure);
    for (const write of ['partner.create', 'partner.update', 'partner.delete'])
      expect(after[write]).toBe(before[write]);
  },
};

function put(
  keeper: Client,
  id: string,
  body: object,
  headers: Record<string, string> = {},
): ReturnType<Client['call']> {
  return keeper.call(`/expected-subscriptions/${id}`, { method: 'PUT', body: JSON.stringify(body), headers });
}
