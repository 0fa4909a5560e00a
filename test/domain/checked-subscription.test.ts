// What checks keep beside an identity's rows, and how a run takes it over.
import { describe, expect, it, test } from 'vitest';
import {
  EMPTY_CHECKS,
  forgetAsked,
  isCheckId,
  liveChecks,
  MOST_ASKED,
  overlayChecks,
  rememberAsked,
  toCheckId,
  type CheckedSubscription,
} from '../../src/domain/checked-subscription.ts';
import type { RowsDiff } from '../../src/domain/diff.ts';
import type { LinkObservation } from '../../src/domain/link.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { takeChecks, withoutOutdone } from '../../src/domain/take-checks.ts';
import { sampleRow } from '../storage/samples.ts';

const BEGAN = '2026-03-01T06:00:00.000Z';
const LATER = '2026-03-01T06:00:01.000Z';
const ENDED = '2026-03-01T06:00:02.000Z';
const RIGHT: LinkObservation = { kind: 'linked', partnerId: '1' };

function row(id: string, more: Partial<SubscriptionRow> = {}): SubscriptionRow {
  const linked = {
    type: 'Linked',
    status: 'True',
    reason: 'LinkRight',
    message: 'It is.',
    lastTransitionTime: BEGAN,
  } as const;
  return sampleRow(id, { conditions: [linked], ...more });
}

function entry(id: string, more: Partial<CheckedSubscription> = {}): CheckedSubscription {
  return { subscriptionId: id, number: 1, at: LATER, row: row(id), ...more };
}

function mapOf<T extends { subscriptionId: string }>(...items: T[]): Map<string, T> {
  return new Map(items.map((item) => [item.subscriptionId, item]));
}

it('tells ids of checks from those of runs', () => {
  expect(isCheckId(toCheckId('20260301T060000Z-1f2e3d4c'))).toBe(true);
  expect(isCheckId('20260301T060000Z-1f2e3d4c')).toBe(false);
});

describe('what was asked for and is not delegated', () => {
  it('is remembered with the time of its first check', () => {
    const first = rememberAsked(EMPTY_CHECKS, 'a', BEGAN);

    expect(first.asked).toEqual([{ subscriptionId: 'a', at: BEGAN }]);
    expect(rememberAsked(first, 'a', BEGAN)).toBe(first);
    expect(rememberAsked(first, 'a', LATER)).toBe(first);
    expect(forgetAsked(first, 'b')).toBe(first);
    expect(forgetAsked(first, 'a')).toEqual(EMPTY_CHECKS);
  });

  it('is remembered anew, and last, where the clock was set back since', () => {
    const both = rememberAsked(rememberAsked(EMPTY_CHECKS, 'a', LATER), 'b', BEGAN);

    expect(rememberAsked(both, 'a', BEGAN).asked).toEqual([
      { subscriptionId: 'b', at: BEGAN },
      { subscriptionId: 'a', at: BEGAN },
    ]);
  });

  it('is bounded in number, the oldest going first', () => {
    let record = EMPTY_CHECKS;
    for (let n = 0; n <= MOST_ASKED; n += 1) record = rememberAsked(record, `id-${n}`, BEGAN);

    expect(record.asked).toHaveLength(MOST_ASKED);
    expect(record.asked[0]?.subscriptionId).toBe('id-1');
    // Fits the head of a table store beside all else.
    expect(JSON.stringify(rememberAsked(record, 'x'.repeat(36), BEGAN)).length).toBeLessThan(60_000);
  });
});

describe('laid over the rows', () => {
  it('leaves the very same rows where there are no checks', () => {
    const rows = mapOf(row('a'));

    expect(overlayChecks(rows, new Map())).toBe(rows);
  });

  it('is what no run has taken over: rows that changed, came or went', () => {
    const entries = [entry('a', { number: 3 }), entry('b', { number: 4 }), { ...gone('c'), number: 5 }];

    const live = liveChecks(entries, 3);
    const rows = overlayChecks(mapOf(row('a'), row('c'), row('d')), live);

    expect([...liveChecks([entry('x'), ...entries]).keys()]).toEqual(['x', 'a', 'b', 'c']);
    expect([...live.keys()]).toEqual(['b', 'c']);
    expect([...rows.keys()].sort()).toEqual(['a', 'b', 'd']);
    expect(rows.get('b')).toBe(live.get('b')?.row);
  });
});

function gone(subscriptionId: string): CheckedSubscription {
  return { subscriptionId, number: 1, at: LATER };
}

describe('an observation of a run', () => {
  const seen: Observation = { kind: 'not-delegated', subscriptionId: 'a' };
  const run = { startedAt: BEGAN, endedAt: ENDED, link: RIGHT, wantedPartnerId: '1' };

  test.each<[string, CheckedSubscription | undefined, LinkObservation, isOutdone: boolean]>([
    ['without a check', undefined, RIGHT, false],
    ['with a check that came after the run began', entry('a'), RIGHT, true],
    ['with one that came before', entry('a', { at: BEGAN }), RIGHT, false],
    ['with one that came after and was told before', entry('a', { seenAt: BEGAN }), RIGHT, false],
    ['with one that came and was told after', entry('a', { seenAt: LATER }), RIGHT, true],
    [
      'with one by the clock of another process, which is ahead',
      entry('a', { at: '2026-03-01T06:05:02.000Z' }),
      RIGHT,
      true,
    ],
    [
      'with one that came before the clock was set back',
      entry('a', { at: '2026-03-01T06:05:02.001Z' }),
      RIGHT,
      false,
    ],
    ['with one that could not read it', entry('a', { row: row('a', { read: false }) }), RIGHT, false],
    ['with one that left no row', gone('a'), RIGHT, false],
    ['with one by another link than the run left', entry('a'), { kind: 'none' }, false],
    [
      'with one without any word of the link',
      entry('a', { row: row('a', { conditions: [] }) }),
      RIGHT,
      false,
    ],
  ])('%s', (_, check, link, isOutdone) => {
    const live = check === undefined ? new Map<string, CheckedSubscription>() : mapOf(check);

    expect(withoutOutdone([seen], live, { ...run, link })).toEqual(isOutdone ? [] : [seen]);
  });

  it('is outdone whatever it is', () => {
    const subscription = { subscriptionId: 'a', displayName: 'A', tenantId: 't', state: 'Enabled' };
    const all: Observation[] = [
      { kind: 'delegated', subscription, delegations: [] },
      { kind: 'unread', subscriptionId: 'a', cause: 'no' },
      { kind: 'not-delegated', subscriptionId: 'b' },
    ];

    expect(withoutOutdone(all, mapOf(entry('a')), run)).toEqual([all[2]]);
  });
});

describe('a run that takes checks over', () => {
  const EMPTY: RowsDiff = { putRows: [], deleteRows: [], events: [], words: [], recognitions: [] };

  it('writes what they left, and its own step where it took one', () => {
    const stepped = row('b', { recognition: 'none' });
    const diff = { ...EMPTY, putRows: [stepped], deleteRows: ['c'] };
    const live = mapOf(entry('a'), entry('b'), entry('c'), gone('d'), gone('e'));

    const taken = takeChecks(diff, mapOf(row('a'), row('d')), live);

    expect(taken.putRows).toEqual([stepped, live.get('a')?.row]);
    // Of `e` the run never had a row.
    expect(taken.deleteRows).toEqual(['c', 'd']);
  });

  it('writes nothing where there is none', () => {
    expect(takeChecks(EMPTY, mapOf(row('a')), new Map())).toEqual(EMPTY);
  });
});
