// The part of the store contract that says how answers to POSTs are remembered: one alone does the work of an id.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AnswerClaim, AnswerHold, AnswerStore } from '../../src/ports/answers.ts';
import { ANSWER, claimOf, HOLD_MS, KEPT_MS } from './answer-samples.ts';
import { setUp, type OpenStore } from './store-fixture.ts';

/** @throws where it is not granted */
export async function grantAnswer(store: AnswerStore, claim: AnswerClaim): Promise<AnswerHold> {
  const answer = await store.claimAnswer(claim);
  if (answer.kind !== 'granted') throw new Error(`The answer is ${answer.kind}`);
  return answer.hold;
}

export function describeAnswers(openStore: OpenStore): void {
  describe('answers', () => {
    test('while the work is under way all others hear so, and what was asked', async () => {
      const { store, other } = await setUp(openStore);
      await grantAnswer(store, claimOf(1, 'this'));

      for (const each of [store, other])
        expect(await each.claimAnswer(claimOf(1, 'that'))).toEqual({ kind: 'held', fingerprint: 'this' });
    });

    test('a kept answer is given to every process as it was, and to the end of its time', async () => {
      const { store, other, clock } = await setUp(openStore);
      const hold = await grantAnswer(store, claimOf(1));

      const isKept = await store.keepAnswer(hold, ANSWER, KEPT_MS);
      clock.advance(KEPT_MS - 1);

      expect(isKept).toBe(true);
      for (const each of [store, other])
        expect(await each.claimAnswer(claimOf(1, 'that'))).toEqual({
          kind: 'kept',
          fingerprint: 'asked',
          answer: ANSWER,
        });
      clock.advance(1);
      expect(await other.claimAnswer(claimOf(1))).toMatchObject({ kind: 'granted' });
    });

    test('what was given back is anybody’s, over and over', async () => {
      const { store, other } = await setUp(openStore);
      for (let round = 0; round < 5; round += 1) {
        const hold = await grantAnswer(round % 2 ? store : other, claimOf(1, `round ${round}`));
        await other.freeAnswer(hold);
        await store.freeAnswer(hold);
      }

      const hold = await grantAnswer(store, claimOf(1));
      expect(await store.keepAnswer(hold, ANSWER, KEPT_MS)).toBe(true);
      expect(await other.claimAnswer(claimOf(1))).toMatchObject({ kind: 'kept' });
    });

    test('the clock was set back: a kept answer stands, a hold keeps nobody out, nor does what was given back', async () => {
      const { store, other, clock } = await setUp(openStore);
      const long = { ...ANSWER, body: 'long '.repeat(20_000) };
      await store.keepAnswer(await grantAnswer(store, claimOf(1)), ANSWER, KEPT_MS);
      await store.keepAnswer(await grantAnswer(store, claimOf(2)), long, KEPT_MS);
      const held = await grantAnswer(store, claimOf(3));
      await store.freeAnswer(await grantAnswer(store, claimOf(4)));

      clock.advance(-30 * KEPT_MS);

      expect(await other.claimAnswer(claimOf(1))).toMatchObject({ kind: 'kept', answer: ANSWER });
      expect(await other.claimAnswer(claimOf(2))).toMatchObject({ kind: 'kept', answer: long });
      const next = await grantAnswer(other, claimOf(3, 'again'));
      await grantAnswer(other, claimOf(4));
      expect(await store.keepAnswer(held, ANSWER, KEPT_MS)).toBe(false);
      expect(await other.keepAnswer(next, ANSWER, KEPT_MS)).toBe(true);
      expect(await store.claimAnswer(claimOf(3, 'again'))).toMatchObject({ kind: 'kept' });
    });

    test('a hold that ran out goes to the next one, and the former changes nothing any more', async () => {
      const { store, other, clock } = await setUp(openStore);
      const former = await grantAnswer(store, claimOf(1));
      clock.advance(HOLD_MS - 1);
      expect(await other.claimAnswer(claimOf(1))).toMatchObject({ kind: 'held' });
      clock.advance(1);

      const next = await grantAnswer(other, claimOf(1, 'again'));
      const late = { ...ANSWER, body: 'late' };

      expect(await store.keepAnswer(former, late, KEPT_MS)).toBe(false);
      await store.freeAnswer(former);
      expect(await store.claimAnswer(claimOf(1))).toEqual({ kind: 'held', fingerprint: 'again' });
      expect(await other.keepAnswer(next, ANSWER, KEPT_MS)).toBe(true);
      expect(await store.keepAnswer(former, late, KEPT_MS)).toBe(false);
      expect(await store.claimAnswer(claimOf(1))).toMatchObject({ kind: 'kept', answer: ANSWER });
    });

    test('a hold that ran out and that nobody took keeps its answer all the same', async () => {
      const { store, other, clock } = await setUp(openStore);
      const hold = await grantAnswer(store, claimOf(1));
      clock.advance(2 * HOLD_MS);

      expect(await store.keepAnswer(hold, ANSWER, KEPT_MS)).toBe(true);
      expect(await other.claimAnswer(claimOf(1))).toMatchObject({ kind: 'kept' });
    });

    test('ids are kept apart, however alike they are', async () => {
      const { store, other } = await setUp(openStore);
      const claims = [claimOf(1), claimOf(10), claimOf(16), claimOf(1, 'asked', 'ac')];

      for (const [index, claim] of claims.entries()) {
        const hold = await grantAnswer(store, claim);
        await store.keepAnswer(hold, { ...ANSWER, body: `answer ${index}` }, KEPT_MS);
      }

      for (const [index, claim] of claims.entries())
        expect(await other.claimAnswer(claim)).toMatchObject({ answer: { body: `answer ${index}` } });
    });

    test.each([
      ['empty', 0],
      ['of some hundred KB', 400_000],
      ['larger than an entity, and hard to compress', 1_500_000],
    ])('an answer %s comes back whole', async (_, bytes) => {
      const { store, other } = await setUp(openStore);
      const answer = { ...ANSWER, body: randomBytes(bytes).toString('base64') };
      const hold = await grantAnswer(store, claimOf(1));

      expect(await store.keepAnswer(hold, answer, KEPT_MS)).toBe(true);

      const claimed = await other.claimAnswer(claimOf(1));
      expect(claimed.kind === 'kept' && claimed.answer.body === answer.body).toBe(true);
    });

    test('of many who claim at once exactly one is granted, over and over, however the one before ended', async () => {
      const { store, other, clock } = await setUp(openStore);
      for (let round = 0; round < 12; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, at) => (at % 2 ? store : other).claimAnswer(claimOf(1))),
        );

        const holds = answers.flatMap((answer) => (answer.kind === 'granted' ? [answer.hold] : []));
        expect(holds).toHaveLength(1);
        expect(answers.filter(({ kind }) => kind === 'held')).toHaveLength(7);
        const [hold] = holds;
        if (hold === undefined) continue;
        if (round % 3 === 0) await store.freeAnswer(hold);
        if (round % 3 === 1) await store.keepAnswer(hold, ANSWER, KEPT_MS);
        if (round % 3 !== 0) clock.advance(KEPT_MS);
      }
    });
  });
}
