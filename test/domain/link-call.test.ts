// What a caller's PUT and DELETE of the link come to: refusals in their order, the write, and what its read-back proves.
import { describe, expect, it } from 'vitest';
import {
  doneWith,
  isLinkCallId,
  outcomeOfWrite,
  planDelete,
  planPut,
  toLinkCallId,
  type LinkCallPlan,
  type LinkOrder,
  type WriteKind,
} from '../../src/domain/link-call.ts';
import { standingOf } from '../../src/domain/link-standing.ts';
import { nextRunNote, toLink, type LinkPolicy, type LinkState } from '../../src/domain/link.ts';
import { NONE, OTHER, OTHER_PARTNER, PARTNER, RIGHT, UNREADABLE } from './fixtures.ts';

const THIRD = '7000003';
const LINKS = {
  none: toLink(NONE, PARTNER),
  right: toLink(RIGHT, PARTNER),
  other: toLink(OTHER, PARTNER),
  unreadable: toLink(UNREADABLE, PARTNER),
};
type Readable = 'none' | 'right' | 'other';

const create = (partnerId: string): LinkCallPlan => ({
  kind: 'write',
  order: { action: 'create', partnerId },
});
const change = (partnerId: string): LinkCallPlan => ({
  kind: 'write',
  order: { action: 'change', partnerId },
});
const keep: LinkCallPlan = { kind: 'keep' };
const differs: LinkCallPlan = { kind: 'differs' };

describe('PUT', () => {
  it.each<[state: Readable, partnerId: string, override: boolean, plan: LinkCallPlan]>([
    ['none', PARTNER, false, create(PARTNER)],
    ['none', PARTNER, true, create(PARTNER)],
    ['none', THIRD, false, differs],
    ['none', THIRD, true, create(THIRD)],
    ['right', PARTNER, false, keep],
    ['right', THIRD, false, differs],
    ['right', THIRD, true, change(THIRD)],
    ['other', PARTNER, false, change(PARTNER)],
    ['other', OTHER_PARTNER, false, differs],
    ['other', OTHER_PARTNER, true, keep],
    ['other', THIRD, true, change(THIRD)],
  ])('%s, to %s (override %s)', (state, partnerId, override, plan) => {
    expect(planPut(LINKS[state], { partnerId, override }, true)).toEqual(plan);
    expect(planPut(LINKS[state], { partnerId, override }, false)).toEqual({ kind: 'precondition-failed' });
  });
});

describe('DELETE', () => {
  it.each<[state: Readable, confirm: string, allowed: boolean, plan: LinkCallPlan]>([
    ['none', PARTNER, true, { kind: 'missing' }],
    ['none', PARTNER, false, { kind: 'missing' }],
    ['right', PARTNER, false, { kind: 'precondition-failed' }],
    ['right', THIRD, false, { kind: 'precondition-failed' }],
    ['right', THIRD, true, { kind: 'not-confirmed' }],
    ['other', PARTNER, true, { kind: 'not-confirmed' }],
    ['right', PARTNER, true, { kind: 'write', order: { action: 'remove', partnerId: PARTNER } }],
    ['other', OTHER_PARTNER, true, { kind: 'write', order: { action: 'remove', partnerId: OTHER_PARTNER } }],
  ])('%s, confirmed with %s (precondition holds: %s)', (state, confirm, allowed, plan) => {
    expect(planDelete(LINKS[state], confirm, allowed)).toEqual(plan);
  });
});

describe('what came of it', () => {
  const set: LinkOrder = { action: 'change', partnerId: PARTNER };
  const remove: LinkOrder = { action: 'remove', partnerId: PARTNER };

  it.each<[order: LinkOrder, answer: WriteKind, after: LinkState, outcome: string]>([
    [set, 'accepted', 'right', 'done'],
    [set, 'unanswered', 'right', 'done'],
    [set, 'refused', 'right', 'done by other'],
    [set, 'refused', 'other', 'refused'],
    [set, 'refused', 'unreadable', 'refused'],
    [set, 'accepted', 'unreadable', 'unread'],
    [set, 'unanswered', 'unreadable', 'unread'],
    [set, 'accepted', 'other', 'unconfirmed'],
    [set, 'accepted', 'none', 'unconfirmed'],
    [set, 'unanswered', 'other', 'failed'],
    [remove, 'accepted', 'none', 'done'],
    [remove, 'unanswered', 'none', 'done'],
    [remove, 'refused', 'none', 'done by other'],
    [remove, 'refused', 'right', 'refused'],
    [remove, 'accepted', 'right', 'unconfirmed'],
    [remove, 'unanswered', 'other', 'failed'],
    [remove, 'accepted', 'unreadable', 'unread'],
  ])('$action: %s, then read as %s', (order, answer, after, outcome) => {
    const found = outcomeOfWrite(order, answer, LINKS[after]);

    expect(`${found.kind}${'byOther' in found && found.byOther ? ' by other' : ''}`).toBe(outcome);
  });

  it('is told as created, changed or removed', () => {
    expect(
      (['create', 'change', 'remove'] as const).map((action) => doneWith({ action, partnerId: '1' })),
    ).toEqual(['created', 'changed', 'removed']);
  });
});

describe('what the next run will do', () => {
  it.each<[policy: LinkPolicy, state: LinkState, note: unknown]>([
    ['observe', 'none', undefined],
    ['observe', 'other', undefined],
    [
      'create',
      'none',
      expect.stringMatching(/LINK_POLICY is create: .*the next run sets it again, to partner ID 7000001/),
    ],
    ['create', 'other', undefined],
    ['heal', 'none', expect.stringMatching(/LINK_POLICY is heal: .*the next run sets it again/)],
    [
      'heal',
      'other',
      expect.stringContaining('LINK_POLICY is heal: the next run sets the link back to partner ID 7000001'),
    ],
    ['create', 'right', undefined],
    ['heal', 'unreadable', undefined],
  ])('%s over %s', (policy, state, note) => {
    expect(nextRunNote(state, '7000001', policy)).toEqual(note);
  });
});

describe('how it is shown', () => {
  it('since when: as long as the status of its condition stays', () => {
    const first = standingOf(RIGHT, PARTNER, undefined, '2026-01-01T00:00:00.000Z');
    const same = standingOf(RIGHT, PARTNER, first, '2026-01-02T00:00:00.000Z');
    const lost = standingOf(NONE, PARTNER, same, '2026-01-03T00:00:00.000Z');

    expect(same).toEqual(first);
    expect(first).toMatchObject({ state: 'right', partnerId: PARTNER, conditions: [{ status: 'True' }] });
    expect(lost).toMatchObject({
      state: 'none',
      conditions: [{ type: 'Linked', status: 'False', lastTransitionTime: '2026-01-03T00:00:00.000Z' }],
    });
  });
});

it('the id of a call is told from that of a run', () => {
  const unique = '20240301T061700Z-0badcafe';

  expect(isLinkCallId(toLinkCallId(unique))).toBe(true);
  expect(isLinkCallId(unique)).toBe(false);
});
