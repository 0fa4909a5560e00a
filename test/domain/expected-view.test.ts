// What is shown of an entry that ought to be delegated, and what a run finds of those that are missing.
import { describe, expect, test } from 'vitest';
import { EXPECTED_STATES, missingFindings, toExpectedView } from '../../src/domain/expected-subscription.ts';
import { SUBSCRIPTION_ID } from './fixtures.ts';
import { day, entry } from './expected-fixtures.ts';

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
