// Any mixture of runs, checks, changes, restarts and jumps of the clock, also in the middle of a run: rows are what is
// true, each subject is told of in its order and without a gap, the calendar's steps fit together, each message comes once.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { Run } from '../../src/domain/run.ts';
import { seenWord } from '../../src/domain/word-change.ts';
import { checksSpace, type StateStore } from '../../src/ports/store.ts';
import type { Service } from '../../src/service.ts';
import { readCurrentRows } from '../../src/use-cases/current-rows.ts';
import { collector, createServiceFor, openHastyStore, startKeeper } from '../harness/keeper.ts';
import { eventsOf, rowsOf, runOnce } from '../harness/run-once.ts';
import { ALDER, BIRCH, DOGWOOD, EARNING, READING, redelegate, storyWorld } from '../harness/story-world.ts';
import { DAY, HOUR, SECOND, testClock, type TestClock } from '../harness/test-clock.ts';
import { readAll } from '../storage/store-fixture.ts';

const ROLES = { pec: EARNING, 'pal-only': READING, none: [] };
type Word = keyof typeof ROLES;

const id = fc.constantFrom(ALDER, BIRCH, DOGWOOD);
const jump = fc.constantFrom(...[SECOND, HOUR, 6 * HOUR, DAY, 40 * DAY].flatMap((ms) => [ms, -ms]));
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'run', jump: 0 } as const) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('run' as const), jump }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), jump }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      id,
      word: fc.constantFrom<Word>('pec', 'pal-only', 'none'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('check' as const), id }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'unlink' } as const, { do: 'restart' } as const) },
);

test('whatever the clock does, nothing is lost, invented, told twice or out of its order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), live), {
    numRuns: 10,
    endOnFailure: true,
  });
}, 120_000);

async function live(steps: (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): Promise<void> {
  const clock = testClock();
  const { cloud, environment, folder, logs, store, ...keeper } = await startKeeper(
    { onTestFinished },
    {
      clock,
      cloud: { world: storyWorld(), throttling: false },
      settings: (url) => ({
        LINK_POLICY: 'heal',
        NOTIFY_WEBHOOK_URL: `${url}/_sink/hook`,
        NOTIFY_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
      }),
    },
  );
  let { service } = keeper;
  const truth = new Map<string, Word>([
    [ALDER, 'pec'],
    [BIRCH, 'pec'],
    [DOGWOOD, 'pal-only'],
  ]);
  await runOnce(service);

  for (const each of steps) {
    clock.advance(SECOND);
    if (each.do === 'jump') clock.advance(each.jump);
    if (each.do === 'unlink') cloud.setLink(null);
    if (each.do === 'restart')
      service = createServiceFor(environment, {
        clock,
        logger: collector(logs),
        store: openHastyStore(folder, clock),
      });
    if (each.do === 'change') {
      truth.set(each.id, each.word);
      redelegate(cloud.world, each.id, ROLES[each.word]);
    }
    if (each.do === 'check') await expectFollowed(service, each.id);
    if (each.do === 'run') await expectTrue(store, await runWithJump(service, clock, each.jump), truth);
    expectOrder(await eventsOf(store));
    await expectSteps(store);
  }

  for (let minutes = 0; minutes < 8; minutes += 1) {
    clock.advance(70 * SECOND);
    await service.deliverAll();
  }
  const told = cloud.received('hook').map(({ headers }) => headers['webhook-id']);
  const runs = new Set((await eventsOf(store)).map(({ runId }) => `default-${runId}-webhook`));
  expect(told).toHaveLength(runs.size);
  expect(new Set(told)).toEqual(runs);
}

function runWithJump(service: Service, clock: TestClock, ms: number): Promise<Run> {
  let isToJump = ms !== 0;
  return runOnce(service, {
    onProgress: ({ step: at }) => {
      if (at !== 'scanning' || !isToJump) return;
      isToJump = false;
      clock.advance(ms);
    },
  });
}

/** A run that lost its lease by the jump kept nothing, and the next one sees it. */
async function expectTrue(store: StateStore, run: Run, truth: ReadonlyMap<string, Word>): Promise<void> {
  expect((run.endedAt ?? '') >= run.startedAt).toBe(true);
  const rows = run.state === 'failed' ? [] : await rowsOf(store);
  for (const { subscriptionId, recognition } of rows)
    expect(recognition).toBe(truth.get(subscriptionId) ?? recognition);
}

/** The row follows what the check saw. */
async function expectFollowed(service: Service, subscriptionId: string): Promise<void> {
  const { view } = await service.checkOnboarding('default', subscriptionId);
  const row = await service.readSubscription('default', subscriptionId);
  expect(row?.recognition).toBe(view.recognition);
}

/** Of each subject: by their numbers they come one after the other, and each gain or loss goes on from the one before. */
function expectOrder(events: readonly KeeperEvent[]): void {
  const numberOf = (event: KeeperEvent) => Number(event.id.split('.').at(-1));
  for (const own of Map.groupBy(events, ({ subscriptionId }) => subscriptionId).values()) {
    const inOrder = own.toSorted((a, b) => numberOf(a) - numberOf(b));
    const times = inOrder.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
    const words = inOrder.filter(({ to }) => to !== undefined);
    expect(words.slice(1).map(({ from }) => from)).toEqual(words.slice(0, -1).map(({ to }) => to));
  }
}

/** Going back from the row as it stands, each step of the calendar leads to where the one after it began. */
async function expectSteps(store: StateStore): Promise<void> {
  const spaces = ['default', checksSpace('default')];
  const words = await Promise.all(spaces.map((space) => readAll((page) => store.listWords(space, page))));
  const newestFirst = words.flat().sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
  for (const row of await readCurrentRows(store, 'default')) {
    const own = newestFirst.filter(({ subscriptionId }) => subscriptionId === row.subscriptionId);
    const began = [seenWord(row), ...own.map(({ from }) => from)];
    expect(own.map(({ to }) => to)).toEqual(began.slice(0, own.length));
  }
}
