// Several identities over the days: what befalls one is told of it alone, and no row is touched by another's run.
import { expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { PROVIDERS, providersExpected, type ProviderName } from '../../local/cloud/worlds/providers.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { Offer } from '../../local/cloud/world.ts';
import type { Service } from '../../src/service.ts';
import { systemClock } from '../../src/ports/clock.ts';
import {
  collector,
  createServiceFor,
  openHastyStore,
  startKeeper,
  type Environment,
  type KeeperOptions,
} from '../harness/keeper.ts';
import { wordsOf } from '../harness/oracle.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import { NAMES, only, several, severalSettings, wordsBy } from '../harness/several.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';

/** Delegated to both tenants; it earns as nordlicht's and suedwind's. */
const SHARED = demoSubscriptionId(22);
/** One offer to two principals of one tenant, and one to the other tenant. */
const SEEN_BY_ALL = demoSubscriptionId(26);

test("one's token is dead for days: the others heal their links and earn, and each tells its own", async (t) => {
  const { cloud, next, service, store } = await startProviders(t, { settings: { LINK_POLICY: 'heal' } });
  await next();
  const before = await rowsOf(store, 'suedwind');
  cloud.addFault({ kind: 'status', status: 401, operation: 'entra.token', ...only('suedwind') });

  const first = await next();
  cloud.setLink(DEMO_OTHER_PARTNER_ID, PROVIDERS.nordlicht.objectId);
  const second = await next();
  const third = await next();
  const during = (await service.status()).identities;
  const known = await rowsOf(store, 'suedwind');
  cloud.clearFaults();
  const recovered = await next();

  expect(first).toEqual({ suedwind: ['run.failing'] });
  expect(second).toEqual({ nordlicht: ['link.healed', 'link.lost'] });
  expect(third).toEqual({});
  expect(recovered).toEqual({ suedwind: ['run.recovered'] });
  expect(during.map(({ name, stale, link, lastRun }) => [name, stale, link.state, lastRun?.state])).toEqual([
    ['nordlicht', false, 'right', 'succeeded'],
    ['hafen', false, 'right', 'succeeded'],
    ['suedwind', true, 'right', 'failed'],
  ]);
  expect(known).toEqual(before);
  for (const name of NAMES)
    expect(wordsOf(await rowsOf(store, name))).toEqual(new Map(providersExpected(name)));
  expect(linksOf(cloud)).toEqual(linksWanted());
});

test('a principal that loses its role loses its own row alone, also in the same tenant', async (t) => {
  const { cloud, next, store } = await startProviders(t);
  await next();
  const offer = offerTo(cloud, SEEN_BY_ALL, 'hafen');
  offer.authorizations = offer.authorizations.filter(
    ({ principalId }) => principalId !== PROVIDERS.hafen.objectId,
  );

  const lost = await next();
  const quiet = await next();

  expect(lost).toEqual({ hafen: ['delegation.removed 26', 'recognition.lost pec>none 26'] });
  expect(quiet).toEqual({});
  expect(await wordsOn(store, SEEN_BY_ALL)).toEqual({
    nordlicht: 'pal-only',
    hafen: 'none',
    suedwind: 'pal-only',
  });
});

test('a delegation to one tenant goes and comes back: the other goes on earning', async (t) => {
  const { cloud, next, store } = await startProviders(t);
  await next();
  const subscription = subscriptionIn(cloud, SHARED);
  const { offers } = subscription;
  subscription.offers = offers.filter((offer) => offer !== offerTo(cloud, SHARED, 'suedwind'));

  const removed = await next();
  const between = await wordsOn(store, SHARED);
  subscription.offers = offers;
  const returned = await next();

  expect(removed).toEqual({ suedwind: ['delegation.removed 22', 'recognition.lost pec>none 22'] });
  expect(between).toEqual({ nordlicht: 'pec', suedwind: 'none' });
  expect(returned).toEqual({ suedwind: ['delegation.returned 22', 'recognition.gained none>pec 22'] });
});

test('what one does not list is none of its business: no row goes by the run of another', async (t) => {
  const { service, store } = await startProviders(t);
  for (const name of NAMES) await runOnce(service, {}, name);
  const before = new Map(
    await Promise.all(NAMES.map(async (name) => [name, await rowsOf(store, name)] as const)),
  );

  for (let times = 0; times < 3; times += 1) await runOnce(service, {}, 'hafen');

  for (const name of NAMES) expect(await rowsOf(store, name)).toEqual(before.get(name));
  expect(new Set((await eventsOf(store)).map(({ type }) => type))).toEqual(new Set(['link.created']));
});

test('two instances on one store at once: each identity runs under its own lease, once', async (t) => {
  const { cloud, service, environment, folder, store } = await startKeeper(t, several({}));
  cloud.addFault({ kind: 'delay', ms: 200, operation: 'partners.get' });
  const other = serviceFor(environment, folder);
  const request = { trigger: 'timer', dryRun: false, budgetMs: 60_000 } as const;

  const answers = await Promise.all(
    [service, other].flatMap((each) =>
      NAMES.map(async (name) => ({ name, kind: (await each.reconcile(name, request)).kind })),
    ),
  );

  for (const name of NAMES)
    expect(
      answers
        .filter((answer) => answer.name === name)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['busy', 'ran']);
  const runs = (await store.listRuns({ limit: 10 })).items;
  expect(runs.map(({ identity }) => identity).toSorted()).toEqual(NAMES.toSorted());
  // One that waited for another would have begun after its end.
  const lastStart = Math.max(...runs.map(({ startedAt }) => Date.parse(startedAt)));
  for (const { endedAt = '' } of runs) expect(Date.parse(endedAt)).toBeGreaterThan(lastStart);
  for (const name of NAMES) expect(wordsOf(await rowsOf(store, name))).toEqual(providersExpected(name));
});

test('together: of two instances that are asked for all at once one runs all, the other none', async (t) => {
  const { cloud, service, environment, folder, store } = await startKeeper(t, several({}));
  cloud.addFault({ kind: 'delay', ms: 200, operation: 'partners.get' });
  const other = serviceFor(environment, folder);
  const request = { trigger: 'http', dryRun: false, budgetMs: 60_000 } as const;

  const answers = await Promise.all([service, other].map((each) => each.reconcileTogether(NAMES, request)));

  expect(answers.map((answer) => answer.kind).toSorted()).toEqual(['busy', 'ran']);
  expect((await store.listRuns({ limit: 10 })).items).toHaveLength(NAMES.length);
});

test('what one identity remembered as default stays its own when it is named so among several', async (t) => {
  const { cloud, folder, environment, service, store } = await startKeeper(t, several({}, ['nordlicht']));
  await runOnce(service, {}, 'nordlicht');
  const [entry] = JSON.parse(environment['IDENTITIES'] ?? '') as Record<string, string>[];
  const { tenantId: PROVIDER_TENANT_ID, clientId: CLIENT_ID, partnerId: PARTNER_ID } = PROVIDERS.nordlicht;
  const single = { PROVIDER_TENANT_ID, CLIENT_ID, PARTNER_ID, CREDENTIAL: 'simulator', IDENTITIES: '' };
  await runOnce(serviceFor({ ...environment, ...single }, folder));
  const rows = await rowsOf(store);

  const renamed = { IDENTITIES: JSON.stringify([{ ...entry, name: 'default' }]) };
  const run = await runOnce(serviceFor({ ...environment, ...renamed }, folder));

  expect(run).toMatchObject({ identity: 'default', state: 'succeeded', events: 0 });
  expect(await rowsOf(store)).toEqual(rows);
  expect(cloud.world.links).toHaveLength(1);
});

test.each(['-', 'constructor', 'x'.repeat(40), '0', 'con'])('an identity may be named %s', async (name) => {
  const [entry] = JSON.parse(severalSettings(['nordlicht'])['IDENTITIES'] ?? '') as object[];
  const IDENTITIES = JSON.stringify([{ ...entry, name }]);
  const { service, store } = await startKeeper({ onTestFinished }, several({ settings: { IDENTITIES } }));

  const run = await runOnce(service, {}, name);

  expect(run).toMatchObject({ identity: name, state: 'succeeded' });
  expect(wordsOf(await rowsOf(store, name))).toEqual(providersExpected('nordlicht'));
  expect(tellings(await eventsOf(store))).toEqual(['link.created']);
});

/** All identities in turn, a quarter of a day after the last time; gives what each told. */
async function startProviders(
  t: Parameters<typeof startKeeper>[0],
  options: Omit<KeeperOptions, 'clock'> = {},
) {
  const clock = testClock();
  const keeper = await startKeeper(t, several({ ...options, clock }));
  const next = async () => {
    clock.advance(6 * HOUR);
    const known = new Set((await eventsOf(keeper.store)).map(({ id }) => id));
    await keeper.service.reconcileAll();
    const told = (await eventsOf(keeper.store)).filter(({ id }) => !known.has(id));
    const byIdentity = Map.groupBy(told, ({ identity }) => identity);
    return Object.fromEntries([...byIdentity].map(([name, events]) => [name, tellings(events)]));
  };
  return { ...keeper, next };
}

/** Another process, on the same store. */
function serviceFor(environment: Environment, folder: string): Service {
  const store = openHastyStore(folder, systemClock);
  return createServiceFor(environment, { store, logger: collector([]) });
}

function linksOf({ world }: Cloud): string[] {
  return world.links
    .map(({ tenantId, objectId, partnerId }) => `${tenantId} ${objectId} ${partnerId}`)
    .toSorted();
}

function linksWanted(): string[] {
  return NAMES.map((name) => PROVIDERS[name])
    .map(({ tenantId, objectId, partnerId }) => `${tenantId} ${objectId} ${partnerId}`)
    .toSorted();
}

function subscriptionIn({ world }: Cloud, id: string): { offers: Offer[] } {
  const found = world.customers
    .flatMap(({ subscriptions }) => subscriptions)
    .find(({ subscriptionId }) => subscriptionId === id);
  if (found === undefined) throw new Error(`The world has no subscription ${id}.`);
  return found;
}

function offerTo(cloud: Cloud, id: string, name: ProviderName): Offer {
  const { tenantId } = PROVIDERS[name];
  const found = subscriptionIn(cloud, id).offers.find(
    ({ managedByTenantId }) => managedByTenantId === tenantId,
  );
  if (found === undefined) throw new Error(`Subscription ${id} is not delegated to ${name}.`);
  return found;
}

async function wordsOn(store: Parameters<typeof rowsOf>[0], id: string): Promise<Record<string, string>> {
  const rows = (await Promise.all(NAMES.map((name) => rowsOf(store, name)))).flat();
  return wordsBy(rows.filter(({ subscriptionId }) => subscriptionId === id));
}
