// Letters and what receivers said: forgotten when their time is over.
import { describe, expect, it } from 'vitest';
import { isDead } from '../../src/domain/delivery.ts';
import { keepUp, MOST_DEAD } from '../../src/domain/delivery-upkeep.ts';
import { BOTH, dead, letter, NOW, record, TEAMS, WEBHOOK } from './delivery-fixtures.ts';

describe('upkeep', () => {
  it('leaves a record in order as it is', () => {
    const before = record([letter(), dead()], { webhook: { fingerprint: 'bb', disabled: true } });

    expect(keepUp(before, BOTH, NOW)).toBe(before);
  });

  it('forgets what another address said, or one that is set no more', () => {
    const receivers = {
      webhook: { fingerprint: 'old', disabled: true },
      teams: { fingerprint: 'aa', disabled: true },
    };

    expect(keepUp(record([], receivers), [WEBHOOK], NOW).receivers).toEqual({});
  });

  it('ends what is on its way to a receiver that is set no more', () => {
    const { letters } = keepUp(record([letter(), letter({ receiver: 'teams' })]), [TEAMS], NOW);

    expect(letters.map(isDead)).toEqual([true, false]);
  });

  it('drops dead letters after 400 days, never one on its way', () => {
    const [until, after] = ['2024-11-28T00:00:00.000Z', '2024-11-27T23:59:59.999Z'];
    const before = record([letter({ time: after }), dead({ time: after }), dead({ time: until })]);

    const { letters } = keepUp(before, BOTH, NOW);

    expect(letters).toEqual([letter({ time: after }), dead({ time: until })]);
  });

  it.each(['teams', 'webhook'] as const)(
    'drops the oldest of too many dead letters of %s, and none of another receiver',
    (receiver) => {
      const other = dead({ receiver: receiver === 'teams' ? 'webhook' : 'teams' });
      const many = Array.from({ length: MOST_DEAD + 2 }, (_, n) => dead({ receiver, id: `many-${n}` }));

      const { letters } = keepUp(record([letter(), other, ...many]), BOTH, NOW);

      expect(letters).toEqual([letter(), other, ...many.slice(2)]);
    },
  );
});
