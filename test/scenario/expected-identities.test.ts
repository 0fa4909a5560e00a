// Several identities over one list of what ought to be delegated: there is one entry, any of them may see it, and each
// transition is told once, also where they run side by side.
import { expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { createService } from '../../src/create-service.ts';
import type { Service } from '../../src/service.ts';
import type { Run } from '../../src/domain/run.ts';
import type { StateStore } from '../../src/ports/store.ts';
import { parseSettings } from '../../src/settings.ts';
import { subscriptionOf } from '../harness/days.ts';
import { cloudFor, openHastyStore, settingsFor, temporaryFolder, type Cleanup } from '../harness/keeper.ts';
import { eventsOf, tellings } from '../harness/run-once.ts';
import { overStore } from '../harness/store-wraps.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';

const SECOND_PRINCIPAL = {
  clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c002',
  objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1002',
};
const NOWHERE = 99;

/** Called before each commit of an identity's own space that ends a run. */
type BeforeOwn = (identity: string) => Promise<void>;

/** `first` sees the demo; `second`, of the same tenant, sees what is made over to it. */
async function startTwo(test: Cleanup, beforeOwn: { call: BeforeOwn } = { call: async () => undefined }) {
  const clock = testClock();
  const cloud = await cloudFor(test);
  cloud.world.principals.push({ ...SECOND_PRINCIPAL, displayName: 'Second', groups: [] });
  const folder = await temporaryFolder(test);
  const store = openHastyStore(folder, clock);
  const service = serviceOf(cloud.url, folder, {
    clock,
    store: overStore(store, {
      commit: async (lease, change) => {
        if (change.identity?.lastRun !== undefined) await beforeOwn.call(lease.identity);
        await store.commit(lease, change);
      },
    }),
  });
  const run = async (identity: string): Promise<Run> => {
    const answer = await service.reconcile(identity, { trigger: 'http', dryRun: false, budgetMs: 60_000 });
    if (answer.kind === 'ran') return answer.run;
    throw new Error(`${identity} is busy.`);
  };
  return { clock, cloud, store, service, run };
}

function serviceOf(
  url: string,
  folder: string,
  overrides: { clock: ReturnType<typeof testClock>; store: StateStore },
): Service {
  const parsed = parseSettings(settingsFor(url, folder));
  const [identity] = parsed.settings?.identities ?? [];
  if (parsed.settings === undefined || identity === undefined) throw new Error('The settings are not valid.');
  const { clientId, objectId: principalId } = SECOND_PRINCIPAL;
  const identities = [
    { ...identity, name: 'first' },
    { ...identity, name: 'second', clientId, principalId },
  ];
  const logger = { info: () => undefined, error: () => undefined };
  const settings = { ...parsed.settings, identities };
  return createService(settings, logger, overrides);
}

type Two = Awaited<ReturnType<typeof startTwo>>;

/** Whose it is from now on: nobody but that identity sees it. */
function makeOver({ cloud }: Two, n: number, principalId: string): void {
  for (const { authorizations } of subscriptionOf(cloud.world, n).offers)
    for (const authorization of authorizations) authorization.principalId = principalId;
}

async function put({ service }: Two, n: number): Promise<string> {
  const answer = await service.putExpected({ subscriptionId: demoSubscriptionId(n) }, () => true);
  return answer.kind === 'put' ? answer.entry.state : answer.kind;
}

async function toldOf({ store }: Two): Promise<string[]> {
  const events = await eventsOf(store);
  return events
    .filter(({ type }) => type.startsWith('expected'))
    .map((event) => `${event.identity}: ${tellings([event])[0]}`);
}

test('what one of them sees has arrived for all, and is missing when the last one sees it no more', async (t) => {
  const two = await startTwo(t);
  const { run, clock, cloud } = two;
  makeOver(two, 1, SECOND_PRINCIPAL.objectId);
  for (const identity of ['first', 'second']) await run(identity);
  const atOnce = await put(two, 1);
  const nowhere = await put(two, NOWHERE);

  for (const identity of ['first', 'second', 'first', 'second']) {
    clock.advance(HOUR);
    await run(identity);
  }
  const quiet = await toldOf(two);
  subscriptionOf(cloud.world, 1).offers = [];
  for (const identity of ['first', 'second', 'first', 'second']) {
    clock.advance(HOUR);
    await run(identity);
  }

  expect([atOnce, nowhere]).toEqual(['arrived', 'waiting']);
  expect(quiet).toEqual(['first: expected.missing 99']);
  expect(await toldOf(two)).toEqual(['first: expected.missing 99', 'second: expected.missing 01']);
});

test('from one to the other: it is there as long as either sees it', async (t) => {
  const two = await startTwo(t);
  const { run, clock } = two;
  await run('first');
  await run('second');
  await put(two, 1);

  makeOver(two, 1, SECOND_PRINCIPAL.objectId);
  clock.advance(HOUR);
  await run('second');
  clock.advance(HOUR);
  await run('first');

  expect(await toldOf(two)).toEqual([]);
});

test('what another one could not read is neither there nor missing', async (t) => {
  const two = await startTwo(t);
  const { run, clock, cloud } = two;
  makeOver(two, 1, SECOND_PRINCIPAL.objectId);
  cloud.addFault({
    kind: 'status',
    status: 403,
    operation: 'registrationAssignments',
    match: demoSubscriptionId(1),
  });
  await run('second');
  await put(two, 1);

  clock.advance(HOUR);
  await run('first');
  const unread = await toldOf(two);
  cloud.clearFaults();
  await run('second');

  expect(unread).toEqual([]);
  expect(await toldOf(two)).toEqual(['second: expected.arrived 01']);
});

test.each([
  ['comes', true, ['second: expected.arrived 01']],
  ['goes', false, ['second: expected.missing 01']],
])(
  'that %s, told by one whose rows are not kept yet: the other does not take it back by the old ones',
  async (_, comes, told) => {
    const between: { call: BeforeOwn } = { call: async () => undefined };
    const two = await startTwo({ onTestFinished }, between);
    const { run, clock, cloud } = two;
    const subscription = subscriptionOf(cloud.world, 1);
    makeOver(two, 1, SECOND_PRINCIPAL.objectId);
    const { offers } = subscription;
    if (comes) subscription.offers = [];
    await run('first');
    await run('second');
    await put(two, 1);
    subscription.offers = comes ? offers : [];
    clock.advance(HOUR);

    between.call = async (identity) => {
      if (identity !== 'second') return;
      between.call = async () => undefined;
      await run('first');
    };
    await run('second');
    for (const identity of ['first', 'second']) {
      clock.advance(HOUR);
      await run(identity);
    }

    expect(await toldOf(two)).toEqual(told);
  },
);

test('side by side, again and again: every change is told once', async (t) => {
  const two = await startTwo(t);
  const { service, clock, cloud } = two;
  const subscription = subscriptionOf(cloud.world, 1);
  const { offers } = subscription;
  const owners = [DEMO_IDENTITY.objectId, SECOND_PRINCIPAL.objectId];
  await put(two, 1);
  for (let round = 0; round < 8; round += 1) {
    const comes = round % 2 === 0;
    subscription.offers = comes ? offers : [];
    if (comes) makeOver(two, 1, owners[(round / 2) % 2] ?? '');
    clock.advance(HOUR);
    await service.reconcileAll();
    // What one did not see of the other's in time, it sees now.
    clock.advance(HOUR);
    await service.reconcileAll();
  }

  const told = (await toldOf(two)).map((line) => line.split(': ')[1]);
  expect(told.filter((line, index) => line !== told[index - 1])).toEqual(told);
  expect(told.filter((line) => line === 'expected.arrived 01')).toHaveLength(4);
  expect(told.at(-1)).toBe('expected.missing 01');
});
