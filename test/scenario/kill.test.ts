// A process is killed in the middle of its run, at several moments: until its lease ends the next one is busy with its
// id; then it starts, closes it, ends right, and no event is told twice or not at all. On either store.
import { fileURLToPath } from 'node:url';
import { expect, test, vi, type TestContext } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Run } from '../../src/domain/run.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { startChild } from '../harness/child.ts';
import { subscriptionOf } from '../harness/days.ts';
import { createServiceFor, startKeeper } from '../harness/keeper.ts';
import { demoRows, wordsOf } from '../harness/oracle.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import { filePlace, tablesPlace, type TestPlace } from '../harness/store-places.ts';
import { SECOND } from '../harness/test-clock.ts';
import { waitFor } from '../harness/wait-for.ts';
import { useAzurite } from '../storage/azurite.ts';

const azurite = useAzurite();

vi.setConfig({ maxConcurrency: 4, testTimeout: 90_000 });

const reconcileOnce = fileURLToPath(new URL('../harness/reconcile-once.ts', import.meta.url));
const LEASE_MS = 60 * SECOND;
const SCANS = 14;
/** Of a process that is to do a run, on a machine that is busy. */
const START_LIMIT_MS = 45_000;

const MOMENTS: [moment: string, isReached: (calls: Record<string, number>) => boolean][] = [
  ['while it changes the link', (calls) => calls['partner.update'] === 1],
  ['while it reads the link back', (calls) => calls['partners.get'] === 2],
  ['while it scans', (calls) => (calls['registrationAssignments.list'] ?? 0) >= 3],
];

const STORES: [name: string, place: (t: TestContext) => Promise<TestPlace>][] = [
  ['the file store', filePlace],
  ['Tables', async () => tablesPlace(azurite)],
];

const CASES = STORES.flatMap(([store, place]) => MOMENTS.map((moment) => [store, place, ...moment] as const));

for (const [name, placeFor, moment, isReached] of CASES)
  test.concurrent(`on ${name}, killed ${moment}`, async (t) => {
    const keeper = await startChanged(t, await placeFor(t));
    const killed = await killRun(t, keeper, isReached);

    const early = await reconcileAfter(keeper, 0);
    const late = await reconcileAfter(keeper, LEASE_MS + SECOND);
    const closed = await keeper.store.readRun(killed.id);

    expect(killed.state).toBe('running');
    expect(early).toMatchObject({ kind: 'busy', runId: killed.id });
    expect(late).toMatchObject({ kind: 'ran', run: { state: 'partial' } });
    expect(closed).toMatchObject({ state: 'failed', events: 0 });
    expect(closed?.note).toBeTypeOf('string');
    expect(Date.parse(closed?.endedAt ?? '')).toBeGreaterThan(Date.parse(killed.startedAt));
    await expectRight(keeper);
  });

// Whether its last commit stood when it was killed is chance; both must end the same.
for (const [name, placeFor] of STORES)
  test.concurrent(`on ${name}, killed at its last scan, or while it stores, or just after`, async (t) => {
    const keeper = await startChanged(t, await placeFor(t));
    await killRun(t, keeper, (calls) => calls['registrationAssignments.list'] === SCANS);

    const late = await reconcileAfter(keeper, LEASE_MS + SECOND);

    expect(late).toMatchObject({ kind: 'ran', run: { state: 'partial' } });
    await expectRight(keeper);
  });

type Keeper = Awaited<ReturnType<typeof startChanged>>;

/** A keeper with its baseline, over a world that has changed since. */
async function startChanged(t: TestContext, place: TestPlace) {
  const store = place.open(systemClock);
  const keeper = await startKeeper(t, {
    cloud: { latencyMs: 40 },
    settings: { LINK_POLICY: 'heal', SCAN_CONCURRENCY: '2', ...place.settings },
    wrapStore: () => store,
  });
  await runOnce(keeper.service);
  changeTheWorld(keeper.cloud);
  keeper.cloud.resetCalls();
  const { cloud, environment } = keeper;
  return { cloud, environment, store, place };
}

async function killRun(
  t: TestContext,
  { cloud, environment, store }: Keeper,
  isReached: (calls: Record<string, number>) => boolean,
): Promise<Run> {
  const child = startChild(t, [reconcileOnce], environment);
  await waitFor('the moment', () => isReached(cloud.calls()), START_LIMIT_MS).catch((error: unknown) => {
    throw new Error(`${child.output()}\n${child.errors()}`, { cause: error });
  });
  child.kill('SIGKILL');
  await child.ended;
  const [newest] = (await store.listRuns({ limit: 1 })).items;
  if (newest === undefined) throw new Error('No run was begun.');
  return newest;
}

/** The world, the rows and what was told, whenever the run was killed. */
async function expectRight(keeper: Keeper): Promise<void> {
  const { cloud, store } = keeper;
  const quiet = await reconcileAfter(keeper, 2 * LEASE_MS);
  expect(quiet).toMatchObject({ kind: 'ran', run: { events: 0 } });
  const { items: runs } = await store.listRuns({ limit: 100 });
  expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
  expect(cloud.linkHistory().at(-1)?.partnerId).toBe(DEMO_IDENTITY.partnerId);
  const told = tellings(await eventsOf(store));
  expect(told).toEqual([
    'delegation.removed 01',
    'link.created',
    'link.healed',
    'link.lost',
    'recognition.gained pal-only>pec 05',
    'recognition.lost pec>none 01',
  ]);
  const rows = demoRows().set(demoSubscriptionId(1), 'none').set(demoSubscriptionId(5), 'pec');
  expect(wordsOf(await rowsOf(store))).toEqual(rows);
}

/** Somebody takes a delegation and the link away, and gives another subscription a role that counts. */
function changeTheWorld({ world, setLink }: Cloud): void {
  subscriptionOf(world, 1).offers = [];
  const [offer] = subscriptionOf(world, 5).offers;
  const [earning] = subscriptionOf(world, 4).offers;
  if (offer !== undefined && earning !== undefined) offer.authorizations = earning.authorizations;
  setLink(DEMO_OTHER_PARTNER_ID);
}

/** A run of another process, that much later. */
async function reconcileAfter({ environment, place }: Keeper, ms: number) {
  const clock = { now: () => new Date(Date.now() + ms) };
  const store = place.open(clock);
  const logger = { info: () => undefined, error: () => undefined };
  return createServiceFor(environment, { clock, store, logger }).reconcile('default', {
    trigger: 'timer',
    dryRun: false,
    budgetMs: 30_000,
  });
}
