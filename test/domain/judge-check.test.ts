// Every line of the table of contract §7.2: what an onboarding check says, and what it leaves behind.
import { describe, expect, it, test } from 'vitest';
import type { CheckSight } from '../../src/domain/judge-check.ts';
import type { SubscriptionRow } from '../../src/domain/row.ts';
import type { Standing } from '../../src/domain/standing.ts';
import {
  delegation,
  NONE,
  ours,
  standing,
  SUBSCRIPTION_ID,
  SUPPORT,
  TAG_CONTRIBUTOR,
  UNREADABLE,
} from './fixtures.ts';
import {
  BARE,
  check,
  DELEGATED,
  HIDDEN,
  inShort,
  ONLY_UNKNOWN,
  QUIET,
  REMOVED,
  STOOD,
  UNREAD,
} from './judge-check-fixtures.ts';

describe('what is seen, without a row', () => {
  test.each<[string, CheckSight, Standing, object]>([
    [
      'delegated',
      DELEGATED,
      standing(),
      {
        says: 'pec',
        because: [],
        row: 'pec',
        again: 'not',
        told: ['delegation.added', 'recognition.gained'],
        words: ['absent>pec'],
      },
    ],
    [
      'delegated, without a link',
      DELEGATED,
      standing(NONE),
      {
        says: 'none',
        because: ['link-missing'],
        row: 'none',
        again: 'not',
        told: ['delegation.added'],
        words: ['absent>none'],
      },
    ],
    [
      'delegated, with a link that cannot be read',
      DELEGATED,
      standing(UNREADABLE),
      {
        says: 'unknown',
        because: ['link-unreadable'],
        row: 'unknown',
        again: 'soon',
        told: ['delegation.added'],
        words: ['absent>unread'],
      },
    ],
    [
      'a delegation on its way',
      { ...DELEGATED, delegations: [delegation([ours(SUPPORT)], { provisioningState: 'Creating' })] },
      standing(),
      {
        says: 'unknown',
        because: ['delegation-not-succeeded'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['absent>unknown'],
      },
    ],
    [
      'a delegation in force, and another on its way',
      {
        ...DELEGATED,
        delegations: [
          delegation([ours(SUPPORT)]),
          delegation([], { group: 'web', provisioningState: 'Creating' }),
        ],
      },
      standing(),
      {
        says: 'pec',
        because: ['delegation-not-succeeded'],
        row: 'pec',
        again: 'not',
        told: ['delegation.added', 'recognition.gained'],
        words: ['absent>pec'],
      },
    ],
    [
      'a role that the table does not list, with a link that cannot be read',
      { ...DELEGATED, delegations: [delegation([ours(TAG_CONTRIBUTOR)])] },
      standing(UNREADABLE),
      {
        says: 'unknown',
        because: ['link-unreadable', 'role-unlisted'],
        row: 'unknown',
        again: 'soon',
        told: ['delegation.added'],
        words: ['absent>unread'],
      },
    ],
    [
      'a role that the table does not list: asking again would not help',
      { ...DELEGATED, delegations: [delegation([ours(TAG_CONTRIBUTOR)])] },
      standing(),
      {
        says: 'unknown',
        because: ['role-unlisted'],
        row: 'unknown',
        again: 'not',
        told: ['delegation.added'],
        words: ['absent>unknown'],
      },
    ],
    [
      'not visible',
      HIDDEN,
      standing(),
      { says: 'unknown', because: ['not-visible-yet'], row: undefined, again: 'asked', ...QUIET },
    ],
    [
      'visible, nothing delegated',
      BARE,
      standing(),
      { says: 'none', because: ['not-delegated'], row: undefined, again: 'asked', ...QUIET },
    ],
    [
      "of the provider's own tenant",
      { ...BARE, why: 'own-tenant' },
      standing(),
      { says: 'none', because: ['own-tenant'], row: undefined, again: 'not', ...QUIET },
    ],
    [
      'visible, its delegations unread',
      UNREAD,
      standing(),
      {
        says: 'unknown',
        because: ['read-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['absent>unread'],
      },
    ],
    [
      'unread altogether',
      { kind: 'unread', subscriptionId: SUBSCRIPTION_ID, cause: 'Azure answered 500.' },
      standing(),
      { says: 'unknown', because: ['read-failed'], row: undefined, again: 'soon', ...QUIET },
    ],
    [
      'no token',
      { kind: 'no-token', cause: 'Entra said no.' },
      standing(UNREADABLE),
      { says: 'unknown', because: ['token-failed'], row: undefined, again: 'soon', ...QUIET },
    ],
    [
      'a token for another principal',
      { kind: 'other-principal', expected: 'a', found: 'b' },
      standing(UNREADABLE),
      { says: 'unknown', because: ['link-principal-mismatch'], row: undefined, again: 'not', ...QUIET },
    ],
  ])('%s', (_, sight, by, expected) => {
    expect(inShort(check(sight, undefined, { by }))).toEqual(expected);
  });
});

describe('what is seen, over a row that stands', () => {
  const LOST = { told: ['delegation.removed', 'recognition.lost'], words: ['pec>none'] };

  test.each<[string, SubscriptionRow, CheckSight, object]>([
    ['as it was', STOOD, DELEGATED, { says: 'pec', because: [], row: 'pec', again: 'not', ...QUIET }],
    [
      'not visible any more',
      STOOD,
      HIDDEN,
      { says: 'none', because: ['removed'], row: 'none', again: 'not', ...LOST },
    ],
    [
      'visible, nothing delegated any more',
      STOOD,
      BARE,
      { says: 'none', because: ['not-delegated', 'removed'], row: 'none', again: 'asked', ...LOST },
    ],
    [
      'moved into the own tenant',
      STOOD,
      { ...BARE, why: 'own-tenant' },
      { says: 'none', because: ['own-tenant', 'removed'], row: 'none', again: 'not', ...LOST },
    ],
    [
      'unread',
      STOOD,
      UNREAD,
      {
        says: 'unknown',
        because: ['read-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['pec>unread'],
      },
    ],
    [
      'no token',
      STOOD,
      { kind: 'no-token', cause: 'Entra said no.' },
      {
        says: 'unknown',
        because: ['token-failed'],
        row: 'unknown',
        again: 'soon',
        told: [],
        words: ['pec>unread'],
      },
    ],
    [
      'a token for another principal',
      STOOD,
      { kind: 'other-principal', expected: 'a', found: 'b' },
      { says: 'unknown', because: ['link-principal-mismatch'], row: 'pec', again: 'not', ...QUIET },
    ],
    [
      'removed before, and still not visible',
      REMOVED,
      HIDDEN,
      { says: 'none', because: ['removed'], row: 'none', again: 'asked', ...QUIET },
    ],
    [
      'removed before, and unread now',
      REMOVED,
      UNREAD,
      { says: 'unknown', because: ['read-failed'], row: 'none', again: 'soon', ...QUIET },
    ],
    [
      'removed before, and back',
      REMOVED,
      DELEGATED,
      {
        says: 'pec',
        because: [],
        row: 'pec',
        again: 'not',
        told: ['delegation.returned', 'recognition.gained'],
        words: ['none>pec'],
      },
    ],
    [
      'only ever unknown, and not visible: it just goes',
      ONLY_UNKNOWN,
      HIDDEN,
      {
        says: 'unknown',
        because: ['not-visible-yet'],
        row: undefined,
        again: 'asked',
        told: [],
        words: ['unread>absent'],
      },
    ],
  ])('%s', (_, before, sight, expected) => {
    expect(inShort(check(sight, before))).toEqual(expected);
  });

  it('is not touched where nothing was seen of it', () => {
    expect(check(UNREAD, REMOVED).row).toBe(REMOVED);
    expect(check({ kind: 'other-principal', expected: 'a', found: 'b' }, STOOD).row).toBe(STOOD);
  });
});
