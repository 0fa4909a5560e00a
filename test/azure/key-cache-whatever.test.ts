// How often keys are asked for, and how long a withdrawn one is still taken: in any order of what may happen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeysUnavailable } from '../../src/ports/token-verifier.ts';
import { SECOND } from '../harness/test-clock.ts';
import { MINUTE, start } from './key-cache-for-test.ts';

describe('whatever comes in whatever order', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(
    fc.record({
      kind: fc.constantFrom('find', 'find', 'publish', 'withdraw', 'outage'),
      name,
      ms: fc.constant(0),
    }),
    fc.record({ kind: fc.constant('wait'), name, ms: fc.constantFrom(1, 29_999, 30_000, 599_999, 600_000) }),
  );
  const steps = fc.array(step, { minLength: 5, maxLength: 40 });

  test('no key is taken too long, none is missed, and what cannot be known is not said', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        for (const { name, found, withdrawnMs, publishedMs } of (await play(steps)).finds) {
          const isKnownNot = found === undefined;
          expect(found === name || isKnownNot || found instanceof KeysUnavailable).toBe(true);
          // Only of what was published at some time, and not for long after it went.
          expect(found === name && withdrawnMs >= 10 * MINUTE).toBe(false);
          expect(isKnownNot && publishedMs >= 30 * SECOND).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('one look asks at most once; while Entra answers at most twice in half a minute', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { finds } = await play(all.filter(({ kind }) => kind !== 'outage'));

        const asked = finds.flatMap(({ atMs, questions }) => Array.from({ length: questions }, () => atMs));
        const inHalfMinute = (from: number) => asked.filter((at) => at >= from && at - from < 30 * SECOND);
        expect(Math.max(0, ...finds.map(({ questions }) => questions))).toBeLessThanOrEqual(1);
        expect(Math.max(0, ...asked.map((from) => inHalfMinute(from).length))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });

  interface Step {
    kind: string;
    name: string;
    ms: number;
  }

  /** Each look-up with how long its key has been published, or withdrawn, without a break; 0 where it is not so. */
  async function play(steps: readonly Step[]) {
    const { cache, clock, published, entra, asked } = start('a');
    const now = () => clock.now().getTime();
    const changedMs = new Map([['a', 0]]);
    const finds = [];
    for (const { kind, name, ms } of steps) {
      if (kind === 'wait') clock.advance(ms);
      if (kind === 'outage') entra.isDown = !entra.isDown;
      if (kind === 'publish' && !published.has(name)) changedMs.set(name, now());
      if (kind === 'publish') published.add(name);
      if (kind === 'withdraw' && published.delete(name)) changedMs.set(name, now());
      if (kind !== 'find') continue;
      const before = asked();
      const found = await cache.find(name).catch((error: unknown) => error);
      const forMs = now() - (changedMs.get(name) ?? 0);
      finds.push({
        name,
        found,
        atMs: now(),
        questions: asked() - before,
        withdrawnMs: published.has(name) ? 0 : forMs,
        publishedMs: published.has(name) ? forMs : 0,
      });
    }
    return { finds };
  }
});
