// Letters: written once for each run and receiver.
import { describe, expect, it } from 'vitest';
import { EMPTY_DELIVERY, writeLetters } from '../../src/domain/delivery.ts';
import { BOTH, letter, NOW, QUIET, record, TEAMS } from './delivery-fixtures.ts';

describe('letters are written', () => {
  const runs = [{ runId: 'r1', time: '2026-01-01T00:00:00.000Z' }];

  it('one for each run and receiver, due at once', () => {
    const { letters } = writeLetters(EMPTY_DELIVERY, 'default', runs, BOTH, NOW.toISOString());

    expect(letters).toEqual([
      {
        id: 'default-r1-teams',
        receiver: 'teams',
        runId: 'r1',
        time: '2026-01-01T00:00:00.000Z',
        attempts: 0,
        nextAt: NOW.toISOString(),
      },
      expect.objectContaining({ id: 'default-r1-webhook', receiver: 'webhook' }),
    ]);
  });

  it('after those that are on their way, and all else stays', () => {
    const before = { ...record([letter()], QUIET), taken: { identity: 7, expected: 3 } };

    const after = writeLetters(before, 'default', runs, [TEAMS], NOW.toISOString());

    expect(after).toMatchObject({ taken: before.taken, receivers: QUIET });
    expect(after.letters.map(({ id }) => id)).toEqual(['default-r1-webhook', 'default-r1-teams']);
  });

  it('none for a receiver that said it is gone', () => {
    const before = record([], { teams: { fingerprint: 'aa', disabled: true } });

    const { letters } = writeLetters(before, 'default', runs, BOTH, NOW.toISOString());

    expect(letters.map(({ receiver }) => receiver)).toEqual(['webhook']);
  });
});
