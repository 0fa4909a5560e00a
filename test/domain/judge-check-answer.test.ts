// What an onboarding check answers (contract §7.2): its shape, and when to ask again.
import { describe, expect, it, test } from 'vitest';
import { retryAfterSeconds } from '../../src/domain/judge-check.ts';
import { CUSTOMER_TENANT, moment, SUBSCRIPTION_ID } from './fixtures.ts';
import { BARE, check, DELEGATED, HIDDEN, REMOVED, rowAfter, STOOD, UNREAD } from './judge-check-fixtures.ts';

describe('the answer', () => {
  it('shows the row and nothing of its inside', () => {
    const { view, row } = check(DELEGATED, STOOD);

    expect(view).toMatchObject({
      displayName: 'Production',
      observedAt: moment(2).now,
      since: moment(1).now,
    });
    expect(view).not.toHaveProperty('events');
    expect(row).toMatchObject(view);
  });

  it('leaves out what Azure did not give, and has all five conditions', () => {
    const { view } = check(HIDDEN);

    expect(view).toMatchObject({
      identity: 'default',
      subscriptionId: SUBSCRIPTION_ID,
      scopes: [],
      since: moment(2).now,
      observedAt: moment(2).now,
    });
    for (const absent of ['displayName', 'tenantId', 'state']) expect(view).not.toHaveProperty(absent);
    expect(view.conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'Linked True',
      'Delegated Unknown',
      'RoleEligible Unknown',
      'WholeSubscription Unknown',
      'Observed False',
    ]);
  });

  it('says of what is visible and bare what was seen of it', () => {
    const { view } = check(BARE);

    expect(view).toMatchObject({ displayName: 'Production', state: 'Enabled' });
    expect(view.conditions.map(({ status }) => status)).toEqual(['True', 'False', 'False', 'False', 'True']);
  });

  it('says of what is not read the same reason in the row', () => {
    const { view, row } = check({ kind: 'no-token', cause: 'Entra said no.' }, STOOD);

    expect(row?.findings).toEqual(view.findings);
    expect(view.findings[0]?.message).toContain('Entra said no.');
    expect(view.conditions.at(-1)?.message).toBe('Entra said no.');
  });

  it('keeps what a row that is unknown already shows', () => {
    const unread = rowAfter(UNREAD, STOOD);

    const { view } = check({ kind: 'other-principal', expected: 'a', found: 'b' }, unread);

    expect(view).toMatchObject({
      since: unread.since,
      scopes: unread.scopes,
      conditions: unread.conditions,
      observedAt: unread.observedAt,
    });
    expect(view.scopes).toHaveLength(1);
  });

  it('says of a row that could not be read when it was read last', () => {
    expect(check(UNREAD, STOOD).view.observedAt).toBe(moment(1).now);
    expect(check(UNREAD, REMOVED).view).toMatchObject({
      observedAt: moment(1).now,
      displayName: 'Production',
      tenantId: CUSTOMER_TENANT,
      state: 'Enabled',
    });
  });
});

describe('when to ask again', () => {
  const at = (minutes: number) => new Date(Date.parse(moment(1).now) + minutes * 60_000).toISOString();

  test.each([
    ['not', 0, undefined],
    ['soon', 1000, 60],
    ['asked', 0, 60],
    ['asked', 14.99, 60],
    ['asked', 15, 900],
    ['asked', 100_000, 900],
  ] as const)('%s, %d minutes after the first check: %s s', (again, minutes, seconds) => {
    expect(retryAfterSeconds(again, at(0), at(minutes))).toBe(seconds);
  });
});
