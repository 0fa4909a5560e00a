// A thousand subscriptions over several pages: every row is what the world says, and Azure is asked no more than it must.
import { beforeAll, expect, test } from 'vitest';
import { TAG_CONTRIBUTOR } from '../../local/cloud/worlds/role-ids.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import type { Change } from '../../src/ports/store.ts';
import type { Run } from '../../src/domain/run.ts';
import { startKeeper } from '../harness/keeper.ts';
import { countWords, fleetRows, wordsOf } from '../harness/oracle.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import { countEntities, recordCommits } from '../harness/store-wraps.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const SUBSCRIPTIONS = 1000;
const PAGE_SIZE = 300;
/** Entities that a quiet run may write, whatever the number of subscriptions (contract §8). */
const QUIET_LIMIT = 12;

const fleet = fleetWorld({ subscriptions: SUBSCRIPTIONS });
const expected = fleetRows(fleet.expected);
const clock = testClock();
const changes: Change[] = [];
let keeper: Awaited<ReturnType<typeof startKeeper>>;
let first: Run;

beforeAll(async () => {
  // A role that only Azure can name, in many spellings: one look-up must do.
  const unheard = 'e57a0f1d-8b34-4c96-a5d2-0f6e1b7c9001';
  fleet.world.extraRoles = [
    { roleDefinitionId: unheard, roleName: 'Fleet Operator', type: 'BuiltInRole', actions: [] },
  ];
  for (const { offers } of fleet.world.customers.flatMap((customer) => customer.subscriptions))
    for (const offer of offers)
      offer.authorizations = offer.authorizations.map((each) =>
        each.roleDefinitionId === TAG_CONTRIBUTOR
          ? { ...each, roleDefinitionId: `/providers/X/roleDefinitions/${unheard.toUpperCase()}` }
          : each,
      );
  keeper = await startKeeper(file, {
    cloud: { world: fleet.world, pageSize: PAGE_SIZE },
    clock,
    wrapStore: recordCommits(changes),
  });
  first = await runOnce(keeper.service);
});

test('every row equals the oracle, and the totals count them', async () => {
  const rows = await rowsOf(keeper.store);

  expect(wordsOf(rows)).toEqual(expected);
  expect(first).toMatchObject({
    state: 'succeeded',
    totals: countWords(expected.values(), SUBSCRIPTIONS - expected.size),
  });
});

test('it asked for the pages, once for each candidate, once for role names, and for the link', () => {
  const calls = {
    'subscriptions.list': Math.ceil(SUBSCRIPTIONS / PAGE_SIZE),
    'registrationAssignments.list': SUBSCRIPTIONS,
    'roleDefinitions.list': 1,
    'partners.get': 2,
    'partner.create': 1,
  };

  expect(first.calls).toEqual(calls);
  expect(keeper.cloud.calls()).toEqual({ ...calls, 'entra.token': 1 });
});

test('a baseline tells nothing but the link', async () => {
  expect(tellings(await eventsOf(keeper.store))).toEqual(['link.created']);
});

test('a role that only Azure could name has its name', async () => {
  const unlisted = (await rowsOf(keeper.store)).filter(({ findings }) =>
    findings.some(({ code }) => code === 'role-unlisted'),
  );

  expect(unlisted.length).toBeGreaterThan(10);
  for (const { findings } of unlisted) expect(findings[0]?.message).toContain('Fleet Operator');
});

test('a quiet run tells nothing, asks for no name again and writes next to nothing', async () => {
  const before = await rowsOf(keeper.store);
  const events = await eventsOf(keeper.store);
  changes.length = 0;
  clock.advance(6 * HOUR);

  const run = await runOnce(keeper.service);

  expect(run).toMatchObject({ state: 'succeeded', totals: first.totals, events: 0 });
  expect(run.calls).toEqual({
    'subscriptions.list': Math.ceil(SUBSCRIPTIONS / PAGE_SIZE),
    'registrationAssignments.list': SUBSCRIPTIONS,
    'partners.get': 1,
  });
  expect(await eventsOf(keeper.store)).toEqual(events);
  expect(await rowsOf(keeper.store)).toEqual(before);
  expect(changes.reduce((sum, change) => sum + countEntities(change), 0)).toBeLessThanOrEqual(QUIET_LIMIT);
});

test('what is read again and is the same shows the time of the quiet run', async () => {
  const { items } = await keeper.service.listSubscriptions({ identities: ['default'], top: 1000 });

  expect(new Set(items.map(({ observedAt }) => observedAt))).toEqual(new Set([clock.now().toISOString()]));
  expect(new Set(items.map(({ since }) => since))).toEqual(new Set([first.endedAt]));
});

test('one change among a thousand writes one row and tells it', async () => {
  const [id = ''] = [...expected].find(([, word]) => word === 'pec') ?? [];
  const subscription = fleet.world.customers
    .flatMap((customer) => customer.subscriptions)
    .find((each) => each.subscriptionId === id);
  const [offer] = subscription?.offers ?? [];
  if (offer !== undefined) offer.authorizations = offer.authorizations.slice(0, 1);
  changes.length = 0;
  clock.advance(6 * HOUR);

  const run = await runOnce(keeper.service);

  expect(run).toMatchObject({ events: 1, totals: { pec: first.totals.pec - 1 } });
  expect(changes.flatMap(({ putRows = [] }) => putRows.map((row) => row.subscriptionId))).toEqual([id]);
  expect((await eventsOf(keeper.store)).at(-1)).toMatchObject({
    type: 'recognition.lost',
    subscriptionId: id,
    from: 'pec',
    to: 'pal-only',
    findings: ['role-not-eligible'],
    actor: 'observed',
    time: run.endedAt,
  });
});
