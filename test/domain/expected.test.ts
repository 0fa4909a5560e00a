// What ought to be delegated: how an entry stands after a run has looked, and after somebody has put it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EXPECTED_STATES,
  missingFindings,
  toExpectedView,
  type ExpectedState,
  type ExpectedSubscription,
} from '../../src/domain/expected-subscription.ts';
import {
  joinPresence,
  judgeExpected,
  presenceElsewhere,
  presenceOf,
  type ExpectedMoment,
  type Presence,
} from '../../src/domain/judge-expected.ts';
import { putExpected } from '../../src/domain/put-expected.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { SUBSCRIPTION, SUBSCRIPTION_ID } from './fixtures.ts';

const PRESENCES: readonly Presence[] = ['delegated', 'absent', 'unread'];
const CREATED_MS = Date.parse('2026-01-01T08:00:00.000Z');

/** ISO 8601 UTC on that day of January 2026. */
const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T08:00:00.000Z`;

const moment = (n: number, identity = 'default'): ExpectedMoment => ({
  identity,
  runId: `run-${n}`,
  now: day(n),
});

function entry(state: ExpectedState, more: Partial<ExpectedSubscription> = {}): ExpectedSubscription {
  return { subscriptionId: SUBSCRIPTION_ID, dueAt: day(5), createdAt: day(1), state, events: 0, ...more };
}

function row(more: Partial<SubscriptionRow>): SubscriptionRow {
  return {
    identity: 'default',
    ...SUBSCRIPTION,
    recognition: 'none',
    conditions: [],
    findings: [],
    scopes: [],
    since: day(1),
    observedAt: day(1),
    read: true,
    baseline: true,
    events: 0,
    ...more,
  };
}

describe('an entry after a run', () => {
  test.each<[ExpectedState, Presence, number, ExpectedState, string[]]>([
    ['waiting', 'absent', 4, 'waiting', []],
    ['waiting', 'absent', 5, 'missing', ['expected.missing']],
    ['waiting', 'absent', 6, 'missing', ['expected.missing']],
    ['waiting', 'delegated', 4, 'arrived', ['expected.arrived']],
    ['waiting', 'delegated', 6, 'arrived', ['expected.arrived']],
    ['waiting', 'unread', 6, 'waiting', []],
    ['missing', 'absent', 6, 'missing', []],
    ['missing', 'delegated', 6, 'arrived', ['expected.arrived']],
    ['missing', 'unread', 6, 'missing', []],
    ['arrived', 'delegated', 6, 'arrived', []],
    ['arrived', 'unread', 6, 'arrived', []],
    ['arrived', 'absent', 6, 'missing', ['expected.missing']],
    ['arrived', 'absent', 4, 'waiting', []],
  ])('that was %s and is %s on day %i (due on 5) is %s and tells %j', (state, own, n, after, told) => {
    const step = judgeExpected(entry(state), { own, elsewhere: 'absent' }, moment(n));

    expect(step.entry.state).toBe(after);
    expect(step.events.map(({ type }) => type)).toEqual(told);
    expect(step.entry.events).toBe(told.length);
  });

  test('that does not change is the very same', () => {
    const before = entry('missing', { seen: { identity: 'other', at: day(2) } });

    expect(judgeExpected(before, { own: 'absent', elsewhere: 'absent' }, moment(6)).entry).toBe(before);
  });

  test('tells whole events, whose ids tell entry, making and count apart', () => {
    const missing = judgeExpected(entry('waiting'), { own: 'absent', elsewhere: 'absent' }, moment(5));
    const arrived = judgeExpected(missing.entry, { own: 'delegated', elsewhere: 'absent' }, moment(7));

    expect([...missing.events, ...arrived.events]).toEqual([
      {
        id: `default.expected.${SUBSCRIPTION_ID}.${CREATED_MS}.1`,
        time: day(5),
        type: 'expected.missing',
        identity: 'default',
        subscriptionId: SUBSCRIPTION_ID,
        findings: ['expected-missing'],
        runId: 'run-5',
        actor: 'observed',
      },
      {
        id: `default.expected.${SUBSCRIPTION_ID}.${CREATED_MS}.2`,
        time: day(7),
        type: 'expected.arrived',
        identity: 'default',
        subscriptionId: SUBSCRIPTION_ID,
        runId: 'run-7',
        actor: 'observed',
      },
    ]);
  });

  test.each<[string, Presence, Presence, ExpectedState, object | undefined]>([
    ['its own sight', 'delegated', 'absent', 'arrived', { identity: 'default', at: day(6) }],
    ['what nobody sees', 'absent', 'absent', 'missing', { identity: 'default', at: day(6) }],
    ["another identity's rows", 'absent', 'delegated', 'arrived', undefined],
  ])('remembers whose run saw it so: %s', (_, own, elsewhere, state, seen) => {
    const before = entry('waiting', { seen: { identity: 'earlier', at: day(2) } });

    const step = judgeExpected(before, { own, elsewhere }, moment(6));

    expect(step.entry.state).toBe(state);
    expect(step.entry.seen).toEqual(seen);
  });

  test('is told at each change and only then, whatever runs see', () => {
    const looks = fc.array(
      fc.record({ own: fc.constantFrom(...PRESENCES), elsewhere: fc.constantFrom(...PRESENCES) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(looks, fc.integer({ min: 1, max: 14 }), (looks, due) => {
        let current = entry('waiting', { dueAt: day(due) });
        let state: ExpectedState = 'waiting';
        const ids = new Set<string>();
        let told = 0;
        for (const [index, sight] of looks.entries()) {
          const isSeen = sight.own === 'delegated' || sight.elsewhere === 'delegated';
          const isOpen = sight.own === 'unread' || sight.elsewhere === 'unread';
          const absent: ExpectedState = index + 1 >= due ? 'missing' : 'waiting';
          const otherwise: ExpectedState = isOpen ? state : absent;
          const wanted: ExpectedState = isSeen ? 'arrived' : otherwise;

          const step = judgeExpected(current, sight, moment(index + 1));
          const again = judgeExpected(step.entry, sight, moment(index + 1));

          expect(step.entry.state).toBe(wanted);
          expect(step.events.map(({ type }) => type)).toEqual(
            wanted === state || wanted === 'waiting' ? [] : [`expected.${wanted}`],
          );
          expect(again).toEqual({ entry: step.entry, events: [] });
          for (const { id } of step.events) ids.add(id);
          told += step.events.length;
          state = wanted;
          current = step.entry;
        }
        expect(ids.size).toBe(told);
        expect(current.events).toBe(told);
      }),
    );
  });
});

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

describe('an entry that is put', () => {
  const wish = { subscriptionId: SUBSCRIPTION_ID };

  test('anew waits, and is due now unless it says when', () => {
    expect(putExpected(undefined, wish, day(2), false)).toEqual({
      ...wish,
      dueAt: day(2),
      createdAt: day(2),
      state: 'waiting',
      events: 0,
    });
    const whole = { ...wish, name: 'Erp', customer: 'Contoso', note: 'Ask Jo', dueAt: day(9) };
    expect(putExpected(undefined, whole, day(2), false)).toEqual({
      ...whole,
      createdAt: day(2),
      state: 'waiting',
      events: 0,
    });
  });

  test.each<[ExpectedState | 'new', isDelegated: boolean, dueAt: string | undefined, ExpectedState]>([
    ['new', true, undefined, 'arrived'],
    ['waiting', false, undefined, 'waiting'],
    ['waiting', true, day(9), 'arrived'],
    ['missing', false, undefined, 'missing'],
    ['missing', false, day(3), 'missing'],
    ['missing', false, day(4), 'waiting'],
    // Its arrival is still to be told.
    ['missing', true, undefined, 'missing'],
    ['missing', true, day(9), 'waiting'],
    ['arrived', true, undefined, 'arrived'],
    ['arrived', false, day(9), 'arrived'],
  ])('where it was %s (seen: %s, due %s, on day 3) is %s', (state, isDelegated, dueAt, after) => {
    const before = state === 'new' ? undefined : entry(state, { events: 3 });

    expect(putExpected(before, { ...wish, dueAt }, day(3), isDelegated).state).toBe(after);
  });

  test('in place of another keeps when it was made and what was told, and nothing else', () => {
    const before = entry('missing', {
      name: 'Erp',
      customer: 'Contoso',
      note: 'Ask Jo',
      events: 3,
      seen: { identity: 'a', at: day(6) },
    });

    expect(putExpected(before, { ...wish, name: 'Crm' }, day(7), false)).toEqual({
      ...wish,
      name: 'Crm',
      dueAt: day(7),
      createdAt: day(1),
      state: 'missing',
      events: 3,
      seen: { identity: 'a', at: day(6) },
    });
    expect(putExpected(before, { ...wish, dueAt: day(9) }, day(7), false).seen).toBeUndefined();
  });
});

describe('shown', () => {
  test.each(EXPECTED_STATES)('an entry that is %s', (state) => {
    const before = entry(state, { name: 'Erp', events: 3, seen: { identity: 'a', at: day(6) } });

    const { findings, ...shown } = toExpectedView(before);

    expect(shown).toEqual({
      subscriptionId: SUBSCRIPTION_ID,
      name: 'Erp',
      dueAt: day(5),
      createdAt: day(1),
      state,
    });
    expect(findings.map(({ code }) => code)).toEqual(state === 'missing' ? ['expected-missing'] : []);
    for (const { message } of findings) expect(message).toContain(day(5));
  });

  test.each([
    [0, 0],
    [1, 1],
    [20, 20],
    [21, 21],
    [500, 21],
  ])('in a run: %i that are missing are %i findings', (missing, count) => {
    const entries = [
      entry('arrived'),
      ...Array.from({ length: missing }, (_, n) => entry('missing', { subscriptionId: String(n) })),
      entry('waiting'),
    ];

    const findings = missingFindings(entries);

    expect(findings).toHaveLength(count);
    expect(new Set(findings.map(({ code }) => code)).size).toBe(Math.min(count, 1));
    expect(findings.slice(0, 20).map(({ scope }) => scope)).toEqual(
      Array.from({ length: Math.min(missing, 20) }, (_, n) => `/subscriptions/${n}`),
    );
    expect(findings[20]?.message).toBe(
      missing > 20
        ? `${missing - 20} more subscriptions ought to be delegated and are not: GET /api/expected-subscriptions?state=missing lists them all.`
        : undefined,
    );
  });
});
