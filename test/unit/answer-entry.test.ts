// What stands under one id of an answer, at the boundaries of its times.
import { describe, expect, test } from 'vitest';
import { DEAD_MS, isDead, standingAnswer, type AnswerEntry } from '../../src/storage/answer-entry.ts';

const NOW = new Date('2026-01-02T00:00:00.000Z');
const HOLD_MS = 300_000;
const HOUR_MS = 3_600_000;

function entry(leftMs: number, more: Partial<AnswerEntry> = {}): AnswerEntry {
  const until = new Date(NOW.getTime() + leftMs).toISOString();
  return { fingerprint: 'asked', holder: 'somebody', until, ...more };
}

describe('who comes now hears', () => {
  const answer = { status: 200, headers: {}, body: '{}' };

  test.each<[name: string, found: AnswerEntry | undefined, kind: string | undefined]>([
    ['nothing of what never was', undefined, undefined],
    ['that it is held, to the last of its time', entry(1), 'held'],
    ['nothing after that', entry(0), undefined],
    ['that it is held for as long as two may hold it', entry(2 * HOLD_MS), 'held'],
    ['nothing of a longer hold: the clock was set back', entry(2 * HOLD_MS + 1), undefined],
    ['that it is held where the entry is but the head of one', entry(2 * HOLD_MS + 1, { parts: 2 }), 'held'],
    ['the answer, however long it is kept', entry(24 * HOUR_MS, { answer }), 'kept'],
    ['nothing of an answer whose time is over', entry(0, { answer }), undefined],
  ])('%s', (_, found, kind) => {
    expect(standingAnswer(found, { holdMs: HOLD_MS }, NOW)?.kind).toBe(kind);
  });
});

test('an entry is removed an hour after its end, and no sooner', () => {
  expect(DEAD_MS).toBe(HOUR_MS);
  expect([isDead(entry(1 - HOUR_MS), NOW), isDead(entry(-HOUR_MS), NOW)]).toEqual([false, true]);
});
