// Times by a clock that may have been set back: which of two, and when something is told that follows on what was told.
import { describe, expect, it } from 'vitest';
import { afterTold, earlier, lastToldOf, later } from '../../src/domain/in-order.ts';
import { sampleRow } from '../storage/samples.ts';

const SIX = '2026-03-01T06:00:00.000Z';
const SEVEN = '2026-03-01T07:00:00.000Z';
const EIGHT = '2026-03-01T08:00:00.000Z';

describe('of two times', () => {
  it('the later and the earlier one, in whichever order they come', () => {
    expect([later(SIX, SEVEN), later(SEVEN, SIX)]).toEqual([SEVEN, SEVEN]);
    expect([earlier(SIX, SEVEN), earlier(SEVEN, SIX)]).toEqual([SIX, SIX]);
  });
});

describe('a row was told of last', () => {
  it.each([
    ['when its word changed', EIGHT, SIX, EIGHT],
    ['when one of its conditions did', SIX, SEVEN, SEVEN],
  ])('%s', (_, since, lastTransitionTime, expected) => {
    const condition = { type: 'Linked', status: 'True', reason: 'LinkRight', message: 'It is.' } as const;
    const row = sampleRow('a', { since, conditions: [{ ...condition, lastTransitionTime }] });

    expect(lastToldOf(row)).toBe(expected);
  });
});

describe('what is told now', () => {
  it.each([
    ['at the present time where nothing was told before', [], SEVEN],
    ['at the present time where all that was told lies behind', [SIX], SEVEN],
    ['right after what was told at this moment', [SIX, SEVEN], '2026-03-01T07:00:00.001Z'],
    ['right after the last that lies ahead', [EIGHT, SIX], '2026-03-01T08:00:00.001Z'],
  ])('is told %s', (_, told, expected) => {
    expect(afterTold(SEVEN, told)).toBe(expected);
  });
});
