// What callers do to the link, as the days go by: status, events, evidence and messages tell it, once, and runs go on from it.
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { evidenceShape } from '../harness/evidence-shape.ts';
import type { Environment } from '../harness/keeper.ts';
import { cardTitles, hooked, MINUTE, serveNotified, sinksOf, type Notified } from '../harness/notified.ts';
import { linkClient, linkEvents, linkPath } from '../harness/partner-link.ts';
import { eventsOf, tellings } from '../harness/run-once.ts';
import { statusShape } from '../harness/shapes.ts';
import { HOUR } from '../harness/test-clock.ts';

const OURS = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

async function serveDays(settings: Environment = {}) {
  const notified = await serveNotified(
    { onTestFinished },
    { settings: (cloudUrl) => ({ ...sinksOf(cloudUrl), ...settings }) },
  );
  const calls = linkClient(notified);
  /** Hours later. */
  const later = async <T>(call: () => Promise<T>): Promise<T> => {
    notified.clock.advance(HOUR);
    return call();
  };
  return { ...notified, ...calls, later };
}

async function statusOf({ call }: Notified) {
  const [identity] = statusShape.parse((await call('/api/status')).json).identities;
  if (identity === undefined) throw new Error('There is no identity.');
  return identity;
}

async function evidenceLink({ call }: Notified): Promise<string[]> {
  const answer = await call('/api/evidence?month=2024-03');
  const { link } = evidenceShape.parse(answer.json);
  return link.map(({ from, to, state, partnerId = '' }) =>
    [from.slice(5, 16), to === null ? 'open' : to.slice(5, 16), state, partnerId].join(' ').trim(),
  );
}

/** What the webhook was told of the link, message by message. */
function toldLinks({ cloud }: Notified): string[][] {
  return hooked(cloud)
    .map(({ data }) => data.events.filter(({ type }) => type.startsWith('link.')))
    .filter((events) => events.length > 0)
    .map((events) => events.map(({ type, actor }) => `${type} ${actor}`).toSorted());
}

test('a right link removed by a caller is lost by that caller, and healed by the next run', async () => {
  const served = await serveDays();
  await served.run();
  const before = await statusOf(served);

  const removed = await served.later(() => served.remove(`?confirm=${OURS}`));
  const status = await statusOf(served);
  const [lost] = (await eventsOf(served.store)).toReversed();
  await served.run();
  await served.run();

  expect(removed.status).toBe(204);
  expect(before.link.state).toBe('right');
  expect(status).toMatchObject({ link: { state: 'none', conditions: [{ status: 'False' }] } });
  // Rows and runs are the runs' own.
  expect(status).toMatchObject({ totals: before.totals, lastRun: before.lastRun });
  expect(lost).toMatchObject({
    type: 'link.lost',
    actor: 'function-key',
    link: { before: { state: 'right', partnerId: OURS }, after: { state: 'none' } },
    note: expect.stringContaining('the next run sets it again'),
    time: '2024-03-01T13:17:00.000Z',
    runId: expect.stringMatching(/^link-/),
  });
  expect(await linkEvents(served)).toEqual([
    'link.created keeper',
    'link.lost function-key right>none',
    'link.healed keeper',
  ]);
  expect(toldLinks(served)).toEqual([
    ['link.created keeper'],
    ['link.lost function-key'],
    ['link.healed keeper'],
  ]);
  expect((await statusOf(served)).totals).toEqual(before.totals);
  expect(linkPath(served)).toEqual([null, OURS, null, OURS]);
  expect(await evidenceLink(served)).toEqual([
    '03-01T12:17 03-01T12:17 none',
    `03-01T12:17 03-01T13:17 right ${OURS}`,
    '03-01T13:17 03-01T19:17 none',
    `03-01T19:17 open right ${OURS}`,
  ]);
});

test('an override is lost by its caller; heal sets it back, create holds it and tells so once', async () => {
  const heal = await serveDays({ LINK_POLICY: 'heal' });
  await heal.run();
  const overridden = await heal.later(() => heal.set(OTHER, '?override=true'));
  await heal.run();
  await heal.run();
  const healed = await linkEvents(heal);
  const create = await serveDays({ LINK_POLICY: 'create' });
  await create.run();
  await create.later(() => create.set(OTHER, '?override=true'));
  await create.run();
  await create.run();
  const held = await linkEvents(create);
  const back = await create.later(() => create.set(OURS));
  await create.run();

  expect(overridden.json).toMatchObject({
    state: 'other',
    note: expect.stringContaining('sets the link back'),
  });
  expect(healed).toEqual(['link.created keeper', 'link.lost function-key right>other', 'link.healed keeper']);
  expect(linkPath(heal)).toEqual([null, OURS, OTHER, OURS]);
  expect(held).toEqual(['link.created keeper', 'link.lost function-key right>other', 'link.held observed']);
  expect(back.status).toBe(200);
  expect((await linkEvents(create)).slice(3)).toEqual(['link.healed function-key other>right']);
  expect(linkPath(create)).toEqual([null, OURS, OTHER, OURS]);
});

test('a loss that no run had seen is told by the call that heals it, and by nobody again', async () => {
  const served = await serveDays();
  await served.run();
  served.cloud.setLink(OTHER);

  await served.later(() => served.set(OURS));
  await served.run();

  expect(await linkEvents(served)).toEqual([
    'link.created keeper',
    'link.lost observed',
    'link.healed function-key other>right',
  ]);
  expect(toldLinks(served).at(-1)).toEqual(['link.healed function-key', 'link.lost observed']);
  expect(cardTitles(served.cloud).at(-1)).toBe('✗ Partner link lost and healed again');
  expect(await evidenceLink(served)).toEqual([
    '03-01T12:17 03-01T12:17 none',
    `03-01T12:17 03-01T13:17 right ${OURS}`,
    `03-01T13:17 03-01T13:17 other ${OTHER}`,
    `03-01T13:17 open right ${OURS}`,
  ]);
});

test('before the first run it is told, remembered and shown, and yet no baseline', async () => {
  const served = await serveDays();

  await served.later(() => served.set(OURS));
  const before = await statusOf(served);
  served.clock.advance(30 * 24 * HOUR);
  const muchLater = await statusOf(served);
  const ready = await served.call('/api/health/ready');
  await served.run();
  const record = await served.store.readIdentity('default');

  expect(before).toMatchObject({
    principalId: DEMO_IDENTITY.objectId,
    link: { state: 'right', partnerId: OURS },
    lastRun: null,
    stale: false,
  });
  // As before any run: nothing is late that never began.
  expect(muchLater.stale).toBe(false);
  expect(ready.status).toBe(200);
  expect(record).toMatchObject({
    baselineAt: served.clock.now().toISOString(),
    firstRunAt: served.clock.now().toISOString(),
  });
  expect(tellings(await eventsOf(served.store))).toEqual(['link.created']);
  expect(await linkEvents(served)).toEqual(['link.created function-key none>right']);
});

test('what a caller sets otherwise than the settings say is no good news in Teams', async () => {
  const served = await serveDays({ LINK_POLICY: 'heal' });

  await served.later(() => served.set(OTHER, '?override=true'));
  await served.later(() => served.remove(`?confirm=${OTHER}`));
  await served.later(() => served.set(OURS));

  expect(await linkEvents(served)).toEqual([
    'link.created function-key none>other',
    'link.changed function-key other>none',
    'link.created function-key none>right',
  ]);
  expect(cardTitles(served.cloud)).toEqual([
    '✗ Partner link set by hand, and not to the right ID',
    '✗ Partner link set by hand, and not to the right ID',
    '✓ Partner link set',
  ]);
  const [first] = served.cloud.received('teams');
  expect(first?.body).toContain('By a caller with a function key. LINK\\\\_POLICY is heal: the next run');
});

test('a receiver that is away hears of it later, under the same id, once', async () => {
  const served = await serveDays();
  served.cloud.addFault({ kind: 'status', status: 503, operation: 'sink.hook', times: 1 });

  const set = await served.set(OURS);
  await served.deliverAfter(MINUTE);
  await served.deliverAfter(MINUTE);

  expect(set.status).toBe(200);
  expect(served.cloud.received('hook').map(({ status }) => status)).toEqual([503, 202]);
  const ids = served.cloud.received('hook').map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^default-link-.*-webhook$/);
});

test('without receivers nothing is kept for them', async () => {
  const served = await serveNotified({ onTestFinished }, { settings: {} });

  await linkClient(served).set(OURS);

  expect((await served.store.readIdentity('default'))?.outbox?.entries).toEqual([]);
});
