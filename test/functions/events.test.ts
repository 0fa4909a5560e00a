// The history over HTTP: every event once, newest first, filtered and paged as the contract says.
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { subscriptionOf } from '../harness/days.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { readAll } from '../harness/read-all.ts';
import { eventsShape, type EventJson } from '../harness/shapes.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const clock = testClock('2024-03-01T06:17:00.000Z');

let served: Served;
let all: EventJson[];

beforeAll(async () => {
  served = await serveKeeper(file, { clock });
  const { world } = served.cloud;
  const first = subscriptionOf(world, 1);
  const { offers } = first;
  const changes = [
    () => undefined,
    () => (first.offers = []),
    () => (first.offers = offers),
    () => (subscriptionOf(world, 5).offers = []),
    () => served.cloud.setLink(null),
  ];
  for (const change of changes) {
    change();
    clock.advance(12 * HOUR);
    await served.post('/api/reconciliations');
  }
  all = await list('events');
});

const short = ({ type, subscriptionId = '', from, to }: EventJson) =>
  [type, from === undefined ? '' : `${from}>${to}`, subscriptionId.slice(9, 13)]
    .filter((each) => each !== '')
    .join(' ');

async function list(path: string): Promise<EventJson[]> {
  return eventsShape.parse((await served.call(`/api/${path}`)).json).value;
}

test('tells what happened, newest first, and the baseline only its link', () => {
  expect(all.map((event) => event.time)).toEqual(
    all
      .map(({ time }) => time)
      .toSorted()
      .toReversed(),
  );
  expect(all.map(short).toSorted()).toEqual(
    [
      'link.created',
      'delegation.removed 0001',
      'recognition.lost pec>none 0001',
      'delegation.returned 0001',
      'recognition.gained none>pec 0001',
      'delegation.removed 0005',
      'recognition.lost pal-only>none 0005',
      'link.lost',
      'link.healed',
    ].toSorted(),
  );
});

test('agrees with what each run says it told', async () => {
  const runs = (await served.call('/api/reconciliations')).json as {
    value: { endedAt: string; events: number }[];
  };

  expect(runs.value.map(({ events }) => events)).toEqual(
    runs.value.map(({ endedAt }) => all.filter(({ time }) => time === endedAt).length),
  );
});

describe('filters', () => {
  test.each([
    ['type=recognition.lost', (event: EventJson) => event.type === 'recognition.lost'],
    [
      `subscriptionId=${demoSubscriptionId(1).toUpperCase()}`,
      (event: EventJson) => event.subscriptionId === demoSubscriptionId(1),
    ],
    ['identity=default', () => true],
    ['from=2024-03-02', (event: EventJson) => event.time >= '2024-03-02'],
    ['to=2024-03-02', (event: EventJson) => event.time < '2024-03-03'],
    ['from=2024-03-02&to=2024-03-02', (event: EventJson) => event.time.startsWith('2024-03-02')],
    [
      `type=delegation.removed&subscriptionId=${demoSubscriptionId(5)}`,
      (event: EventJson) =>
        event.type === 'delegation.removed' && event.subscriptionId === demoSubscriptionId(5),
    ],
  ])('?%s', async (query, wanted) => {
    const events = await list(`events?${query}`);

    expect(events).toEqual(all.filter(wanted));
    expect(events).not.toEqual([]);
  });

  test('from and to hold the very moment, with any offset', async () => {
    const time = all.at(-1)?.time ?? '';
    const shifted = encodeURIComponent(time.replace('Z', '+00:00'));

    expect(await list(`events?from=${shifted}&to=${time}`)).toEqual(
      all.filter((event) => event.time === time),
    );
  });
});

test.each([1, 2, 4, 1000])('pages of %i hold each event once', async (top) => {
  const { items } = await readAll(`${served.host.url}/api/events?top=${top}`, eventsShape);

  expect(items).toEqual(all);
});

test('the history of one subscription, and 404 where nothing was told', async () => {
  const events = await list(`subscriptions/${demoSubscriptionId(1)}/events`);
  const none = await list(`subscriptions/${demoSubscriptionId(1)}/events?from=2025-01-01`);
  const quiet = await served.call(`/api/subscriptions/${demoSubscriptionId(2)}/events`);

  expect(events).toEqual(all.filter(({ subscriptionId }) => subscriptionId === demoSubscriptionId(1)));
  expect(none).toEqual([]);
  expectProblem(quiet, 404, 'subscription-not-found');
});

test('CSV has the same events', async () => {
  const { text } = await served.call('/api/events?format=csv');

  const lines = text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('id,time,type,identity,subscriptionId,from,to,findings,actor');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(all.map(({ id }) => id));
});
