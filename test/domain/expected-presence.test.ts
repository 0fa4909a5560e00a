// Whether what ought to be delegated is there: by one row, by all identities together, by another identity, by a check.
import { describe, expect, test } from 'vitest';
import type { ExpectedState, ExpectedSubscription } from '../../src/domain/expected-subscription.ts';
import {
  joinPresence,
  presenceElsewhere,
  presenceOf,
  presenceSince,
  type Presence,
} from '../../src/domain/judge-expected.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { day, entry, row } from './expected-fixtures.ts';
import { moment, SUBSCRIPTION_ID } from './fixtures.ts';

describe('what is seen', () => {
  test.each<[Presence[], Presence]>([
    [[], 'absent'],
    [['absent', 'absent'], 'absent'],
    [['absent', 'unread'], 'unread'],
    [['unread', 'absent', 'delegated'], 'delegated'],
  ])('together, by %j, is %s', (all, presence) => {
    expect(joinPresence(all)).toBe(presence);
  });

  test.each<[string, SubscriptionRow | undefined, Presence]>([
    ['no row', undefined, 'absent'],
    ['a delegated one', row({ delegated: true }), 'delegated'],
    ['one that is delegated and earns nothing', row({ delegated: true, recognition: 'none' }), 'delegated'],
    ['one that is on its way', row({}), 'absent'],
    ['a removed one', row({ delegated: false, removedAt: day(2) }), 'absent'],
    ['one that could not be read', row({ read: false }), 'unread'],
    ['the same, delegated as last known', row({ read: false, delegated: true }), 'unread'],
  ])('by %s is %s', (_, seen, presence) => {
    expect(presenceOf(seen)).toBe(presence);
  });

  const delegated = row({ delegated: true });
  test.each<[string, ExpectedSubscription, string | undefined, SubscriptionRow | undefined, Presence]>([
    ['rows, where no run said anything', entry('missing'), day(2), delegated, 'delegated'],
    [
      'rows, where another identity said it',
      entry('missing', { seen: { identity: 'c', at: day(3) } }),
      day(2),
      delegated,
      'delegated',
    ],
    ['nothing, where it never came through with a run', entry('waiting'), undefined, undefined, 'unread'],
    ['rows of that very run', seenBy('arrived'), day(3), undefined, 'absent'],
    ['rows of a later run', seenBy('arrived'), day(4), undefined, 'absent'],
    ['the run, where its rows are not kept yet', seenBy('arrived'), day(2), undefined, 'delegated'],
    ['the run, where it was the first', seenBy('arrived'), undefined, undefined, 'delegated'],
    ['the run, that saw it missing', seenBy('missing'), day(2), delegated, 'absent'],
    ['the run, that saw it gone before its time', seenBy('waiting'), day(2), delegated, 'absent'],
  ])('by another identity is taken from %s', (_, entry, observedAt, row, presence) => {
    expect(presenceElsewhere(entry, { identity: 'b', observedAt, row })).toBe(presence);
  });

  function seenBy(state: ExpectedState): ExpectedSubscription {
    return entry(state, { seen: { identity: 'b', at: day(3) } });
  }
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
