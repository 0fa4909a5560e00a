// Two processes that are both told to reconcile one identity, over and over, while the world changes: only one of them
// is at it at any time, what it wrote stands, and each change is told exactly once, on either store.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import type { Offer } from '../../local/cloud/world.ts';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { StateStore } from '../../src/ports/store.ts';
import type { ReconcileAnswer } from '../../src/use-cases/reconcile.ts';
import { startChild, type Child } from '../harness/child.ts';
import { cloudFor, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { countWords, fleetRows, wordsOf } from '../harness/oracle.ts';
import { rowsOf } from '../harness/run-once.ts';
import { filePlace, tablesPlace, type TestPlace } from '../harness/store-places.ts';
import { useAzurite } from '../storage/azurite.ts';
import { readAll } from '../storage/store-fixture.ts';

const azurite = useAzurite();

const reconcileOnCall = fileURLToPath(new URL('../harness/reconcile-on-call.ts', import.meta.url));
const ROUNDS = 50;
const SUBSCRIPTIONS = 4;

const STORES: [name: string, place: (t: TestContext) => Promise<TestPlace>][] = [
  ['the file store', filePlace],
  ['Tables', async () => tablesPlace(azurite)],
];

test.for(STORES)('on %s', { timeout: 60_000 }, async ([, placeFor], t) => {
  const place = await placeFor(t);
  const world = await startWorld(t);
  const proof = join(await temporaryFolder(t), 'at-it');
  const environment = { ...settingsFor(world.url, ''), LINK_POLICY: 'heal', ...place.settings };
  const start = () => startChild(t, [reconcileOnCall, proof], environment, { input: true });
  const processes = [start(), start()];
  const answers: ReconcileAnswer[] = [];

  answers.push(...(await ask(processes, 'once', 1)));
  for (let round = 1; round <= ROUNDS; round += 1) {
    world.change(round);
    answers.push(...(await ask(processes, round % 10 === 0 ? 'until it ran' : 'once', round + 1)));
  }

  const store = place.open(systemClock);
  const ran = answers.flatMap((answer) => (answer.kind === 'ran' ? [answer.run] : []));
  const busy = answers.flatMap((answer) => (answer.kind === 'busy' ? [answer.runId] : []));
  // Somebody ran in every round and both in every tenth; and they did meet.
  expect(ran.length).toBeGreaterThanOrEqual(1 + ROUNDS + ROUNDS / 10);
  expect(busy.length).toBeGreaterThan(ROUNDS / 4);
  const listed = await readAll((page) => store.listRuns(page));
  const byId = new Map(listed.map((run) => [run.id, run]));
  expect(byId).toEqual(new Map(ran.map((run) => [run.id, run])));
  expect(new Set(ran.map(({ state }) => state))).toEqual(new Set(['succeeded']));
  for (const runId of busy) expect(byId.has(runId)).toBe(true);
  await expectLikeWorld(store, world, listed.length);
});

type World = Awaited<ReturnType<typeof startWorld>>;

async function expectLikeWorld(store: StateStore, world: World, runs: number): Promise<void> {
  const rows = await rowsOf(store);
  expect(wordsOf(rows)).toEqual(world.rows());
  const record = await store.readIdentity('default');
  expect(record?.totals).toEqual(countWords(world.rows().values(), 0));
  expect(record).toMatchObject({ failing: false, link: { state: 'right' } });
  const events = await readAll((page) => store.listEvents(page));
  expect(tell(events)).toEqual(world.changes.toSorted());
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const listed = await readAll((page) => store.listRuns(page));
  expect(listed.reduce((sum, run) => sum + run.events, 0)).toBe(events.length);
  const words = await readAll((page) => store.listWords('default', page));
  expect(words).toHaveLength(world.changes.filter((line) => line.startsWith('recognition')).length);
  const last = listed.toSorted((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? 1 : -1))[0];
  expect(record?.lastRun?.id).toBe(last?.id);
  expect(listed).toHaveLength(runs);
}

/** Subscriptions that come and go, one a round, and now and then somebody who takes the link. */
async function startWorld(t: TestContext) {
  const fleet = fleetWorld({ subscriptions: SUBSCRIPTIONS });
  const cloud = await cloudFor(t, { world: fleet.world, throttling: false });
  const all = fleet.world.customers.flatMap((customer) => customer.subscriptions);
  const earning = all.filter(({ subscriptionId }) => fleet.expected.get(subscriptionId) === 'pec');
  const offers = new Map<string, Offer[]>(earning.map((each) => [each.subscriptionId, each.offers]));
  const gone = new Set<string>();
  const changes = ['link.created'];
  return {
    url: cloud.url,
    /** What must have been told, as lines. */
    changes,
    rows: () =>
      new Map([...fleetRows(fleet.expected)].map(([id, word]) => [id, gone.has(id) ? 'none' : word])),
    change(round: number) {
      const subscription = earning[round % earning.length];
      if (subscription === undefined) throw new Error('Nobody earns in this world.');
      const { subscriptionId: id } = subscription;
      const returns = gone.delete(id);
      if (!returns) gone.add(id);
      subscription.offers = returns ? (offers.get(id) ?? []) : [];
      changes.push(
        ...(returns
          ? [`delegation.returned ${id}`, `recognition.gained none>pec ${id}`]
          : [`delegation.removed ${id}`, `recognition.lost pec>none ${id}`]),
      );
      if (round % 7 !== 0) return;
      cloud.setLink(DEMO_OTHER_PARTNER_ID);
      changes.push('link.lost', 'link.healed');
    },
  };
}

function tell(events: Awaited<ReturnType<StateStore['listEvents']>>['items']): string[] {
  return events
    .map(({ type, from, to, subscriptionId }) =>
      [type, from === undefined ? [] : `${from}>${to}`, subscriptionId ?? []].flat().join(' '),
    )
    .sort();
}

/** Both at once. @returns what they answered to this line, counted from 1 */
async function ask(processes: readonly Child[], line: string, nth: number): Promise<ReconcileAnswer[]> {
  for (const child of processes) child.tell(line);
  return Promise.all(
    processes.map(async (child) => {
      await child.until(new RegExp(`^(?:.*\\n){${nth}}`));
      const lines = child.output().split('\n');
      return JSON.parse(lines[nth - 1] ?? '') as ReconcileAnswer;
    }),
  );
}
