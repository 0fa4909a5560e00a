// A row over time: what is remembered, what is told, and what is not. Each story is a list of days.
import { describe, expect, it } from 'vitest';
import { nextRow, type Observation } from '../../src/domain/next-row.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import {
  delegation,
  moment,
  NONE,
  ours,
  READER,
  RIGHT,
  standing,
  SUBSCRIPTION,
  SUBSCRIPTION_ID,
  SUPPORT,
  TAG_CONTRIBUTOR,
} from './fixtures.ts';

interface Day {
  sees: Observation;
  link?: LinkObservation;
  baseline?: boolean;
}

const PEC: Extract<Observation, { kind: 'delegated' }> = {
  kind: 'delegated',
  subscription: SUBSCRIPTION,
  delegations: [delegation([ours(SUPPORT)])],
};
const PAL_ONLY: Observation = { ...PEC, delegations: [delegation([ours(READER)])] };
const PARTIAL: Observation = { ...PEC, delegations: [delegation([ours(SUPPORT)], { group: 'web' })] };
const UNLISTED: Observation = { ...PEC, delegations: [delegation([ours(TAG_CONTRIBUTOR)])] };
const UNDER_WAY: Extract<Observation, { kind: 'delegated' }> = {
  ...PEC,
  delegations: [delegation([ours(SUPPORT)], { provisioningState: 'Creating' })],
};
const FAILED: Observation = {
  ...PEC,
  delegations: [delegation([ours(SUPPORT)], { provisioningState: 'Failed' })],
};
const GONE: Observation = { kind: 'not-delegated', subscriptionId: SUBSCRIPTION_ID };
const UNREAD: Observation = {
  kind: 'unread',
  subscriptionId: SUBSCRIPTION_ID,
  subscription: SUBSCRIPTION,
  cause: 'Azure answered 500.',
};
const UNREAD_UNLISTED: Observation = {
  kind: 'unread',
  subscriptionId: SUBSCRIPTION_ID,
  cause: 'Azure answered 500.',
};

function live(days: readonly Day[]): {
  row: SubscriptionRow | undefined;
  told: string[];
  rows: (SubscriptionRow | undefined)[];
} {
  let row: SubscriptionRow | undefined;
  const told: string[] = [];
  const rows: (SubscriptionRow | undefined)[] = [];
  for (const [index, { sees, link = RIGHT, baseline = false }] of days.entries()) {
    const step = nextRow(row, sees, standing(link), moment(index + 1, baseline));
    row = step.row;
    rows.push(row);
    told.push(
      ...step.events.map(({ type, from, to }) => (from === undefined ? type : `${type} ${from}>${to}`)),
    );
  }
  return { row, told, rows };
}

const after = (sees: Observation, ...rest: Observation[]): Day[] => [
  { sees, baseline: true },
  ...rest.map((each) => ({ sees: each })),
];

describe('what a row tells', () => {
  it.each<[name: string, days: Day[], told: string[]]>([
    ['the baseline tells nothing', after(PEC), []],
    ['nothing changes', after(PEC, PEC, PEC), []],
    ['it comes after the baseline', [{ sees: PEC }], ['delegation.added', 'recognition.gained none>pec']],
    ['it comes without earning', [{ sees: FAILED }], []],
    ['it comes with Reader', [{ sees: PAL_ONLY }], ['delegation.added', 'recognition.gained none>pal-only']],
    ['the role is swapped for Reader', after(PEC, PAL_ONLY), ['recognition.lost pec>pal-only']],
    ['only a group is left', after(PEC, PARTIAL), ['recognition.lost pec>pec-partial']],
    ['it is mended', after(PAL_ONLY, PEC), ['recognition.gained pal-only>pec']],
    ['it is removed', after(PEC, GONE), ['delegation.removed', 'recognition.lost pec>none']],
    ['it is removed once', after(PEC, GONE, GONE, GONE), ['delegation.removed', 'recognition.lost pec>none']],
    [
      'it is removed and comes back',
      after(PEC, GONE, PEC),
      [
        'delegation.removed',
        'recognition.lost pec>none',
        'delegation.returned',
        'recognition.gained none>pec',
      ],
    ],
    ['it cannot be read for a day', after(PEC, UNREAD, PEC), []],
    ['it cannot be read, and is then worse', after(PEC, UNREAD, PAL_ONLY), ['recognition.lost pec>pal-only']],
    [
      'it cannot be read, and is then gone',
      after(PEC, UNREAD, GONE),
      ['delegation.removed', 'recognition.lost pec>none'],
    ],
    ['at the baseline it could not be read: its first word is no news', after(UNREAD, PEC), []],
    ['at the baseline it was under way: its first word is no news', after(UNDER_WAY, PEC), []],
    [
      'later it could not be read: its first word counts from none',
      [{ sees: UNREAD }, { sees: PEC }],
      ['delegation.added', 'recognition.gained none>pec'],
    ],
    [
      'it comes with one delegation in force and one on its way',
      [{ sees: { ...PEC, delegations: [...PEC.delegations, ...UNDER_WAY.delegations] } }],
      ['delegation.added', 'recognition.gained none>pec'],
    ],
    ['an unlisted role is a delegation without a word', [{ sees: UNLISTED }], ['delegation.added']],
    [
      'an unlisted role is replaced',
      [{ sees: UNLISTED }, { sees: PEC }],
      ['delegation.added', 'recognition.gained none>pec'],
    ],
    [
      'an unlisted role is taken away',
      [{ sees: UNLISTED }, { sees: GONE }],
      ['delegation.added', 'delegation.removed'],
    ],
    [
      'a failed deployment is done again',
      after(FAILED, PEC),
      ['delegation.added', 'recognition.gained none>pec'],
    ],
    [
      'a failed deployment is cleared away and done again',
      after(FAILED, GONE, PEC),
      ['delegation.added', 'recognition.gained none>pec'],
    ],
    ['only ever unknown, and never delegated', [{ sees: UNREAD }, { sees: GONE }], []],
    [
      'a removed one cannot be read',
      after(PEC, GONE, UNREAD),
      ['delegation.removed', 'recognition.lost pec>none'],
    ],
  ])('%s', (_, days, told) => {
    expect(live(days).told).toEqual(told);
  });

  it('tells a lost link as lost recognition, with the finding', () => {
    const first = nextRow(undefined, PEC, standing(), moment(1, true));

    const { events } = nextRow(first.row, PEC, standing(NONE), moment(2));

    expect(events).toEqual([
      {
        id: `default.${SUBSCRIPTION_ID}.1`,
        time: moment(2).now,
        type: 'recognition.lost',
        identity: 'default',
        runId: 'run-2',
        subscriptionId: SUBSCRIPTION_ID,
        from: 'pec',
        to: 'none',
        findings: ['link-missing'],
        actor: 'observed',
      },
    ]);
  });

  it('numbers the events of a subscription on and on', () => {
    const ids: string[] = [];
    let row: SubscriptionRow | undefined;
    for (const [index, sees] of [PEC, PAL_ONLY, PEC, GONE].entries()) {
      const step = nextRow(row, sees, standing(), moment(index + 1));
      ids.push(...step.events.map(({ id }) => id.split('.')[2] ?? ''));
      row = step.row;
    }

    expect(ids).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

describe('what a row remembers', () => {
  it('since when its word stands', () => {
    const { rows } = live(after(PEC, PEC, PAL_ONLY, PAL_ONLY));

    expect(rows.map((row) => row?.since.slice(8, 10))).toEqual(['01', '01', '03', '03']);
  });

  it('when it was read, and since when by the time that follows on what was told, where the clock was set back', () => {
    const told = moment(9);
    const readAt = moment(2).now;

    const seen = nextRow(undefined, PEC, standing(), { ...told, readAt }).row;
    const unread = nextRow(undefined, UNREAD, standing(), { ...told, readAt }).row;
    const gone = nextRow(seen, GONE, standing(), { ...told, readAt }).row;

    expect(seen).toMatchObject({ observedAt: readAt, since: told.now });
    expect(unread).toMatchObject({ observedAt: readAt, since: told.now });
    expect(gone).toMatchObject({ observedAt: readAt, removedAt: told.now });
  });

  it('the time of its last reading while it cannot be read, and its scopes without a word', () => {
    const { row } = live(after(PEC, PEC, UNREAD));

    expect(row).toMatchObject({
      recognition: 'unknown',
      read: false,
      lastKnown: 'pec',
      delegated: true,
      findings: [{ code: 'read-failed' }],
      scopes: [{ kind: 'subscription', recognition: 'unknown', findings: [] }],
    });
    expect(row?.observedAt).toBe(moment(2).now);
    expect(row?.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'Linked True',
      'Delegated Unknown',
      'RoleEligible Unknown',
      'WholeSubscription Unknown',
      'Observed False',
    ]);
  });

  it('a subscription that was never read, from the day it was listed', () => {
    const { row } = live([{ sees: UNREAD }]);

    expect(row).toMatchObject({
      recognition: 'unknown',
      observedAt: moment(1).now,
      displayName: 'Production',
    });
    expect(row).not.toHaveProperty('lastKnown');
    expect(row).not.toHaveProperty('delegated');
  });

  it.each<[string, Observation[]]>([
    ['read', [PEC]],
    ['unread', [PEC, UNREAD_UNLISTED]],
    ['removed', [PEC, GONE]],
  ])('whose it is, also where it is %s', (_, [first = PEC, ...rest]) => {
    expect(live(after(first, ...rest)).row).toMatchObject({ identity: 'default', ...SUBSCRIPTION });
  });

  it('its name while it is neither listed nor readable', () => {
    expect(live(after(PEC, UNREAD_UNLISTED)).row).toMatchObject({
      displayName: 'Production',
      recognition: 'unknown',
    });
    expect(live([{ sees: UNREAD_UNLISTED }]).row).toBeUndefined();
  });

  it('the day of its removal, and forgets it when it comes back', () => {
    const { rows } = live(after(PEC, GONE, GONE, PEC));

    expect(rows.map((row) => row?.removedAt?.slice(8, 10))).toEqual([undefined, '02', '02', undefined]);
    expect(rows[2]).toMatchObject({
      recognition: 'none',
      findings: [{ code: 'removed' }],
      scopes: [],
      read: true,
      delegated: false,
    });
  });

  it('the tenant name that Azure gave, also while it cannot be read and when it is gone', () => {
    const named: Observation = {
      ...PEC,
      delegations: [delegation([ours(SUPPORT)], { manageeTenantName: 'Contoso' })],
    };

    const { rows } = live(after(named, UNREAD, GONE));

    expect(rows.map((row) => row?.tenantName)).toEqual(['Contoso', 'Contoso', 'Contoso']);
  });
});
