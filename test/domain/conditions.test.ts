// The five conditions of what is not delegated, or was not read: what is not known is never False.
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/condition.ts';
import {
  verdictsOfHidden,
  verdictsOfRemoved,
  verdictsOfUndelegated,
  verdictsOfUnread,
} from '../../src/domain/verdicts.ts';
import { standing } from './fixtures.ts';

const inShort = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ type, status, reason }) => `${type} ${status} ${reason}`);

describe('the conditions', () => {
  it.each<[name: string, verdicts: Verdict[], rest: string, observed: string]>([
    [
      'unread',
      verdictsOfUnread('Azure answered 500.', standing()),
      'Unknown NotRead',
      'Observed False ReadFailed',
    ],
    ['removed', verdictsOfRemoved(standing()), 'False Removed', 'Observed True Read'],
    ['not visible', verdictsOfHidden(standing()), 'Unknown NotVisible', 'Observed False NotVisible'],
    ['not delegated', verdictsOfUndelegated(standing()), 'False NotDelegated', 'Observed True Read'],
  ])('of what is %s', (_, verdicts, rest, observed) => {
    expect(inShort(verdicts)).toEqual([
      'Linked True LinkRight',
      `Delegated ${rest}`,
      `RoleEligible ${rest}`,
      `WholeSubscription ${rest}`,
      observed,
    ]);
  });

  it('say what failed', () => {
    expect(verdictsOfUnread('Azure answered 500.', standing()).at(-1)?.message).toBe('Azure answered 500.');
  });
});
