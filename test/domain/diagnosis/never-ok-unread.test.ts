// Whatever was seen, and however: no reason is answered `ok` without the observation that it rests on, and each answer
// carries what it promises.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Delegation } from '../../../src/domain/delegation.ts';
import { REASON_CODES, REASONS } from '../../../src/domain/diagnosis/reason.ts';
import { toLink } from '../../../src/domain/link.ts';
import {
  CONTRIBUTOR,
  delegation,
  GROUP,
  GROUPS_OFF,
  GROUPS_UNREAD,
  inGroups,
  NONE,
  OTHER,
  ours,
  PARTNER,
  READER,
  RIGHT,
  STRANGER,
  SUPPORT,
  TAG_CONTRIBUTOR,
  to,
  UNREADABLE,
} from '../fixtures.ts';
import { diagnoseOf, GONE, HOUR_MS, remembered, sees, UNREAD, type Look, type Past } from './fixtures.ts';

const authorization = fc.constantFrom(
  ours(READER),
  ours(SUPPORT),
  ours(TAG_CONTRIBUTOR),
  to(STRANGER, SUPPORT),
  to(GROUP, SUPPORT),
);
const aDelegation = fc
  .record({
    roles: fc.array(authorization, { maxLength: 2 }),
    eligible: fc.boolean(),
    state: fc.constantFrom('Succeeded', 'Succeeded', 'Failed', 'Creating'),
    group: fc.constantFrom(undefined, 'web', 'old'),
  })
  .map(({ roles, eligible, state, group }) =>
    delegation(roles, {
      provisioningState: state,
      eligibleAuthorizations: eligible ? [ours(CONTRIBUTOR)] : [],
      ...(group !== undefined && { group }),
    }),
  );
const observation = fc.oneof(
  { weight: 4, arbitrary: delegations() },
  { weight: 1, arbitrary: fc.constantFrom(GONE, UNREAD) },
);
const look = fc.record({
  sees: observation,
  link: fc.constantFrom(RIGHT, RIGHT, NONE, OTHER, UNREADABLE),
  groups: fc.constantFrom(GROUPS_OFF, GROUPS_UNREAD, inGroups(GROUP)),
});
const past = fc
  .record({
    first: fc.record({
      sees: delegations([delegation([ours(SUPPORT)])]),
      link: fc.constant(RIGHT),
      groups: fc.constant(GROUPS_OFF),
    }),
    more: fc.array(look, { maxLength: 4 }),
    gapHours: fc.constantFrom(3, 6, 9),
    later: fc.constantFrom('same', 'same', 'late'),
    failed: fc.boolean(),
  })
  .map(({ first, more, gapHours, later, failed }): Past => {
    const start = Date.parse('2026-01-05T00:17:00.000Z');
    const time = (index: number) =>
      new Date(start + index * gapHours * HOUR_MS).toISOString().slice(8, 16).replace('T', ' ');
    const looks: Look[] = [first, ...more].map((each, index) => ({ ...each, at: time(index) }));
    const lastRun = { id: 'run-f', state: 'failed', startedAt: '', endedAt: '' } as const;
    return {
      looks,
      ...(later === 'late' && { now: time(more.length + 8) }),
      ...(failed && { record: { lastRun } }),
    };
  });

/** @param and always: what was delegated once stays remembered */
function delegations(and: Delegation[] = []) {
  return fc
    .tuple(
      fc.array(aDelegation, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('Enabled', 'Enabled', 'Warned'),
    )
    .map(([all, state]) => sees([...and, ...all], state));
}

/** What each `ok` rests on, written anew from what the last look saw and not from the rules. */
function mayBeOk(given: Past): Set<number> {
  const { row, record, now, staleAfterMs } = remembered(given);
  const last = given.looks.at(-1);
  const isFresh = now - Date.parse(record?.observedAt ?? '') <= staleAfterMs;
  const allowed = new Set<number>();
  const link = toLink(last?.link ?? UNREADABLE, PARTNER).state;
  if (isFresh && record?.lastRun?.state !== 'failed') allowed.add(3);
  if (isFresh && link === 'right') allowed.add(7);
  if (isFresh && link !== 'unreadable' && link !== 'none') allowed.add(17);
  if (isFresh && link !== 'unreadable' && link !== 'other') allowed.add(18);
  if (last?.sees.kind !== 'delegated' || !isFresh) return allowed;
  const all = last.sees.delegations;
  const inForce = all.filter(({ provisioningState }) => provisioningState === 'Succeeded');
  const isOurs = ({ principalId }: { principalId: string }) => principalId !== STRANGER;
  const held = inForce.flatMap(({ authorizations }) => authorizations).filter(isOurs);
  const named = [...held, ...inForce.flatMap(({ eligibleAuthorizations }) => eligibleAuthorizations)];
  if (held.length > 0) allowed.add(1);
  if (held.some(({ roleDefinitionId }) => roleDefinitionId === SUPPORT)) allowed.add(5);
  if (named.length > 0) allowed.add(8);
  if (row.recognition === 'pec' || row.recognition === 'pec-partial') allowed.add(6);
  if (inForce.some(({ scope }) => scope.kind === 'subscription')) allowed.add(19);
  if (inForce.length === all.length) allowed.add(20);
  if (last.sees.subscription.state === 'Enabled') allowed.add(21);
  return allowed;
}

it('answers nothing ok that was not read', () => {
  fc.assert(
    fc.property(past, (given) => {
      const allowed = mayBeOk(given);

      const ok = diagnoseOf(given).reasons.filter(({ answer }) => answer === 'ok');

      expect(ok.filter(({ number }) => !allowed.has(number))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

it('answers every reason once, with a finding that mends or a place to look', () => {
  fc.assert(
    fc.property(past, (given) => {
      const { reasons, reportsExpected } = diagnoseOf(given);

      expect(reasons.map(({ number }) => number)).toEqual(REASON_CODES.map((_, index) => index + 1));
      for (const { code, title, answer, finding, look: place } of reasons) {
        expect(title).toBe(REASONS[code].title);
        expect(finding !== undefined).toBe(answer === 'found');
        expect(place?.endsWith(REASONS[code].look)).toBe(
          answer === 'cannot-be-seen-from-here' ? true : undefined,
        );
      }
      const { recognition } = remembered(given).row;
      const promised = reportsExpected.earliest !== null;
      expect(promised && recognition !== 'pec' && recognition !== 'pec-partial').toBe(false);
    }),
    { numRuns: 500 },
  );
});
