// The step of a whole identity in any history: what no order of links and sights may bring about.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeeperEvent } from '../../src/domain/event.ts';
import type { Observation } from '../../src/domain/next-row.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  NONE,
  OTHER,
  ours,
  READER,
  RIGHT,
  SUBSCRIPTION,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNREADABLE,
} from './fixtures.ts';
import { apply, type Rows } from './diff-fixtures.ts';

const authorization = fc.record({
  principalId: fc.constantFrom(ours(READER).principalId, GROUP),
  roleDefinitionId: fc.constantFrom(READER, SUPPORT, CONTRIBUTOR, TAG_CONTRIBUTOR),
});
const someDelegation = fc
  .record({
    authorizations: fc.array(authorization, { maxLength: 3 }),
    eligible: fc.array(authorization, { maxLength: 2 }),
    provisioningState: fc.constantFrom('Succeeded', 'Succeeded', 'Creating', 'Failed'),
    group: fc.constantFrom(undefined, 'web', 'app'),
  })
  .map(({ authorizations, eligible, provisioningState, group }) =>
    delegation(authorizations, {
      eligibleAuthorizations: eligible,
      provisioningState,
      ...(group !== undefined && { group }),
    }),
  );
const observation = (subscriptionId: string): fc.Arbitrary<Observation | undefined> =>
  fc.oneof(
    fc.array(someDelegation, { minLength: 1, maxLength: 3 }).map((delegations): Observation => ({
      kind: 'delegated',
      subscription: { ...SUBSCRIPTION, subscriptionId },
      delegations,
    })),
    fc.constant<Observation>({ kind: 'not-delegated', subscriptionId }),
    fc.constant<Observation>({
      kind: 'unread',
      subscriptionId,
      subscription: { ...SUBSCRIPTION, subscriptionId },
      cause: 'x',
    }),
    fc.constant(undefined),
  );
const day = fc.record({
  link: fc.constantFrom(RIGHT, RIGHT, NONE, OTHER, UNREADABLE),
  seen: fc.tuple(observation('a'), observation('b')),
});

describe('any history', () => {
  const histories = fc.array(day, { minLength: 1, maxLength: 8 });

  it('has no repeated event id, and events whose words join up', () => {
    fc.assert(
      fc.property(histories, (days) => {
        let rows: Rows = new Map();
        const events: KeeperEvent[] = [];
        for (const [index, { link, seen }] of days.entries()) {
          const { diff, after } = apply(
            rows,
            seen.filter((each) => each !== undefined),
            index + 1,
            link,
          );
          rows = after;
          events.push(...diff.events);
        }
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        for (const id of ['a', 'b']) {
          const words = events.filter((event) => event.subscriptionId === id && event.from !== undefined);
          expect(words.filter(({ from, to: word }) => from === word)).toEqual([]);
          expect(words.slice(1).map(({ from }) => from)).toEqual(words.slice(0, -1).map((event) => event.to));
        }
      }),
    );
  });

  it('never says pec without a right link, and nothing of a row that was not read', () => {
    fc.assert(
      fc.property(histories, (days) => {
        let rows: Rows = new Map();
        for (const [index, { link, seen }] of days.entries()) {
          const observations = seen.filter((each) => each !== undefined);
          const { diff, after } = apply(rows, observations, index + 1, link);
          rows = after;
          const unread = observations
            .filter(({ kind }) => kind === 'unread')
            .map((each) => ('subscriptionId' in each ? each.subscriptionId : ''));
          expect(diff.events.filter((event) => unread.includes(event.subscriptionId ?? ''))).toEqual([]);
          const judged = observations.flatMap((each) =>
            each.kind === 'delegated' && link !== RIGHT ? [rows.get(each.subscription.subscriptionId)] : [],
          );
          expect(
            judged.filter((row) => row?.recognition !== 'none' && row?.recognition !== 'unknown'),
          ).toEqual([]);
        }
      }),
    );
  });

  it('writes nothing when the same is seen again', () => {
    fc.assert(
      fc.property(histories, (days) => {
        let rows: Rows = new Map();
        for (const [index, { link, seen }] of days.entries()) {
          const observations = seen.filter((each) => each !== undefined);
          rows = apply(rows, observations, index + 1, link).after;
          const again = apply(rows, observations, index + 1, link, false).diff;
          expect([again.putRows, again.deleteRows, again.events]).toEqual([[], [], []]);
        }
      }),
    );
  });

  it('does not depend on the order in which Azure lists', () => {
    fc.assert(
      fc.property(fc.array(someDelegation, { minLength: 1, maxLength: 4 }), (delegations) => {
        const word = (list: typeof delegations) =>
          apply(new Map(), [{ kind: 'delegated', subscription: SUBSCRIPTION, delegations: list }], 1).diff
            .recognitions;

        expect(word(delegations.toReversed())).toEqual(word(delegations));
      }),
    );
  });

  it('earns nothing through a stranger', () => {
    const stranger = delegation([to(GROUP, CONTRIBUTOR)]);

    const { diff } = apply(
      new Map(),
      [{ kind: 'delegated', subscription: SUBSCRIPTION, delegations: [stranger] }],
      1,
    );

    expect(diff.recognitions).toEqual(['unknown']);
  });
});
