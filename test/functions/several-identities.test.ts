// Several identities in what is read: told apart in every answer, and asked for where a call is about one.
import { expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { PROVIDERS, providersExpected } from '../../local/cloud/worlds/providers.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper } from '../harness/host.ts';
import { countWords, wordsOf } from '../harness/oracle.ts';
import { readAll } from '../harness/read-all.ts';
import { list, NAMES, only, rowsAt, runsOf, several, wordsBy } from '../harness/several.ts';
import {
  eventsShape,
  runsShape,
  statusShape,
  subscriptionShape,
  subscriptionsShape,
} from '../harness/shapes.ts';

/** Seen by nordlicht and suedwind, as whose it earns. */
const SHARED = demoSubscriptionId(22);
/** Seen by all; it earns as hafen's alone. */
const SEEN_BY_ALL = demoSubscriptionId(26);
/** Seen by nordlicht alone. */
const OF_ONE = demoSubscriptionId(21);
/** Entra's final no. */
const REFUSED = {
  kind: 'status',
  operation: 'entra.token',
  status: 401,
  body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
} as const;

test('each identity has its own link, totals, rows and runs', async (t) => {
  const served = await serveKeeper(t, several({}));

  const runs = runsOf(await served.post('/api/reconciliations'));
  const status = statusShape.parse((await served.call('/api/status')).json).identities;

  expect(runs.map(({ identity, state }) => `${identity} ${state}`)).toEqual(
    NAMES.map((name) => `${name} succeeded`),
  );
  expect(status.map(({ name }) => name)).toEqual(NAMES);
  for (const [index, name] of NAMES.entries()) {
    const { tenantId, clientId, objectId, partnerId } = PROVIDERS[name];
    const expected = providersExpected(name);
    expect(status[index]).toMatchObject({
      tenantId,
      clientId,
      principalId: objectId,
      link: { state: 'right', partnerId },
      totals: countWords(expected.values(), 0),
      lastRun: { id: runs[index]?.id },
    });
    expect(wordsOf(await rowsAt(served, `?identity=${name}`))).toEqual(expected);
  }
  expect(served.cloud.world.links.map((link) => `${link.objectId} ${link.partnerId}`).toSorted()).toEqual(
    NAMES.map((name) => `${PROVIDERS[name].objectId} ${PROVIDERS[name].partnerId}`),
  );
});

test('a subscription that two identities see is two rows, page by page', async (t) => {
  const served = await serveKeeper(t, several({}));
  await served.post('/api/reconciliations');

  const all = await rowsAt(served);
  const { items, pages } = await readAll(`${served.host.url}/api/subscriptions?top=3`, subscriptionsShape);

  expect(items).toEqual(all);
  expect(pages.map((page) => page.length)).toEqual([3, 3, 3, 1]);
  expect(all.map((row) => row.identity)).toEqual([
    ...Array<string>(3).fill('nordlicht'),
    ...Array<string>(3).fill('hafen'),
    ...Array<string>(4).fill('suedwind'),
  ]);
  expect(wordsBy(all.filter((row) => row.subscriptionId === SHARED))).toEqual({
    nordlicht: 'pec',
    suedwind: 'pec',
  });
  expect(wordsBy(all.filter((row) => row.subscriptionId === SEEN_BY_ALL))).toEqual({
    nordlicht: 'pal-only',
    hafen: 'pec',
    suedwind: 'pal-only',
  });
});

test('one subscription asks which identity is meant, and answers as that one', async (t) => {
  const { call, post } = await serveKeeper(t, several({}));
  await post('/api/reconciliations');

  const which = expectProblem(await call(`/api/subscriptions/${OF_ONE}`), 400, 'identity-required');
  const answers = await Promise.all(
    NAMES.map((name) => call(`/api/subscriptions/${SEEN_BY_ALL}?identity=${name}`)),
  );
  const unseen = await call(`/api/subscriptions/${OF_ONE}?identity=hafen`);

  expect(namesOf(which)).toEqual(['identity']);
  for (const name of NAMES) expect(which.detail).toContain(name);
  expect(wordsBy(answers.map(({ json }) => subscriptionShape.parse(json)))).toEqual({
    nordlicht: 'pal-only',
    hafen: 'pec',
    suedwind: 'pal-only',
  });
  expectProblem(unseen, 404, 'subscription-not-found');
});

test('every list takes ?identity= and tells those of that one alone', async (t) => {
  const served = await serveKeeper(t, several({}));
  const before = runsOf(await served.post('/api/reconciliations'));
  const again = runsOf(await served.post('/api/reconciliations', { identity: 'hafen' }));
  served.cloud.addFault({ ...REFUSED, ...only('suedwind') });
  await served.post('/api/reconciliations', { identity: 'suedwind' });

  const hafen = await list(served, 'reconciliations?identity=hafen', runsShape);
  const events = await list(served, 'events', eventsShape);
  const failing = await list(served, 'events?identity=suedwind&type=run.failing', eventsShape);
  const none = await list(served, 'events?identity=hafen&type=run.failing', eventsShape);

  expect(hafen.map(({ id }) => id)).toEqual([again[0]?.id, before[1]?.id]);
  expect(await list(served, 'reconciliations', runsShape)).toHaveLength(5);
  expect(
    events
      .filter(({ type }) => type === 'link.created')
      .map(({ identity }) => identity)
      .toSorted(),
  ).toEqual(NAMES.toSorted());
  expect(failing).toMatchObject([{ identity: 'suedwind', type: 'run.failing' }]);
  expect(none).toEqual([]);
});

test('the history of a subscription is told of all identities, or of one', async (t) => {
  const served = await serveKeeper(t, several({}));
  await served.post('/api/reconciliations');
  for (const { subscriptions } of served.cloud.world.customers)
    for (const each of subscriptions) each.offers = [];
  await served.post('/api/reconciliations');

  const path = `subscriptions/${SHARED}/events`;
  const both = await list(served, path, eventsShape);
  const one = await list(served, `${path}?identity=suedwind`, eventsShape);

  expect(both.map(({ identity, type }) => `${identity} ${type}`).toSorted()).toEqual([
    'nordlicht delegation.removed',
    'nordlicht recognition.lost',
    'suedwind delegation.removed',
    'suedwind recognition.lost',
  ]);
  expect(one).toEqual(both.filter(({ identity }) => identity === 'suedwind'));
  expect(new Set(both.map(({ id }) => id)).size).toBe(both.length);
});

test('an identity that is none of ours is 400 wherever it is named', async (t) => {
  const { call, post, cloud } = await serveKeeper(t, several({}));

  for (const path of [
    'subscriptions',
    'reconciliations',
    'events',
    `subscriptions/${SHARED}`,
    `subscriptions/${SHARED}/events`,
  ])
    for (const name of ['default', 'Hafen', 'hafen,suedwind', ''])
      expect(
        namesOf(expectProblem(await call(`/api/${path}?identity=${name}`), 400, 'invalid-request')),
      ).toEqual(['identity']);
  const inQuery = await post('/api/reconciliations?identity=default');
  const inBody = await post('/api/reconciliations', { identity: 'default' });

  expect(namesOf(expectProblem(inQuery, 400, 'invalid-request'))).toEqual(['identity']);
  expect(namesOf(expectProblem(inBody, 400, 'invalid-request'))).toEqual(['/identity']);
  expect(cloud.calls()).toEqual({});
});
