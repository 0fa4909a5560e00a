// A process killed at each step of a caller's write of the link, before the step had its effect and after it had it:
// whatever the step, what was done to the link is told once, by the caller, and the link is as the settings say in the end.
import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import type { Caller } from '../../src/domain/access.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { Service } from '../../src/service.ts';
import { cloudFor, openHastyStore, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { startGround, type Death } from '../harness/mortal.ts';
import { eventsOf, runOnce } from '../harness/run-once.ts';
import { storyWorld } from '../harness/story-world.ts';
import { HOUR, SECOND, testClock, type TestClock } from '../harness/test-clock.ts';

vi.setConfig({ testTimeout: 120_000 });

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;
const CALLER: Caller = `entra:${DEMO_IDENTITY.objectId}`;
const START = '2024-03-01T06:17:00.000Z';

interface Story {
  /** How the link stands when the caller comes; it was right before. */
  linked: string | null;
  call: (service: Service) => Promise<unknown>;
  /** Told in any case, and told only where the write reached Azure. */
  told: string[];
  toldIfDone: string[];
}

const allow = () => true;

const STORIES = {
  'removes a right link': {
    linked: OURS,
    call: (service) => service.deletePartnerLink('default', { confirm: OURS, caller: CALLER }, allow),
    told: [],
    toldIfDone: [`link.lost ${CALLER}`, 'link.healed keeper'],
  },
  'overrides a right link': {
    linked: OURS,
    call: (service) =>
      service.putPartnerLink('default', { partnerId: OTHER, override: true, caller: CALLER }, allow),
    told: [],
    toldIfDone: [`link.lost ${CALLER}`, 'link.healed keeper'],
  },
  'heals a lost link': {
    linked: OTHER,
    call: (service) =>
      service.putPartnerLink('default', { partnerId: OURS, override: false, caller: CALLER }, allow),
    told: ['link.lost observed'],
    toldIfDone: [`link.healed ${CALLER}`],
  },
} satisfies Record<string, Story>;

async function startStory({ linked, call, told, toldIfDone }: Story) {
  const test = { onTestFinished };
  const cloud = await cloudFor(test, { world: storyWorld() });
  const ground = await startGround(test, cloud.url);
  const baseline = await temporaryFolder(test);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const environment = (storePath: string) => ({
    ...settingsFor(ground.url, storePath),
    LINK_POLICY: 'heal',
    SCAN_CONCURRENCY: '1',
    NOTIFY_WEBHOOK_URL: `${ground.url}/_sink/link`,
    NOTIFY_WEBHOOK_SECRET: secret,
  });
  const begun = await ground.live(environment(baseline), testClock(START));
  await runOnce(begun.service);

  /** Of the same beginning: the call dies at that step, then perhaps a run does, and the next ones live. */
  async function tell(death: Death | undefined, deathOfRun?: Death) {
    const folder = await temporaryFolder(test);
    await cp(baseline, folder, { recursive: true });
    cloud.setLink(OURS);
    if (linked !== OURS) cloud.setLink(linked);
    const clock = testClock(START);
    clock.advance(HOUR);
    const sent = cloud.received('link').length;
    const states = cloud.linkHistory().length;
    const first = await ground.live(environment(folder), clock, death);
    await call(first.service).catch(() => undefined);
    const steps = first.steps();
    const isDone = cloud.linkHistory().slice(states).length > 0;
    let isRunDead = false;
    let isHealedByRun = false;
    if (deathOfRun !== undefined) {
      clock.advance(61 * SECOND);
      const second = await ground.live(environment(folder), clock, deathOfRun);
      await second.app.onTimer();
      isRunDead = second.isDead();
      isHealedByRun = cloud.linkHistory().at(-1)?.partnerId === OURS;
    }
    await surviveFrom(ground.live, folder, clock);
    const store = openHastyStore(folder, clock);
    const messages = new Map(
      cloud
        .received('link')
        .slice(sent)
        .filter(({ status }) => status === 202)
        .map(({ headers, body }) => [headers['webhook-id'], body]),
    );
    const sentEvents = [...messages.values()].flatMap(
      (body) => (JSON.parse(body) as { data: { events: KeeperEvent[] } }).data.events,
    );
    const { items: runs } = await store.listRuns({ limit: 100 });
    const record = await store.readIdentity('default');
    return {
      steps,
      isDead: first.isDead(),
      isDone,
      isRunDead,
      isHealedByRun,
      told: linesOf((await eventsOf(store)).filter(({ time }) => time !== START)),
      sent: linesOf(sentEvents),
      open: record?.linkIntents ?? [],
      running: runs.filter(({ state }) => state === 'running').length,
      partnerId: cloud.linkHistory().at(-1)?.partnerId,
    };
  }

  async function surviveFrom(live: typeof ground.live, folder: string, clock: TestClock): Promise<void> {
    clock.advance(61 * SECOND);
    const { app } = await live(environment(folder), clock);
    await app.onTimer();
    await app.onDeliverTimer();
  }

  const expected = (isDone: boolean) => {
    // Where it did not come so far, the run itself heals what is lost.
    const healed = linked === OURS ? [] : ['link.healed keeper'];
    return [...told, ...(isDone ? toldIfDone : healed)].toSorted();
  };
  return { tell, expected };
}

function linesOf(events: readonly KeeperEvent[]): string[] {
  return events
    .filter(({ type }) => type.startsWith('link.'))
    .map(({ type, actor }) => `${type} ${actor}`)
    .toSorted();
}

test.each([
  ['removes a right link', 'before'],
  ['removes a right link', 'after'],
  ['overrides a right link', 'after'],
  ['heals a lost link', 'after'],
] as const)('a call that %s, killed %s each step', async (name, moment) => {
  const { tell, expected } = await startStory(STORIES[name]);
  const { steps } = await tell(undefined);

  expect(steps).toBeGreaterThan(10);
  const done = new Set<boolean>();
  for (let step = 1; step <= steps; step += 1) {
    const { isDead, isDone, told, sent, open, running, partnerId } = await tell({ step, moment });

    done.add(isDone);
    expect({ step, isDead, told, sent, open, running, partnerId }).toEqual({
      step,
      isDead: true,
      told: expected(isDone),
      sent: expected(isDone),
      open: [],
      running: 0,
      partnerId: OURS,
    });
  }
  expect(done).toEqual(new Set([true, false]));
});

test('a call that removes it, killed after its write, and the run after it until it has healed it', async () => {
  const { tell, expected } = await startStory(STORIES['removes a right link']);
  const step = await stepOfWrite(tell);

  let isHealed = false;
  for (let runStep = 1; !isHealed; runStep += 1) {
    const death = { step: runStep, moment: 'after' } as const;
    const { isRunDead, isHealedByRun, told, sent, open, partnerId } = await tell(
      { step, moment: 'after' },
      death,
    );

    isHealed = isHealedByRun;
    expect({ runStep, isRunDead, told, sent, open, partnerId }).toEqual({
      runStep,
      isRunDead: true,
      told: expected(true),
      sent: expected(true),
      open: [],
      partnerId: OURS,
    });
  }
});

/** The first step after which the link is another one. */
async function stepOfWrite(tell: (death: Death) => Promise<{ isDone: boolean }>): Promise<number> {
  for (let step = 1; step < 30; step += 1) if ((await tell({ step, moment: 'after' })).isDone) return step;
  throw new Error('The call never wrote.');
}
