// Every operation of docs/openapi.json is called, and every good answer that it tells is answered once: each status, in
// each media type. The harness holds each of them against the document.
import { expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { serveNotified, type Notified } from '../harness/notified.ts';
import { answered, OPERATIONS } from '../harness/openapi.ts';
import { HOUR } from '../harness/test-clock.ts';
import { runsOf } from '../harness/several.ts';

const LINK = '/api/partner-link';
const SUBSCRIPTION = demoSubscriptionId(1);
const EXPECTED = `/api/expected-subscriptions/${SUBSCRIPTION}`;

test('every operation, status and media type that is told of a good answer is answered', async (t) => {
  const served = await serveNotified(t);
  const { call, post } = served;
  await resendOne(served);
  const run = runsOf(await post('/api/reconciliations'))[0]?.id ?? '';

  await call(EXPECTED, { method: 'PUT' });
  await call(EXPECTED, { method: 'PUT' });
  const lists = [
    'subscriptions',
    `subscriptions/${SUBSCRIPTION}/events`,
    'expected-subscriptions',
    'reconciliations',
    'events',
  ];
  for (const path of lists) {
    await readTwice(served, `/api/${path}`);
    await call(`/api/${path}?format=csv`);
  }
  for (const path of [
    `/subscriptions/${SUBSCRIPTION}`,
    `/subscriptions/${SUBSCRIPTION}/diagnosis`,
    `/reconciliations/${run}`,
    '/status',
    '/openapi.json',
  ])
    await readTwice(served, `/api${path}`);
  await readTwice(served, EXPECTED);
  await readTwice(served, '/api/evidence?month=2026-03');
  await call('/api/evidence?month=2026-03&format=csv');
  await call('/api/evidence?month=2026-03&format=html');
  await readTwice(served, '/api/onboarding-template');
  await call('/api/onboarding-template?format=bicep');
  await post('/api/onboarding-template-checks', { authorizations: [] });
  await post('/api/onboarding-checks', { subscriptionId: SUBSCRIPTION });
  await readTwice(served, LINK);
  const { headers } = await call(LINK);
  await call(LINK, {
    method: 'PUT',
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: JSON.stringify({ partnerId: DEMO_IDENTITY.partnerId }),
  });
  await call('/api/dashboard');
  await call('/api/health');
  await call('/api/health/ready');
  await call(EXPECTED, { method: 'DELETE' });
  await call(`${LINK}?confirm=${DEMO_IDENTITY.partnerId}`, { method: 'DELETE' });

  expect([...answered].filter((each) => / [23]\d\d/.test(each)).toSorted()).toEqual(goodAnswers().toSorted());
});

/** Once as it is, once by somebody who has it already. */
async function readTwice({ call }: Notified, path: string): Promise<void> {
  const { headers } = await call(path);
  const again = await call(path, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
  expect(again.status, path).toBe(304);
}

/** What the first run has to tell, and the webhook would not take in ten tries, and then does. */
async function resendOne({ cloud, run, deliverAfter, notifications, post }: Notified): Promise<void> {
  cloud.addFault({ kind: 'status', operation: 'sink.hook', status: 500 });
  await run();
  for (let tries = 0; tries < 10; tries += 1) await deliverAfter(2 * HOUR);
  cloud.clearFaults();
  const [letter] = (await notifications()).flatMap(({ deadLetters }) => deadLetters);
  const answer = await post(`/api/notifications/${letter?.id ?? ''}/resend`);
  expect(answer.json).toMatchObject({ id: letter?.id, state: 'delivered' });
}

/** As the harness writes down what was answered. */
function goodAnswers(): string[] {
  return OPERATIONS.flatMap(({ operationId, responses }) =>
    Object.entries(responses)
      .filter(([status]) => Number(status) < 400)
      .flatMap(([status, { content = { '': {} } }]) =>
        Object.keys(content).map((type) => `${operationId} ${status} ${type}`.trim()),
      ),
  );
}
