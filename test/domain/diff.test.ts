// The step of a whole identity: what is written, what goes, what is counted.
import { describe, expect, it } from 'vitest';
import { diffRows, observedAtOf } from '../../src/domain/diff.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { toSubscriptionView } from '../../src/domain/subscription-view.ts';
import {
  CONTRIBUTOR,
  moment,
  READER,
  RIGHT,
  standing,
  SUBSCRIPTION,
  TAG_CONTRIBUTOR,
  UNREADABLE,
} from './fixtures.ts';
import { apply, sees, type Rows } from './diff-fixtures.ts';

describe('diffRows', () => {
  it('writes every row of the first run and none of a quiet one', () => {
    const first = apply(new Map(), [sees('a'), sees('b')], 1);
    const second = apply(first.after, [sees('a'), sees('b')], 2);

    expect(first.diff.putRows).toHaveLength(2);
    expect(second.diff).toEqual({
      putRows: [],
      deleteRows: [],
      events: [],
      words: [],
      recognitions: ['pec', 'pec'],
    });
  });

  it('writes what is read by a clock that was set back, once: the later time would outlast every run', () => {
    const { after } = apply(new Map(), [sees('a'), sees('b')], 20);

    const first = apply(after, [sees('a')], 3, RIGHT, false);
    const second = apply(first.after, [sees('a')], 4);

    expect(first.diff.putRows).toEqual([{ ...after.get('a'), observedAt: moment(3).now }]);
    expect(second.diff.putRows).toEqual([]);
  });

  it('leaves a row without an observation as it is, and counts it', () => {
    const { after } = apply(new Map(), [sees('a'), sees('b', READER)], 1);

    const { diff } = apply(after, [sees('a')], 2);

    expect(diff.putRows).toEqual([]);
    expect(diff.recognitions).toEqual(['pec', 'pal-only']);
  });

  it('keeps the steps of the words that the calendar is made of', () => {
    const unread = (subscriptionId: string): Observation => ({ kind: 'unread', subscriptionId, cause: 'x' });
    const gone = (subscriptionId: string): Observation => ({ kind: 'not-delegated', subscriptionId });
    const steps: string[] = [];
    let rows: Rows = new Map();
    const live = (day: number, seen: Observation[], link = RIGHT) => {
      const { diff, after } = apply(rows, seen, day, link);
      rows = after;
      for (const { subscriptionId, time, from, to: next } of diff.words)
        steps.push(`${time.slice(8, 10)} ${subscriptionId} ${from}>${next}`);
    };

    live(1, [sees('a')]);
    live(2, [sees('a'), sees('b', READER)]);
    live(3, [unread('a'), sees('b', CONTRIBUTOR)]);
    live(4, [unread('a'), sees('b', CONTRIBUTOR)], UNREADABLE);
    live(5, [sees('a', TAG_CONTRIBUTOR), gone('b')]);
    live(6, [sees('a', TAG_CONTRIBUTOR)]);

    expect(steps).toEqual([
      '02 b absent>pal-only',
      '03 a pec>unread',
      '03 b pal-only>pec',
      '04 b pec>unread',
      '05 a unread>unknown',
      '05 b unread>none',
    ]);
  });

  it('writes and tells what changed alone', () => {
    const { after } = apply(new Map(), [sees('a'), sees('b')], 1);

    const { diff } = apply(after, [sees('a'), sees('b', READER)], 2);

    expect(diff.putRows.map(({ subscriptionId }) => subscriptionId)).toEqual(['b']);
    expect(diff.events.map(({ subscriptionId, type }) => [subscriptionId, type])).toEqual([
      ['b', 'recognition.lost'],
    ]);
  });

  it('keeps, at the baseline too, how the word of a row that stood already changed', () => {
    const { after } = apply(new Map(), [sees('a')], 1);

    const { diff } = apply(after, [sees('a', READER), sees('b')], 2, RIGHT, true);

    expect(diff.words.map(({ subscriptionId, from, to: next }) => [subscriptionId, from, next])).toEqual([
      ['a', 'pec', 'pal-only'],
    ]);
  });

  it('deletes a row that was only ever unknown and turns out not to be delegated', () => {
    const unread: Observation = {
      kind: 'unread',
      subscriptionId: 'a',
      subscription: { ...SUBSCRIPTION, subscriptionId: 'a' },
      cause: 'x',
    };
    const { after } = apply(new Map(), [unread], 1);

    const { diff } = apply(after, [{ kind: 'not-delegated', subscriptionId: 'a' }], 2);

    expect(diff).toMatchObject({ deleteRows: ['a'], recognitions: [], events: [] });
  });

  it('makes no row of what was never delegated', () => {
    const { diff } = apply(new Map(), [{ kind: 'not-delegated', subscriptionId: 'a' }], 1);

    expect(diff).toEqual({ putRows: [], deleteRows: [], events: [], words: [], recognitions: [] });
  });

  it('keeps a removed row for 400 days', () => {
    const { after } = apply(new Map(), [sees('a')], 1);
    const removed = apply(after, [{ kind: 'not-delegated', subscriptionId: 'a' }], 2).after;
    const later = (days: number) => new Date(Date.parse(moment(2).now) + days * 86_400_000).toISOString();
    const on = (now: string) =>
      diffRows(removed, [], standing(), { identity: 'default', runId: 'run-9', now, baseline: false });

    expect(on(later(400)).deleteRows).toEqual([]);
    expect(on(later(401)).deleteRows).toEqual(['a']);
  });
});

describe('the time at which a row was read', () => {
  const row = (read: boolean): SubscriptionRow => ({
    ...(apply(new Map(), [sees('a')], 2).diff.putRows[0] as SubscriptionRow),
    read,
  });

  it.each([
    [true, moment(5).now, moment(5).now],
    [true, moment(1).now, moment(2).now],
    [true, undefined, moment(2).now],
    [false, moment(5).now, moment(2).now],
  ])('read %s, identity %s: %s', (read, identityObservedAt, expected) => {
    expect(observedAtOf(row(read), identityObservedAt)).toBe(expected);
    expect(toSubscriptionView(row(read), identityObservedAt).observedAt).toBe(expected);
  });

  it('stands in a view that keeps to itself what is only remembered', () => {
    const named = { ...row(true), tenantName: 'Contoso' };

    expect(toSubscriptionView(named, undefined).tenantName).toBe('Contoso');
    expect(Object.keys(toSubscriptionView(named, undefined)).sort()).toEqual(
      [
        'identity',
        'subscriptionId',
        'displayName',
        'tenantId',
        'tenantName',
        'state',
        'recognition',
        'conditions',
        'findings',
        'scopes',
        'since',
        'observedAt',
      ].sort(),
    );
  });
});
