// Runs, checks and calls of the link in any order and at once, while the customers, the link and Azure do as they like:
// at every moment status, lists, dashboard, diagnosis, evidence and history say the same, and each thing was told once.
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import { checksSpace, StoreUnavailable, type StateStore } from '../../src/ports/store.ts';
import type { Service } from '../../src/service.ts';
import { createServiceFor, startKeeper, type Cleanup } from '../harness/keeper.ts';
import { hooked, MINUTE, sinksOf } from '../harness/notified.ts';
import { eventsOf, runOnce } from '../harness/run-once.ts';
import {
  addElder,
  ALDER,
  BIRCH,
  CEDAR,
  EARNING,
  ELDER,
  READING,
  redelegate,
  storyWorld,
} from '../harness/story-world.ts';
import { mortalStore } from '../harness/store-wraps.ts';
import { testClock, type TestClock } from '../harness/test-clock.ts';
import { readAll } from '../storage/store-fixture.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;
const SUBJECTS = [ALDER, BIRCH, CEDAR, ELDER];
const RANK: Record<string, number> = { none: 0, 'pal-only': 1, 'pec-partial': 2, pec: 3 };

interface Stage {
  /** A process of its own over the same store, or over what stands between. */
  start: (store: StateStore) => Service;
  cloud: Cloud;
  service: Service;
  store: StateStore;
  clock: TestClock;
}

type Deed = (stage: Stage) => unknown;

const allow = () => true;
const check = ({ service }: Stage, id: string) => service.checkOnboarding('default', id);
const run = ({ service }: Stage) =>
  service.reconcile('default', { trigger: 'timer', dryRun: false, budgetMs: 60_000 });
const put = ({ service }: Stage, partnerId: string) =>
  service.putPartnerLink('default', { partnerId, override: true, caller: 'function-key' }, allow);
const remove = ({ service }: Stage, confirm: string) =>
  service.deletePartnerLink('default', { confirm, caller: 'function-key' }, allow);

const subject = fc.constantFrom(...SUBJECTS);
const named = (name: string, deed: Deed) => ({ name, deed });

const world = fc.oneof(
  fc
    .tuple(subject, fc.constantFrom<readonly string[]>([], READING, EARNING))
    .map(([id, roles]) =>
      named(`delegate ${id.slice(-2)} ${roles.length}`, ({ cloud }) => redelegate(cloud.world, id, roles)),
    ),
  fc
    .constantFrom(null, OURS, OTHER)
    .map((partnerId) => named(`link is ${partnerId}`, ({ cloud }) => cloud.setLink(partnerId))),
  fc
    .constantFrom('registrationAssignments', 'partners.get', 'subscriptions.list', 'partner.create')
    .map((operation) =>
      named(`fault ${operation}`, ({ cloud }) =>
        cloud.addFault({ kind: 'status', status: 400, operation, times: 1 }),
      ),
    ),
);
const slow = fc
  .constantFrom('partners.get', 'registrationAssignments', 'subscriptions.get', 'subscriptions.list')
  .map((operation) =>
    named(`slow ${operation}`, ({ cloud }) => cloud.addFault({ kind: 'delay', ms: 40, operation, times: 1 })),
  );
const call = fc.oneof(
  { weight: 3, arbitrary: subject.map((id) => named(`check ${id.slice(-2)}`, (stage) => check(stage, id))) },
  { weight: 2, arbitrary: fc.constant(named('run', run)) },
  fc.constant(
    named('dry run', ({ service }) =>
      service.reconcile('default', { trigger: 'http', dryRun: true, budgetMs: 60_000 }),
    ),
  ),
  fc.constantFrom(OURS, OTHER).map((id) => named(`put ${id}`, (stage) => put(stage, id))),
  fc.constantFrom(OURS, OTHER).map((id) => named(`remove ${id}`, (stage) => remove(stage, id))),
  subject.map((id) =>
    named(`expect ${id.slice(-2)}`, ({ service }) => service.putExpected({ subscriptionId: id }, allow)),
  ),
);
/** While the others are under way. */
const meanwhile = world.map(({ name, deed }) =>
  named(`meanwhile ${name}`, async (stage) => {
    await pause(15);
    return deed(stage);
  }),
);
/** A process dies at a call of its store while another one works; after its lease the next run comes. */
const killed = fc.tuple(call, call, fc.integer({ min: 2, max: 30 })).map(([dying, living, at]) =>
  named(`killed at ${at}: ${dying.name}, beside ${living.name}`, async (stage) => {
    const mortal = mortalStore(stage.store, at);
    const dead = Promise.resolve(dying.deed({ ...stage, service: stage.start(mortal.store) }));
    const alive = Promise.resolve(living.deed(stage)).catch((error: unknown) => {
      // What the dead one holds is not to be had for a while.
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    await Promise.all([Promise.race([dead, mortal.died]), alive]);
    stage.clock.advance(3 * MINUTE);
    await runOnce(stage.service);
  }),
);
const step = fc.oneof(
  killed,
  world,
  slow,
  { weight: 3, arbitrary: call },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof({ weight: 3, arbitrary: call }, meanwhile, slow), { minLength: 2, maxLength: 4 })
      .map((all) =>
        named(all.map(({ name }) => name).join(' + '), (stage) =>
          Promise.all(all.map(({ deed }) => deed(stage))),
        ),
      ),
  },
);

async function expectAgreement({ service, store, cloud }: Stage): Promise<void> {
  const { items: rows } = await service.listSubscriptions({ identities: ['default'], top: 1000 });
  const [status] = (await service.status()).identities;
  const { notDelegated: _, ...totals } = status?.totals ?? { notDelegated: 0 };
  const counts = Object.fromEntries(
    Object.keys(totals).map((word) => [word, rows.filter(({ recognition }) => recognition === word).length]),
  );
  expect(totals).toEqual(counts);

  const dashboard = await service.readDashboard({ top: 200 });
  expect(dashboard.subscriptions.words).toEqual(counts);
  expect(dashboard.panels[0]).toMatchObject({ totals: status?.totals, link: status?.link });
  for (const block of dashboard.subscriptions.page.customers)
    for (const line of block.lines)
      expect(rows.find(({ subscriptionId }) => subscriptionId === line.subscriptionId)).toMatchObject({
        recognition: line.recognition,
        since: line.since,
      });

  const events = await eventsOf(store);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const evidence = await service.readEvidence('default', '2024-03');
  for (const row of rows) {
    const { subscriptionId, recognition } = row;
    expect(await service.readSubscription('default', subscriptionId)).toEqual(row);
    const diagnosis = await service.diagnose('default', subscriptionId);
    expect(diagnosis?.observedAt).toBe(row.observedAt);
    const found = diagnosis?.reasons.flatMap(({ finding }) => finding?.code ?? []) ?? [];
    const linkFindings = row.findings
      .map(({ code }) => code)
      .filter((code) => /^link-(missing|other)/.test(code));
    if (status?.link.state === 'right' && linkFindings.length === 0)
      expect(found.filter((code) => /^link-(missing|other)/.test(code))).toEqual([]);
    const own = events.filter((each) => each.subscriptionId === subscriptionId);
    expectStory(own, recognition);
    const shown = evidence.subscriptions.find((each) => each.subscriptionId === subscriptionId);
    expect(shown?.transitions.map(({ id }) => id) ?? []).toEqual(
      shown === undefined ? [] : own.filter(({ type }) => type.startsWith('recognition')).map(({ id }) => id),
    );
  }
  const newest = evidence.subscriptions
    .flatMap(({ transitions }) => transitions.map(({ time }) => time))
    .toSorted()
    .at(-1);
  expect(evidence.generatedAt >= (newest ?? '')).toBe(true);
  // A message for each, and each in one message.
  await service.deliverAll();
  const messages = new Map(hooked(cloud).map(({ id, data }) => [id, data.events]));
  const told = [...messages.values()].flat().map(({ id }) => id);
  expect(told.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
}

/** What was told of one subscription leads from word to word, up to the one that stands. */
function expectStory(events: readonly KeeperEvent[], recognition: string): void {
  const words = events.filter(({ type }) => type.startsWith('recognition'));
  for (const [index, { type, from = '', to = '' }] of words.entries()) {
    expect(type).toBe((RANK[to] ?? 0) > (RANK[from] ?? 0) ? 'recognition.gained' : 'recognition.lost');
    if (index > 0) expect(from).toBe(words[index - 1]?.to);
  }
  if (words.length > 0 && recognition !== 'unknown') expect(recognition).toBe(words.at(-1)?.to);
  const delegations = events.map(({ type }) => type).filter((type) => type.startsWith('delegation'));
  for (const [index, type] of delegations.entries())
    if (index > 0)
      expect(type === 'delegation.removed').toBe(delegations[index - 1] !== 'delegation.removed');
}

/** The steps of the calendar, of runs and checks, lead from one to the next. */
async function expectUnbrokenWords({ store }: Stage): Promise<void> {
  const spaces = ['default', checksSpace('default')];
  const all = (
    await Promise.all(spaces.map((space) => readAll((page) => store.listWords(space, page))))
  ).flat();
  const inTime = all.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  for (const words of Map.groupBy(inTime, ({ subscriptionId }) => subscriptionId).values())
    for (const [index, { from }] of words.entries()) if (index > 0) expect(from).toBe(words[index - 1]?.to);
}

async function play(cleanup: Cleanup, steps: readonly ReturnType<typeof named>[]): Promise<void> {
  const clock = testClock();
  // No two moments are the same, as good as never in the world either.
  const ticking = {
    ...clock,
    now: () => {
      clock.advance(1);
      return clock.now();
    },
  };
  const options = { cloud: { world: storyWorld(), throttling: false }, clock: ticking, settings: sinksOf };
  const { cloud, service, store, environment } = await startKeeper(cleanup, options);
  const logger = { info: () => undefined, error: () => undefined };
  const start = (over: StateStore): Service =>
    createServiceFor(environment, { clock: ticking, logger, store: over });
  const stage: Stage = { cloud, service, store, clock, start };
  addElder(cloud.world);
  redelegate(cloud.world, ELDER, []);
  await runOnce(service);
  for (const { deed } of steps) {
    clock.advance(7 * MINUTE);
    await deed(stage);
    await expectAgreement(stage);
    await expectUnbrokenWords(stage);
  }
  cloud.clearFaults();
  clock.advance(MINUTE);
  await runOnce(service);
  await expectAgreement(stage);
  clock.advance(MINUTE);
  const { events } = await runOnce(service);
  expect(events).toBe(0);
  const told = (await eventsOf(store)).length;
  for (const id of SUBJECTS) {
    clock.advance(MINUTE);
    const row = await service.readSubscription('default', id);
    const { view } = await check(stage, id);
    expect(view.recognition).toBe(row?.recognition ?? view.recognition);
  }
  expect((await eventsOf(store)).length).toBe(told);
}

test('whatever happens, and in whatever order', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const clean: (() => Promise<void> | void)[] = [];
      try {
        await play({ onTestFinished: (each) => void clean.push(each) }, steps);
      } finally {
        for (const each of clean.toReversed()) await each();
      }
    }),
    { numRuns: 6 },
  );
});
