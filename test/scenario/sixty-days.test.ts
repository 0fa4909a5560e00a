// Sixty days of an identity whose process is killed at one step of each scheduled run, the next step each time. What is
// told, the calendar and what the receiver got are compared with the story as it is written down here.
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { startHost } from '../../local/host/host.ts';
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { shareApp } from '../../src/app.ts';
import type { KeeperEvent } from '../../src/domain/event.ts';
import { days } from '../harness/coverage.ts';
import { callUrl, functionFiles, REPOSITORY } from '../harness/host.ts';
import { cloudFor, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { startGround, type Death } from '../harness/mortal.ts';
import { tellings } from '../harness/run-once.ts';
import {
  addElder,
  ALDER,
  BIRCH,
  CEDAR,
  DOGWOOD,
  EARNING,
  ELDER,
  READING,
  redelegate,
  storyWorld,
  subscriptionIn,
} from '../harness/story-world.ts';
import { HOUR, SECOND, testClock } from '../harness/test-clock.ts';

vi.setConfig({ testTimeout: 240_000 });

const START = '2024-03-01T06:17:00.000Z';
const RUNS = 60 * 4;

interface Stage {
  cloud: Cloud;
  put: (path: string, body: unknown) => Promise<void>;
}

/** When (month-dayThour), and what happens in the world. */
const STORY: [at: string, happens: (stage: Stage) => void | Promise<void>][] = [
  ['03-05T10', ({ cloud }) => cloud.setLink(DEMO_OTHER_PARTNER_ID)],
  ['03-10T08', ({ cloud }) => redelegate(cloud.world, ALDER, [])],
  ['03-14T08', ({ cloud }) => redelegate(cloud.world, ALDER, EARNING)],
  ['03-20T20', ({ cloud }) => redelegate(cloud.world, BIRCH, READING)],
  ['03-25T01', ({ cloud }) => redelegate(cloud.world, BIRCH, EARNING)],
  ['03-30T00', ({ cloud }) => takeArmDown(cloud)],
  ['03-31T00', ({ cloud }) => cloud.clearFaults()],
  ['04-04T10', ({ cloud }) => (cloud.setLink(null), allowLinking(cloud, false))],
  ['04-05T02', ({ cloud }) => allowLinking(cloud, true)],
  ['04-09T03', ({ cloud }) => redelegate(cloud.world, DOGWOOD, EARNING)],
  ['04-13T03', ({ put }) => put(`/api/expected-subscriptions/${ELDER}`, { dueAt: '2024-04-15T00:00:00Z' })],
  ['04-18T13', ({ cloud }) => addElder(cloud.world)],
  ['04-22T07', ({ cloud }) => makeReadable(cloud, BIRCH, false)],
  ['04-22T19', ({ cloud }) => makeReadable(cloud, BIRCH, true)],
];

/** What there is to tell, by the hour of the run that could see it first. */
const HISTORY: Record<string, string[]> = {
  '03-01T06': ['link.created'],
  '03-05T12': ['link.healed', 'link.lost'],
  '03-10T12': ['delegation.removed 21', 'recognition.lost pec>none 21'],
  '03-14T12': ['delegation.returned 21', 'recognition.gained none>pec 21'],
  '03-21T00': ['recognition.lost pec>pal-only 22'],
  '03-25T06': ['recognition.gained pal-only>pec 22'],
  '03-30T00': ['run.failing'],
  '03-31T00': ['run.recovered'],
  '04-04T12': [
    'link.lost',
    'recognition.lost pal-only>none 24',
    'recognition.lost pec-partial>none 23',
    'recognition.lost pec>none 21',
    'recognition.lost pec>none 22',
  ],
  '04-05T06': [
    'link.healed',
    'recognition.gained none>pal-only 24',
    'recognition.gained none>pec 21',
    'recognition.gained none>pec 22',
    'recognition.gained none>pec-partial 23',
  ],
  '04-09T06': ['recognition.gained pal-only>pec 24'],
  '04-15T00': ['expected.missing 25'],
  '04-18T18': ['delegation.added 25', 'expected.arrived 25', 'recognition.gained none>pec 25'],
};

/** The outage of 30 March is longer than a word holds, and so is Birch's unread spell of 22 April: both into the next day. */
const CALENDAR: Record<string, Record<string, string>> = {
  '2024-03': {
    [ALDER]: '9P 1p 3n 1p 15P 2u',
    [BIRCH]: '20P 1p 3n 1p 4P 2u',
    [CEDAR]: '29p 1u 1p',
    [DOGWOOD]: '29n 1u 1n',
  },
  '2024-04': {
    [ALDER]: '3P 2p 25P',
    [BIRCH]: '3P 2p 16P 2u 7P',
    [CEDAR]: '30p',
    [DOGWOOD]: '8n 1p 21P',
    [ELDER]: '17n 1p 12P',
  },
};

test('is told, shown and sent as it happened, whatever step each run was killed at', async () => {
  const told = { onTestFinished };
  const clock = testClock(START);
  // Sixty days go by within seconds of the real time, by which ARM counts its limits.
  const cloud = await cloudFor(told, { world: storyWorld(), throttling: false });
  const ground = await startGround(told, cloud.url);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const environment = {
    ...settingsFor(ground.url, await temporaryFolder(told)),
    LINK_POLICY: 'heal',
    SCAN_CONCURRENCY: '1',
    NOTIFY_WEBHOOK_URL: `${ground.url}/_sink/story`,
    NOTIFY_WEBHOOK_SECRET: secret,
  };
  shareApp((await ground.live(environment, clock)).app);
  const { read, put } = await serve();
  const next = { step: 1, moment: 'before' as Death['moment'] };
  const killed = { before: 0, after: 0 };
  const story = [...STORY];

  for (let run = 0; run < RUNS; run += 1) {
    const now = clock.now().toISOString();
    while (story[0] !== undefined && `2024-${story[0][0]}` < now) await story.shift()?.[1]({ cloud, put });

    const first = await ground.live(environment, clock, { ...next });
    shareApp(first.app);
    await first.app.onTimer();
    if (first.isDead()) {
      killed[next.moment] += 1;
      next.step += 1;
    } else Object.assign(next, { step: 1, moment: next.moment === 'before' ? 'after' : 'before' });
    clock.advance(61 * SECOND);
    const second = await ground.live(environment, clock);
    shareApp(second.app);
    if (first.isDead()) await second.app.onTimer();
    await second.app.onDeliverTimer();
    if (run < RUNS - 1) clock.advance(6 * HOUR - 61 * SECOND);
  }

  expect(story).toEqual([]);
  expect(Math.min(killed.before, killed.after)).toBeGreaterThan(60);
  const events = (await read<{ value: KeeperEvent[] }>('/api/events?top=1000')).value;
  expect(byHour(events)).toEqual(HISTORY);
  for (const [month, coverage] of Object.entries(CALENDAR)) {
    const { subscriptions } = await read<Evidence>(`/api/evidence?month=${month}`);
    const seen = subscriptions.map((each) => [each.subscriptionId, each.days.map((day) => day.coverage)]);
    const written = Object.entries(coverage).map(([id, runs]) => [id, days(runs)]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(written));
  }
  const { messages, repeated } = receivedBy(cloud, secret);
  expect(messages.flatMap(({ data }) => data.events.map(({ id }) => id)).toSorted()).toEqual(
    events.map(({ id }) => id).toSorted(),
  );
  expect(new Set(messages.map(({ data }) => data.runId)).size).toBe(messages.length);
  // Only a kill between the receiver's answer and its record may repeat a message.
  expect(repeated).toBeLessThanOrEqual(killed.before + killed.after);
  const { value: runs } = await read<{ value: { state: string }[] }>('/api/reconciliations?top=1000');
  expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
});

interface Evidence {
  subscriptions: { subscriptionId: string; days: { coverage: string }[] }[];
}

interface Message {
  id: string;
  data: { runId: string; events: KeeperEvent[] };
}

/** The functions of whichever app is shared; its timers are the test's. */
async function serve() {
  const host = await startHost({
    appFolder: REPOSITORY,
    files: await functionFiles(),
    port: 0,
    settings: { 'AzureWebJobs.reconcile.Disabled': 'true', 'AzureWebJobs.deliver.Disabled': 'true' },
    shutdownTimeoutMs: 2000,
  });
  onTestFinished(() => host.close());
  return {
    read: async <T>(path: string): Promise<T> => {
      const { status, json } = await callUrl(`${host.url}${path}`);
      expect(status).toBe(200);
      return json as T;
    },
    put: async (path: string, body: unknown): Promise<void> => {
      const { status } = await callUrl(`${host.url}${path}`, { method: 'PUT', body: JSON.stringify(body) });
      expect(status).toBe(201);
    },
  };
}

/** What was told by the hour of its day. */
function byHour(events: readonly KeeperEvent[]): Record<string, string[]> {
  const hours = Map.groupBy(events, ({ time }) => time.slice(5, 13));
  return Object.fromEntries([...hours].toReversed().map(([hour, told]) => [hour, tellings(told)]));
}

/** Each message once, signed as its receiver asks. */
function receivedBy(cloud: Cloud, secret: string): { messages: Message[]; repeated: number } {
  const messages = new Map<string, Message>();
  const taken = cloud.received('story').filter(({ status }) => status === 202);
  for (const { headers, body } of taken) {
    const message = JSON.parse(body) as Message;
    expect(headers['webhook-id']).toBe(message.id);
    expect(headers['webhook-signature']).toBe(signatureOf(secret, headers, body));
    const earlier = messages.get(message.id);
    expect(earlier ?? message).toEqual(message);
    messages.set(message.id, message);
  }
  return { messages: [...messages.values()], repeated: taken.length - messages.size };
}

/** As the receiver's library makes it: its check of the time is left out, for the story plays in another year. */
function signatureOf(secret: string, headers: IncomingHttpHeaders, body: string): string {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  return new Webhook(secret).sign(String(headers['webhook-id']), at, body);
}

/** ARM alone: Entra and the receiver go on. */
function takeArmDown(cloud: Cloud): void {
  cloud.addFault({ kind: 'status', status: 503, match: String.raw`^\S+ /(subscriptions|providers)` });
}

function allowLinking({ world }: Cloud, mayLink: boolean): void {
  for (const principal of world.principals) principal.mayLink = mayLink;
}

function makeReadable({ world }: Cloud, subscriptionId: string, readable: boolean): void {
  subscriptionIn(world, subscriptionId).readable = readable;
}
