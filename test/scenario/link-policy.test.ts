// Every policy over every state of the link: the world afterwards, what the run tells, what each row says of it.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cloud } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { startKeeper } from '../harness/keeper.ts';
import { eventsOf, rowsOf, runOnce, tellings } from '../harness/run-once.ts';

const RIGHT = DEMO_IDENTITY.partnerId;
const OTHER = DEMO_OTHER_PARTNER_ID;

const STATES = {
  none: () => undefined,
  right: (cloud: Cloud) => cloud.setLink(RIGHT),
  other: (cloud: Cloud) => cloud.setLink(OTHER),
  unreadable: (cloud: Cloud) => {
    cloud.setLink(OTHER);
    cloud.addFault({ kind: 'status', status: 403, operation: 'partners.get' });
  },
} as const;

interface Expected {
  action: string;
  after: 'none' | 'right' | 'other' | 'unreadable';
  /** The link of the world afterwards. */
  world: string | null;
  events: string[];
  palCalls: number;
}

const TABLE: [policy: string, state: keyof typeof STATES, expected: Expected][] = [
  ['observe', 'none', { action: 'held', after: 'none', world: null, events: [], palCalls: 1 }],
  ['observe', 'right', { action: 'none', after: 'right', world: RIGHT, events: [], palCalls: 1 }],
  ['observe', 'other', { action: 'held', after: 'other', world: OTHER, events: ['link.held'], palCalls: 1 }],
  ['observe', 'unreadable', { action: 'none', after: 'unreadable', world: OTHER, events: [], palCalls: 1 }],
  [
    'create',
    'none',
    { action: 'created', after: 'right', world: RIGHT, events: ['link.created'], palCalls: 3 },
  ],
  ['create', 'right', { action: 'none', after: 'right', world: RIGHT, events: [], palCalls: 1 }],
  ['create', 'other', { action: 'held', after: 'other', world: OTHER, events: ['link.held'], palCalls: 1 }],
  ['create', 'unreadable', { action: 'none', after: 'unreadable', world: OTHER, events: [], palCalls: 1 }],
  [
    'heal',
    'none',
    { action: 'created', after: 'right', world: RIGHT, events: ['link.created'], palCalls: 3 },
  ],
  ['heal', 'right', { action: 'none', after: 'right', world: RIGHT, events: [], palCalls: 1 }],
  [
    'heal',
    'other',
    { action: 'changed', after: 'right', world: RIGHT, events: ['link.changed'], palCalls: 3 },
  ],
  ['heal', 'unreadable', { action: 'none', after: 'unreadable', world: OTHER, events: [], palCalls: 1 }],
];

/** What the link leaves of a row that would be pec, pal-only, or has no role at all. */
const WORDS = {
  right: { pec: 'pec', 'pal-only': 'pal-only', none: 'none', finding: undefined },
  none: { pec: 'none', 'pal-only': 'none', none: 'none', finding: 'link-missing' },
  other: { pec: 'none', 'pal-only': 'none', none: 'none', finding: 'link-other-partner' },
  unreadable: { pec: 'unknown', 'pal-only': 'unknown', none: 'none', finding: 'link-unreadable' },
} as const;

describe.each(TABLE)('%s over %s', (policy, state, expected) => {
  test('leaves the world, the run, the rows and the events as the policy says', async () => {
    const { cloud, service, store } = await startKeeper(
      { onTestFinished },
      { settings: { LINK_POLICY: policy } },
    );
    STATES[state](cloud);

    const run = await runOnce(service);

    expect(run.link?.before.state).toBe(state);
    expect(run.link).toMatchObject({ action: expected.action, after: { state: expected.after } });
    expect(cloud.linkHistory().at(-1)?.partnerId).toBe(expected.world);
    expect(tellings(await eventsOf(store))).toEqual(expected.events);
    expect(palCalls(cloud)).toBe(expected.palCalls);
    expect(palCalls({ calls: () => run.calls })).toBe(expected.palCalls);
    const words = WORDS[expected.after];
    expect(run.findings.map(({ code }) => code)).toEqual(words.finding === undefined ? [] : [words.finding]);
    const rows = new Map((await rowsOf(store)).map((row) => [row.subscriptionId, row]));
    const row = (n: number) => rows.get(demoSubscriptionId(n));
    expect([row(1), row(5), row(12)].map((each) => each?.recognition)).toEqual([
      words.pec,
      words['pal-only'],
      words.none,
    ]);
    // It stands on the rows that it costs their word, and on no other.
    expect(row(1)?.findings.map(({ code }) => code)).toEqual(
      words.finding === undefined ? [] : [words.finding],
    );
    expect(row(12)?.findings.map(({ code }) => code)).not.toContain(words.finding);
  });
});

test('no policy ever leaves the principal without a link that it had', async (t) => {
  const { cloud, service } = await startKeeper(t, { settings: { LINK_POLICY: 'heal' } });
  cloud.setLink(OTHER);

  await runOnce(service);

  expect(cloud.linkHistory().map(({ partnerId, by }) => [partnerId, by])).toEqual([
    [null, 'start'],
    [OTHER, 'other'],
    [RIGHT, 'api'],
  ]);
  expect(cloud.calls()).toMatchObject({ 'partner.update': 1 });
  expect(cloud.calls()).not.toHaveProperty('partner.delete');
});

describe('refused', () => {
  const bodies = [
    undefined,
    '',
    'no',
    '<html>',
    { error: { code: 'X', message: 'No.' } },
    { Message: 'no' },
    [],
  ];

  test.each([
    ['create', 'partner.create', [400, 404, 409]],
    ['heal', 'partner.update', [400, 404, 409]],
  ] as const)('%s: any 4xx with any body is a finding with its fix', async (policy, operation, statuses) => {
    const { cloud, service } = await startKeeper({ onTestFinished }, { settings: { LINK_POLICY: policy } });
    if (policy === 'heal') cloud.setLink(OTHER);
    const before = policy === 'heal' ? 'other' : 'none';

    for (const status of statuses)
      for (const body of bodies) {
        cloud.clearFaults();
        cloud.resetCalls();
        cloud.addFault({ kind: 'status', status, operation, ...(body !== undefined && { body }) });
        const run = await runOnce(service);

        expect(run.link).toMatchObject({ action: 'refused', after: { state: before } });
        expect(run.findings.map(({ code }) => code)).toEqual([
          'link-refused',
          before === 'none' ? 'link-missing' : 'link-other-partner',
        ]);
        expect(run.findings[0]?.fix).toContain('PARTNER_ID');
        expect(palCalls(cloud)).toBe(3);
      }
  });

  test('a partner id that does not exist is refused by Azure, and each run tries again', async (t) => {
    const { cloud, service, store } = await startKeeper(t, { settings: { PARTNER_ID: '999999' } });

    const first = await runOnce(service);
    const second = await runOnce(service);

    for (const run of [first, second]) expect(run.link?.action).toBe('refused');
    expect(cloud.linkHistory()).toHaveLength(1);
    expect(await eventsOf(store)).toEqual([]);
  });
});

function palCalls({ calls }: Pick<Cloud, 'calls'>): number {
  const pal = Object.entries(calls()).filter(([operation]) => operation.startsWith('partner'));
  return pal.reduce((sum, [, count]) => sum + count, 0);
}
