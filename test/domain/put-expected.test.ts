// What ought to be delegated: how an entry stands after somebody has put it.
import { describe, expect, test } from 'vitest';
import type { ExpectedState } from '../../src/domain/expected-subscription.ts';
import { putExpected } from '../../src/domain/put-expected.ts';
import { SUBSCRIPTION_ID } from './fixtures.ts';
import { day, entry } from './expected-fixtures.ts';

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
