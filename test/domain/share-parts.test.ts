// What is held of many rows at the same time: equal parts once, and each row equal to the one that came.
import { describe, expect, test } from 'vitest';
import { finding } from '../../src/domain/finding.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import { createSharer } from '../../src/domain/share-parts.ts';
import { rowsOfFleet } from '../../bench/store-rows.ts';
import { guid, sampleRow } from '../storage/samples.ts';
import { CONTRIBUTOR, delegation, ours, SUBSCRIPTION } from './fixtures.ts';

/** As a store or Azure gives it: nothing of it is shared with anything. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function held(parts: readonly unknown[]): number {
  return new Set(parts).size;
}

describe('rows', () => {
  test('a thousand that are delegated alike hold one list of conditions and one of roles', () => {
    const sharer = createSharer();

    const rows = rowsOfFleet(1000).map((row) => sharer.row(copyOf(row)));

    expect(held(rows.map(({ conditions }) => conditions))).toBe(1);
    expect(held(rows.map(({ scopes }) => scopes[0]?.delegations[0]?.roles))).toBe(1);
  });

  test('what is said of the whole subscription is held once, what is said of its scope with the scope', () => {
    const sharer = createSharer();
    const rowOf = (n: number): SubscriptionRow =>
      sampleRow(guid(n), {
        findings: [
          finding('link-missing', '7000001'),
          { ...finding('role-not-eligible', 'Reader'), scope: `/subscriptions/${guid(n)}` },
        ],
      });

    const rows = [1, 2].map((n) => sharer.row(copyOf(rowOf(n))));

    expect(held(rows.map(({ findings }) => findings[0]))).toBe(1);
    expect(rows.map(({ findings }) => findings[1]?.scope)).toEqual([
      `/subscriptions/${guid(1)}`,
      `/subscriptions/${guid(2)}`,
    ]);
  });

  test.each<[string, Partial<SubscriptionRow>]>([
    ['with a name of its tenant', { tenantName: 'Zoo' }],
    ['without one', {}],
    [
      'that is removed',
      { scopes: [], findings: [finding('removed')], removedAt: '2026-03-01T00:00:00.000Z' },
    ],
    ['that was never known', { recognition: 'unknown', read: false, conditions: [] }],
  ])('one %s stays as it is, to the order of its fields', (_, more) => {
    const row = sampleRow(guid(1), more);
    const sharer = createSharer();
    sharer.row(copyOf(row));

    expect(JSON.stringify(sharer.row(copyOf(row)))).toBe(JSON.stringify(row));
  });

  test('a text that is the JSON of a part is not taken for it', () => {
    const sharer = createSharer();
    const row = sampleRow(guid(1), { conditions: [], tenantName: '[]' });

    expect(sharer.row(copyOf(row))).toEqual(row);
    expect(sharer.row(copyOf(row))).toEqual(row);
  });

  test('where hardly any are equal no more than so many parts are known', () => {
    const sharer = createSharer(2);
    const rowOf = (n: number) => sampleRow(guid(n), { findings: [finding('read-failed', `Cause ${n}.`)] });
    const first = sharer.row(rowOf(1));

    const rows = [2, 3, 4, 1].map((n) => sharer.row(rowOf(n)));

    expect(rows.at(-1)).toEqual(first);
    expect(rows.at(-1)?.findings[0]).not.toBe(first.findings[0]);
  });
});

describe('observations', () => {
  test('of what is delegated alike hold one list of authorizations', () => {
    const sharer = createSharer();
    const seen: Observation = {
      kind: 'delegated',
      subscription: SUBSCRIPTION,
      delegations: [delegation([ours(CONTRIBUTOR)]), { ...delegation([]), manageeTenantName: 'Zoo' }],
    };

    const shared = [1, 2].map(() => sharer.observation(copyOf(seen)));

    expect(shared.map((each) => JSON.stringify(each))).toEqual([JSON.stringify(seen), JSON.stringify(seen)]);
    const lists = shared.map((each) =>
      each.kind === 'delegated' ? each.delegations[0]?.authorizations : each,
    );
    expect(held(lists)).toBe(1);
  });

  test('of what was not read, or is not delegated, stay what they are', () => {
    const unread: Observation = { kind: 'unread', subscriptionId: guid(1), cause: 'Azure answered 500.' };
    const bare: Observation = { kind: 'not-delegated', subscriptionId: guid(2) };
    const sharer = createSharer();

    expect([unread, bare].map(sharer.observation)).toEqual([unread, bare]);
  });
});
