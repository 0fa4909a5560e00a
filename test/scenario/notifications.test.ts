// What changes is told once, to every receiver, in one message a run: losses and recoveries; nothing else is told.
import { expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { shareApp } from '../../src/app.ts';
import type { Change } from '../../src/ports/store.ts';
import { serveKeeper } from '../harness/host.ts';
import { collector, createAppFor } from '../harness/keeper.ts';
import { subscriptionOf } from '../harness/days.ts';
import { cardTitles, hooked, MINUTE, SECRET, serveNotified, sinksOf, tries } from '../harness/notified.ts';
import { eventsOf } from '../harness/run-once.ts';
import { recordCommits } from '../harness/store-wraps.ts';

test('each transition comes to each sink exactly once, and every recovery too', async (t) => {
  const { cloud, store, run, deliverAfter } = await serveNotified(t, {
    settings: (url) => ({ ...sinksOf(url), LINK_POLICY: 'observe' }),
  });
  cloud.setLink('4242424');
  // A run that cannot read all is partial, and such a one is no recovery.
  for (const { subscriptions } of cloud.world.customers)
    for (const each of subscriptions) delete each.readable;
  cloud.assumptions.delegationsNeedRead = false;
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;

  await run();
  await run();
  customer.offers = [];
  await run();
  await run();
  cloud.setLink(null);
  await run();
  cloud.setLink('4242424');
  customer.offers = offers;
  await run();
  cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list', times: 1 });
  await run();
  await run();
  await deliverAfter(MINUTE);

  const told = await eventsOf(store);
  const messages = hooked(cloud);
  const heard = messages.flatMap(({ data }) => data.events.map(({ id }) => id));
  expect(heard.toSorted()).toEqual(told.map(({ id }) => id).toSorted());
  expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  expect(new Set(messages.map(({ data }) => data.runId)).size).toBe(messages.length);
  for (const { data, time } of messages) {
    expect(data.events.length).toBeGreaterThan(0);
    for (const event of data.events) expect([event.runId, event.time]).toEqual([data.runId, time]);
  }
  expect(cardTitles(cloud)).toEqual([
    '✗ 1 subscription lost recognition, 1 subscription no longer delegated',
    expect.stringMatching(/^✗ Partner link lost, \d+ subscriptions lost recognition$/),
    expect.stringMatching(
      /^✓ Partner link healed, \d+ subscriptions gained recognition, 1 subscription delegated/,
    ),
    '✗ Runs failing',
    '✓ Runs well again',
  ]);
  expect([tries(cloud, 'teams'), tries(cloud, 'hook')]).toEqual([messages.length, messages.length]);
});

test('a hundred changes of one run are one message', async (t) => {
  const { cloud, run } = await serveNotified(t);
  await run();
  const before = hooked(cloud).length;
  for (const { subscriptions } of cloud.world.customers) for (const each of subscriptions) each.offers = [];

  await run();

  expect(hooked(cloud)).toHaveLength(before + 1);
  expect(hooked(cloud).at(-1)?.data.events.length).toBeGreaterThan(10);
  expect(cardTitles(cloud).at(-1)).toMatch(
    /^✗ \d+ subscriptions lost recognition, \d+ subscriptions no longer/,
  );
});

test('the card names subscription and customer, and leads to the dashboard', async (t) => {
  const { cloud, run } = await serveNotified(t, {
    settings: (url) => ({ ...sinksOf(url), WEBSITE_HOSTNAME: 'keeper.azurewebsites.net' }),
  });
  await run();
  const { displayName } = subscriptionOf(cloud.world, 1);
  subscriptionOf(cloud.world, 1).offers = [];

  await run();

  const card = cloud.received('teams').at(-1)?.body ?? '';
  expect(card).toContain(displayName);
  expect(card).toContain('"url":"https://keeper.azurewebsites.net/api/dashboard"');
});

test('a dry run tells nothing', async (t) => {
  const { cloud, run, deliverAfter } = await serveNotified(t);
  await run();
  const before = tries(cloud, 'hook');
  subscriptionOf(cloud.world, 1).offers = [];

  await run('?dryRun=true');
  await deliverAfter(MINUTE);

  expect(tries(cloud, 'hook')).toBe(before);
});

test('the signature that comes over the wire is verified by the public package, with either secret', async (t) => {
  const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
  const { cloud, post } = await serveKeeper(t, {
    settings: (url) => ({ ...sinksOf(url), NOTIFY_WEBHOOK_SECRET: `${other} ${SECRET}` }),
  });

  await post('/api/reconciliations');

  const [message] = cloud.received('hook');
  const headers = (message?.headers ?? {}) as Record<string, string>;
  const body = message?.body ?? '';
  for (const secret of [other, SECRET])
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: headers['webhook-id'] });
  expect(headers['content-type']).toBe('application/cloudevents+json');
});

test('a receiver that is set later is not told the past', async (t) => {
  const { cloud, run, deliverAfter, store, environment, clock, logs } = await serveNotified(t, {
    settings: (url) => ({ ...sinksOf(url), NOTIFY_WEBHOOK_URL: undefined }),
  });
  await run();
  shareApp(
    createAppFor({ ...environment, ...sinksOf(cloud.url) }, { store, clock, logger: collector(logs) }),
  );

  await deliverAfter(MINUTE);
  const past = tries(cloud, 'hook');
  subscriptionOf(cloud.world, 1).offers = [];
  await run();

  expect([past, tries(cloud, 'hook'), tries(cloud, 'teams')]).toEqual([0, 1, 2]);
});

test('without a receiver nothing is kept for one, and with nothing to tell nothing is written', async (t) => {
  const commits: Change[] = [];
  const silent = await serveNotified(t, { settings: {}, wrapStore: recordCommits(commits) });
  await silent.run();
  await silent.deliverAfter(MINUTE);

  expect((await silent.store.readIdentity('default'))?.outbox?.entries).toEqual([]);
  expect(await silent.store.readDelivery('default')).toBeUndefined();
  expect(await silent.notifications()).toEqual([]);

  const quiet = await serveNotified(t, { wrapStore: recordCommits(commits) });
  await quiet.run();
  commits.length = 0;
  await quiet.deliverAfter(MINUTE);

  expect(commits).toEqual([]);
});
