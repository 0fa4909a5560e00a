// What is to be sent about expected subscriptions: written with the events, kept until the identity's deliveries have
// taken it over, and nobody else's.
import { expect, test } from 'vitest';
import type { Presence } from '../../src/domain/judge-expected.ts';
import type { OutboxEntry } from '../../src/domain/outbox.ts';
import { deliverySpace, type Change, type StateStore } from '../../src/ports/store.ts';
import { openExpectedSpace } from '../../src/use-cases/expected-space.ts';
import { followExpected } from '../../src/use-cases/follow-expected.ts';
import { putExpectedSubscription } from '../../src/use-cases/keep-expected.ts';
import { newIdentity } from '../azure/harness.ts';
import { keeperFor } from '../azure/keeper-for-test.ts';
import { openHastyStore, temporaryFolder, type Cleanup } from '../harness/keeper.ts';
import { recordCommits } from '../harness/store-wraps.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';
import { sampleRecord } from '../storage/samples.ts';
import { write } from '../storage/store-fixture.ts';

const IDS = [1, 2].map((n) => `e0000000-0000-4000-8000-00000000000${n}`);

async function start(test: Cleanup) {
  const identityNames = ['a', 'b'];
  const clock = testClock();
  const changes: Change[] = [];
  const store = recordCommits(changes)(openHastyStore(await temporaryFolder(test), clock));
  const space = openExpectedSpace(store, clock, identityNames);
  for (const name of identityNames) {
    const observedAt = clock.now().toISOString();
    await write(store, { identity: sampleRecord({ name, observedAt }) }, name);
  }
  for (const subscriptionId of IDS) await putExpectedSubscription(space, { subscriptionId }, () => true);
  /** A run of this identity that sees the same of each. */
  const follow = (
    identity: string,
    runId: string,
    presence: Presence,
    { notifies = true, names = identityNames } = {},
  ) => {
    clock.advance(HOUR);
    const keeper = keeperFor(
      'http://127.0.0.1:1',
      { ...newIdentity(), name: identity },
      {
        store,
        clock,
        notifies,
        expected: openExpectedSpace(store, clock, names),
      },
    );
    const now = clock.now().toISOString();
    return followExpected(keeper, { identity, runId, startedAt: now, now }, () => presence);
  };
  const open = async () => (await store.readExpectedOutbox())?.entries.map(short);
  changes.length = 0;
  return { store, changes, follow, open };
}

const short = ({ number, identity, runId, events }: OutboxEntry) =>
  `${number} ${identity} ${runId} ${events}`;

async function takeOver(store: StateStore, identity: string, upTo: number): Promise<void> {
  const answer = await store.acquireLease(deliverySpace(identity), 'delivery', HOUR);
  if (answer.kind !== 'granted') throw new Error('It is held.');
  await store.commit(answer.lease, {
    delivery: { taken: { identity: 0, expected: upTo }, letters: [], receivers: {} },
  });
  await store.releaseLease(answer.lease);
}

test('stands in the same commit as what it tells, and a run with nothing to tell writes nothing', async (t) => {
  const { store, changes, follow } = await start(t);

  const { events } = await follow('a', 'r1', 'absent');
  await follow('a', 'r2', 'absent');

  expect(events).toHaveLength(2);
  expect(changes).toHaveLength(1);
  expect(changes[0]?.events).toEqual(events);
  expect(changes[0]?.expectedOutbox).toEqual({
    entries: [{ number: 1, identity: 'a', runId: 'r1', time: events[0]?.time, events: 2 }],
    last: 1,
  });
  expect((await store.readExpectedOutbox())?.last).toBe(1);
});

test('goes when its own identity has taken it over, by the next that tells', async (t) => {
  const { store, follow, open } = await start(t);
  await follow('b', 'r1', 'absent');
  await follow('a', 'r2', 'delegated');
  await takeOver(store, 'a', 2);

  await follow('a', 'r3', 'absent');
  const afterA = await open();
  await takeOver(store, 'b', 3);
  await follow('a', 'r4', 'delegated');

  expect(afterA).toEqual(['1 b r1 2', '3 a r3 2']);
  expect(await open()).toEqual(['3 a r3 2', '4 a r4 2']);
});

test('goes where nobody is left to take it over, or nobody is to be told any more', async (t) => {
  const { follow, open } = await start(t);
  await follow('b', 'r1', 'absent');

  await follow('a', 'r2', 'delegated', { names: ['a'] });
  const withoutB = await open();
  await follow('a', 'r3', 'absent', { notifies: false });

  expect(withoutB).toEqual(['2 a r2 2']);
  expect(await open()).toEqual([]);
});
