// One eventful run, killed at each of its steps in turn, before the step had its effect and after it had it: whatever
// the step, the next run leaves the same rows, and what is told is what happened, each thing once.
import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Received } from '../../local/cloud/sinks.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import { cloudFor, openHastyStore, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { startGround, type Death } from '../harness/mortal.ts';
import { wordsOf } from '../harness/oracle.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';
import {
  ALDER,
  BIRCH,
  CEDAR,
  DOGWOOD,
  EARNING,
  ELDER,
  redelegate,
  storyWorld,
} from '../harness/story-world.ts';
import { HOUR, SECOND, testClock } from '../harness/test-clock.ts';

vi.setConfig({ testTimeout: 120_000 });

const BASELINE = '2024-03-01T06:17:00.000Z';

/** What the run finds. */
const HAPPENED = [
  'delegation.removed 21',
  'expected.missing 25',
  'link.created',
  'link.healed',
  'link.lost',
  'recognition.gained pal-only>pec 24',
  'recognition.lost pec>none 21',
];

test.each(['before', 'after'] as const)('killed %s each step', async (moment) => {
  const story = await startStory();
  const { steps } = await story.tell(undefined);

  expect(steps).toBeGreaterThan(30);
  for (let step = 1; step <= steps; step += 1) {
    const { isDead, told, sent, words, running, partnerId } = await story.tell({ step, moment });

    expect({ step, isDead, told, sent, running, partnerId }).toEqual({
      step,
      isDead: true,
      told: HAPPENED,
      sent: HAPPENED,
      running: 0,
      partnerId: DEMO_IDENTITY.partnerId,
    });
    expect(words).toEqual(
      new Map([
        [ALDER, 'none'],
        [BIRCH, 'pec'],
        [CEDAR, 'pec-partial'],
        [DOGWOOD, 'pec'],
      ]),
    );
  }
});

async function startStory() {
  const test = { onTestFinished };
  // More runs than ARM's limits allow within the real seconds that they take.
  const cloud = await cloudFor(test, { world: storyWorld(), throttling: false });
  const ground = await startGround(test, cloud.url);
  const baseline = await temporaryFolder(test);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const environment = (storePath: string) => ({
    ...settingsFor(ground.url, storePath),
    LINK_POLICY: 'heal',
    SCAN_CONCURRENCY: '1',
    NOTIFY_WEBHOOK_URL: `${ground.url}/_sink/step`,
    NOTIFY_WEBHOOK_SECRET: secret,
  });
  const { service: begun } = await ground.live(environment(baseline), testClock(BASELINE));
  await runOnce(begun);
  const dueAt = '2024-03-01T08:00:00.000Z';
  await begun.putExpected({ subscriptionId: ELDER, dueAt }, () => true);
  const begunWith = cloud.received('step');
  redelegate(cloud.world, ALDER, []);
  redelegate(cloud.world, DOGWOOD, EARNING);

  /** Of the same beginning, with another end of the first process. */
  async function tell(death: Death | undefined) {
    const folder = await temporaryFolder(test);
    await cp(baseline, folder, { recursive: true });
    cloud.setLink(DEMO_OTHER_PARTNER_ID);
    const clock = testClock(BASELINE);
    clock.advance(6 * HOUR);
    const first = await ground.live(environment(folder), clock, death);
    const before = cloud.received('step').length;
    await first.app.onTimer();
    const steps = first.steps();
    clock.advance(61 * SECOND);
    const { app } = await ground.live(environment(folder), clock);
    await app.onTimer();
    await app.onDeliverTimer();
    await app.onDeliverTimer();
    const store = openHastyStore(folder, clock);
    const { items: runs } = await store.listRuns({ limit: 100 });
    return {
      steps,
      isDead: first.isDead(),
      told: tellings(await eventsOf(store)),
      sent: tellings(eventsSent([...begunWith, ...cloud.received('step').slice(before)])),
      words: wordsOf(await rowsOf(store)),
      running: runs.filter(({ state }) => state === 'running').length,
      partnerId: cloud.linkHistory().at(-1)?.partnerId,
    };
  }
  return { tell };
}

/** Of each message once: only one that is repeated comes under an id that came before. */
function eventsSent(received: readonly Received[]): KeeperEvent[] {
  const taken = received.filter(({ status }) => status === 202);
  const messages = new Map(taken.map(({ headers, body }) => [headers['webhook-id'], body]));
  return [...messages.values()].flatMap(
    (body) => (JSON.parse(body) as { data: { events: KeeperEvent[] } }).data.events,
  );
}
