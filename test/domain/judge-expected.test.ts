// What ought to be delegated: how an entry stands after a run has looked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExpectedState } from '../../src/domain/expected-subscription.ts';
import { judgeExpected, type Presence } from '../../src/domain/judge-expected.ts';
import { SUBSCRIPTION_ID } from './fixtures.ts';
import { CREATED_MS, day, entry, moment } from './expected-fixtures.ts';

const PRESENCES: readonly Presence[] = ['delegated', 'absent', 'unread'];

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
