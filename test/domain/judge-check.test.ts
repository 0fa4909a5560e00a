// Every line of the table of contract §7.2: what an onboarding check says, and what it leaves behind.
import { describe, expect, it, test } from 'vitest';
import {
  judgeCheck,
  retryAfterSeconds,
  type CheckSight,
  type CheckStep,
} from '../../src/domain/judge-check.ts';
import { presenceSince } from '../../src/domain/judge-expected.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import type { Standing } from '../../src/domain/standing.ts';
import {
  CUSTOMER_TENANT,
  delegation,
  moment,
  NONE,
  ours,
  standing,
  SUBSCRIPTION,
  SUBSCRIPTION_ID,
  SUPPORT,
  TAG_CONTRIBUTOR,
  UNREADABLE,
} from './fixtures.ts';

const DELEGATED: Extract<Observation, { kind: 'delegated' }> = {
  kind: 'delegated',
  subscription: SUBSCRIPTION,
  delegations: [delegation([ours(SUPPORT)])],
};
const HIDDEN: CheckSight = { kind: 'hidden' };
const BARE: CheckSight = { kind: 'bare', subscription: SUBSCRIPTION, why: 'not-delegated' };
const UNREAD: CheckSight = {
  kind: 'unread',
  subscriptionId: SUBSCRIPTION_ID,
  subscription: SUBSCRIPTION,
  cause: 'Azure answered 500.',
};

/** The step on day 2, or another, from a row or none. */
function check(
  sight: CheckSight,
  before?: SubscriptionRow,
  { by = standing(), day = 2 }: { by?: Standing; day?: number } = {},
): CheckStep {
  return judgeCheck(sight, {
    subscriptionId: SUBSCRIPTION_ID,
    before,
    standing: by,
    moment: { ...moment(day), runId: 'check-1' },
  });
}

function rowAfter(sight: CheckSight, before?: SubscriptionRow): SubscriptionRow {
  const { row } = check(sight, before, { day: 1 });
  if (row === undefined) throw new Error('There is no row.');
  return row;
}

function inShort({ view, row, again, events, words }: CheckStep) {
  return {
    says: view.recognition,
    because: view.findings.map(({ code }) => code),
    row: row?.recognition,
    again,
    told: events.map(({ type }) => type),
    words: words.map(({ from, to }) => `${from}>${to}`),
  };
}

const QUIET = { told: [], words: [] };
const STOOD = rowAfter(DELEGATED);
const REMOVED = rowAfter(HIDDEN, STOOD);
const ONLY_UNKNOWN = rowAfter(UNREAD);

describe('what is seen, without a row', () => {
  test.each<[string, CheckSight, Standing, object]>([
    [
      'delegated',
      DELEGATED,
      standing(),
      {
        says: 'pec',
        because: [],
        row: 'pec',
        again: 'not',
        told: ['delegation.added', 'recognition.gained'],
        words: ['absent>pec'],
      },
    ],
    [
      'delegated, without a link',
      DELEGATED,
      standing(NONE),
      {
        says: 'none',
        because: ['link-missing'],
        row: 'none',
        again: 'not',
        told: ['delegation.added'],
        words: ['absent>none'],
      },
    ],
    [
      'delegated, with a link that cannot be read',
      DELEGATED,
      standing(UNREADABLE),
      {
        says: 'unknown',
        because: ['link-unreadable'],
        row: 'unknown',
        again: 'soon',
        told: ['delegation.added'],
        words: ['absent>unread'],
      },
    ],
    [
      'a delegation on its way',
      { ...DELEGATED, delegations: [delegation([ours(SUPPORT)], { provisioningState: 'Creating' })] },
      standing(),
      {
        says: 'unknown',
        because: ['delegation-not-succeeded'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['absent>unknown'],
      },
    ],
    [
      'a delegation in force, and another on its way',
      {
        ...DELEGATED,
        delegations: [
          delegation([ours(SUPPORT)]),
          delegation([], { group: 'web', provisioningState: 'Creating' }),
        ],
      },
      standing(),
      {
        says: 'pec',
        because: ['delegation-not-succeeded'],
        row: 'pec',
        again: 'not',
        told: ['delegation.added', 'recognition.gained'],
        words: ['absent>pec'],
      },
    ],
    [
      'a role that the table does not list, with a link that cannot be read',
      { ...DELEGATED, delegations: [delegation([ours(TAG_CONTRIBUTOR)])] },
      standing(UNREADABLE),
      {
        says: 'unknown',
        because: ['link-unreadable', 'role-unlisted'],
        row: 'unknown',
        again: 'soon',
        told: ['delegation.added'],
        words: ['absent>unread'],
      },
    ],
    [
      'a role that the table does not list: asking again would not help',
      { ...DELEGATED, delegations: [delegation([ours(TAG_CONTRIBUTOR)])] },
      standing(),
      {
        says: 'unknown',
        because: ['role-unlisted'],
        row: 'unknown',
        again: 'not',
        told: ['delegation.added'],
        words: ['absent>unknown'],
      },
    ],
    [
      'not visible',
      HIDDEN,
      standing(),
      { says: 'unknown', because: ['not-visible-yet'], row: undefined, again: 'asked', ...QUIET },
    ],
    [
      'visible, nothing delegated',
      BARE,
      standing(),
      { says: 'none', because: ['not-delegated'], row: undefined, again: 'asked', ...QUIET },
    ],
    [
      "of the provider's own tenant",
      { ...BARE, why: 'own-tenant' },
      standing(),
      { says: 'none', because: ['own-tenant'], row: undefined, again: 'not', ...QUIET },
    ],
    [
      'visible, its delegations unread',
      UNREAD,
      standing(),
      {
        says: 'unknown',
        because: ['read-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['absent>unread'],
      },
    ],
    [
      'unread altogether',
      { kind: 'unread', subscriptionId: SUBSCRIPTION_ID, cause: 'Azure answered 500.' },
      standing(),
      { says: 'unknown', because: ['read-failed'], row: undefined, again: 'soon', ...QUIET },
    ],
    [
      'no token',
      { kind: 'no-token', cause: 'Entra said no.' },
      standing(UNREADABLE),
      { says: 'unknown', because: ['token-failed'], row: undefined, again: 'soon', ...QUIET },
    ],
    [
      'a token for another principal',
      { kind: 'other-principal', expected: 'a', found: 'b' },
      standing(UNREADABLE),
      { says: 'unknown', because: ['link-principal-mismatch'], row: undefined, again: 'not', ...QUIET },
    ],
  ])('%s', (_, sight, by, expected) => {
    expect(inShort(check(sight, undefined, { by }))).toEqual(expected);
  });
});

describe('what is seen, over a row that stands', () => {
  const LOST = { told: ['delegation.removed', 'recognition.lost'], words: ['pec>none'] };

  test.each<[string, SubscriptionRow, CheckSight, object]>([
    ['as it was', STOOD, DELEGATED, { says: 'pec', because: [], row: 'pec', again: 'not', ...QUIET }],
    [
      'not visible any more',
      STOOD,
      HIDDEN,
      { says: 'none', because: ['removed'], row: 'none', again: 'not', ...LOST },
    ],
    [
      'visible, nothing delegated any more',
      STOOD,
      BARE,
      { says: 'none', because: ['not-delegated', 'removed'], row: 'none', again: 'asked', ...LOST },
    ],
    [
      'moved into the own tenant',
      STOOD,
      { ...BARE, why: 'own-tenant' },
      { says: 'none', because: ['own-tenant', 'removed'], row: 'none', again: 'not', ...LOST },
    ],
    [
      'unread',
      STOOD,
      UNREAD,
      {
        says: 'unknown',
        because: ['read-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['pec>unread'],
      },
    ],
    [
      'no token',
      STOOD,
      { kind: 'no-token', cause: 'Entra said no.' },
      {
        says: 'unknown',
        because: ['token-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['pec>unread'],
      },
    ],
    [
      'a token for another principal',
      STOOD,
      { kind: 'other-principal', expected: 'a', found: 'b' },
      { says: 'unknown', because: ['link-principal-mismatch'], row: 'pec', again: 'not', ...QUIET },
    ],
    [
      'removed before, and still not visible',
      REMOVED,
      HIDDEN,
      { says: 'none', because: ['removed'], row: 'none', again: 'asked', ...QUIET },
    ],
    [
      'removed before, and unread now',
      REMOVED,
      UNREAD,
      { says: 'unknown', because: ['read-failed'], row: 'none', again: 'soon', ...QUIET },
    ],
    [
      'removed before, and back',
      REMOVED,
      DELEGATED,
      {
        says: 'pec',
        because: [],
        row: 'pec',
        again: 'not',
        told: ['delegation.returned', 'recognition.gained'],
        words: ['none>pec'],
      },
    ],
    [
      'only ever unknown, and not visible: it just goes',
      ONLY_UNKNOWN,
      HIDDEN,
      {
        says: 'unknown',
        because: ['not-visible-yet'],
        row: undefined,
        again: 'asked',
        told: [],
        words: ['unread>absent'],
      },
    ],
  ])('%s', (_, before, sight, expected) => {
    expect(inShort(check(sight, before))).toEqual(expected);
  });

  it('is not touched where nothing was seen of it', () => {
    expect(check(UNREAD, REMOVED).row).toBe(REMOVED);
    expect(check({ kind: 'other-principal', expected: 'a', found: 'b' }, STOOD).row).toBe(STOOD);
  });
});

describe('the answer', () => {
  it('shows the row and nothing of its inside', () => {
    const { view, row } = check(DELEGATED, STOOD);

    expect(view).toMatchObject({
      displayName: 'Production',
      observedAt: moment(2).now,
      since: moment(1).now,
    });
    expect(view).not.toHaveProperty('events');
    expect(row).toMatchObject(view);
  });

  it('leaves out what Azure did not give, and has all five conditions', () => {
    const { view } = check(HIDDEN);

    expect(view).toMatchObject({
      identity: 'default',
      subscriptionId: SUBSCRIPTION_ID,
      scopes: [],
      since: moment(2).now,
      observedAt: moment(2).now,
    });
    for (const absent of ['displayName', 'tenantId', 'state']) expect(view).not.toHaveProperty(absent);
    expect(view.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'Linked True',
      'Delegated Unknown',
      'RoleEligible Unknown',
      'WholeSubscription Unknown',
      'Observed False',
    ]);
  });

  it('says of what is visible and bare what was seen of it', () => {
    const { view } = check(BARE);

    expect(view).toMatchObject({ displayName: 'Production', state: 'Enabled' });
    expect(view.conditions.map(({ status }) => status)).toEqual(['True', 'False', 'False', 'False', 'True']);
  });

  it('says of what is not read the same reason in the row', () => {
    const { view, row } = check({ kind: 'no-token', cause: 'Entra said no.' }, STOOD);

    expect(row?.findings).toEqual(view.findings);
    expect(view.findings[0]?.message).toContain('Entra said no.');
    expect(view.conditions.at(-1)?.message).toBe('Entra said no.');
  });

  it('keeps what a row that is unknown already shows', () => {
    const unread = rowAfter(UNREAD, STOOD);

    const { view } = check({ kind: 'other-principal', expected: 'a', found: 'b' }, unread);

    expect(view).toMatchObject({
      since: unread.since,
      scopes: unread.scopes,
      conditions: unread.conditions,
      observedAt: unread.observedAt,
    });
    expect(view.scopes).toHaveLength(1);
  });

  it('says of a row that could not be read when it was read last', () => {
    expect(check(UNREAD, STOOD).view.observedAt).toBe(moment(1).now);
    expect(check(UNREAD, REMOVED).view).toMatchObject({
      observedAt: moment(1).now,
      displayName: 'Production',
      tenantId: CUSTOMER_TENANT,
      state: 'Enabled',
    });
  });
});

describe('when to ask again', () => {
  const at = (minutes: number) => new Date(Date.parse(moment(1).now) + minutes * 60_000).toISOString();

  test.each([
    ['not', 0, undefined],
    ['soon', 1000, 60],
    ['asked', 0, 60],
    ['asked', 14.99, 60],
    ['asked', 15, 900],
    ['asked', 100_000, 900],
  ] as const)('%s, %d minutes after the first check: %s s', (again, minutes, seconds) => {
    expect(retryAfterSeconds(again, at(0), at(minutes))).toBe(seconds);
  });
});

describe('what a check of the own identity saw of an expected entry since the run began', () => {
  const [began, later] = [moment(1).now, moment(2).now];
  const entry = {
    subscriptionId: SUBSCRIPTION_ID,
    dueAt: began,
    createdAt: began,
    state: 'arrived',
    events: 0,
  } as const;

  test.each([
    ['nobody', entry, undefined],
    ['another identity', { ...entry, seen: { identity: 'other', at: later } }, undefined],
    ['before it began', { ...entry, seen: { identity: 'default', at: began } }, undefined],
    ['there', { ...entry, seen: { identity: 'default', at: later } }, 'delegated'],
    ['gone', { ...entry, state: 'missing', seen: { identity: 'default', at: later } }, 'absent'],
    [
      'there, by the clock of another process',
      { ...entry, seen: { identity: 'default', at: moment(2).now.replace('17:00', '22:00') } },
      'delegated',
    ],
    [
      'before the clock was set back',
      { ...entry, seen: { identity: 'default', at: moment(3).now } },
      undefined,
    ],
  ] as const)('%s', (_, each, presence) => {
    expect(presenceSince(each, 'default', { startedAt: began, endedAt: later })).toBe(presence);
  });
});
