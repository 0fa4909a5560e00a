// How often keys are asked for, and how long a withdrawn one is still taken: with a clock that the test moves.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyCache } from '../../src/azure/key-cache.ts';
import { KeysUnavailable } from '../../src/ports/token-verifier.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';

const MINUTE = 60 * SECOND;

/** Keys are published by the test; a key is its own name. */
function start(...names: string[]) {
  const clock = testClock();
  const published = new Set(names);
  const entra = { isDown: false, asked: 0, before: async (): Promise<void> => undefined };
  const cache = new KeyCache(async () => {
    entra.asked += 1;
    await entra.before();
    if (entra.isDown) throw new Error('Entra is down.');
    return new Map([...published].map((name) => [name, name]));
  }, clock);
  const asked = () => entra.asked;
  return { clock, published, entra, cache, asked };
}

describe('a known key', () => {
  test('is asked for once, and again when what is known is 10 minutes old', async () => {
    const { cache, clock, asked } = start('a');

    expect(await cache.find('a')).toBe('a');
    clock.advance(10 * MINUTE - 1);
    expect(await cache.find('a')).toBe('a');
    expect(asked()).toBe(1);

    clock.advance(1);
    expect(await cache.find('a')).toBe('a');
    expect(asked()).toBe(2);
  });

  test('that is withdrawn is refused after 10 minutes', async () => {
    const { cache, clock, published } = start('a');
    await cache.find('a');
    published.delete('a');

    clock.advance(10 * MINUTE - 1);
    expect(await cache.find('a')).toBe('a');
    clock.advance(1);

    expect(await cache.find('a')).toBeUndefined();
  });

  test('that is withdrawn is refused at once where another one made us ask', async () => {
    const { cache, published } = start('a');
    await cache.find('a');
    published.delete('a');
    published.add('b');

    expect(await cache.find('b')).toBe('b');

    expect(await cache.find('a')).toBeUndefined();
  });

  test('its age counts from the question, not from the answer', async () => {
    const { cache, clock, entra, asked } = start('a');
    entra.before = async () => clock.advance(9 * MINUTE);
    await cache.find('a');

    clock.advance(MINUTE);
    await cache.find('a');

    expect(asked()).toBe(2);
  });

  test('a clock that is set back makes us ask again', async () => {
    const { cache, clock, asked } = start('a');
    await cache.find('a');

    clock.advance(-1);
    await cache.find('a');

    expect(asked()).toBe(2);
  });
});

describe('an unknown key', () => {
  test('that was just published is found at once', async () => {
    const { cache, published, asked } = start('a');
    await cache.find('a');
    published.add('b');

    expect(await cache.find('b')).toBe('b');
    expect(asked()).toBe(2);
  });

  test.each(['', '__proto__', 'constructor', '../a', 'A', 'a '])('%j is no key', async (name) => {
    const { cache } = start('a');

    expect(await cache.find(name)).toBeUndefined();
  });

  test('makes us ask once in 30 seconds, however many there are', async () => {
    const { cache, clock, asked } = start('a');
    await cache.find('a');

    for (let n = 0; n < 20; n += 1) await cache.find(`made-up-${n}`);
    clock.advance(30 * SECOND - 1);
    await cache.find('made-up');
    expect(asked()).toBe(2);

    clock.advance(1);
    for (let n = 0; n < 20; n += 1) await cache.find(`made-up-${n}`);
    expect(asked()).toBe(3);
  });

  test('that was found opens the way for no further question in these 30 seconds', async () => {
    const { cache, clock, published, asked } = start('a');
    await cache.find('a');
    published.add('b');
    expect(await cache.find('b')).toBe('b');

    for (let n = 0; n < 20; n += 1) expect(await cache.find(`made-up-${n}`)).toBeUndefined();
    published.add('c');
    expect(asked()).toBe(2);
    clock.advance(30 * SECOND);

    expect(await cache.find('c')).toBe('c');
    expect(asked()).toBe(3);
  });

  test('is told apart by what was just fetched: no second question', async () => {
    const { cache, asked } = start('a');

    for (let n = 0; n < 20; n += 1) expect(await cache.find(`made-up-${n}`)).toBeUndefined();

    expect(asked()).toBe(1);
    expect(await cache.find('a')).toBe('a');
    expect(asked()).toBe(1);
  });
});

describe('many at once', () => {
  test('ask once', async () => {
    const { cache, asked } = start('a', 'b');

    const found = await Promise.all(['a', 'b', 'a', 'no', 'b', 'no'].map((name) => cache.find(name)));

    expect(found).toEqual(['a', 'b', 'a', undefined, 'b', undefined]);
    expect(asked()).toBe(1);
  });

  test('with a new key ask once, and all of them get it', async () => {
    const { cache, published, asked } = start('a');
    await cache.find('a');
    published.add('b');

    const found = await Promise.all(Array.from({ length: 20 }, () => cache.find('b')));

    expect(new Set(found)).toEqual(new Set(['b']));
    expect(asked()).toBe(2);
  });

  test('a known key does not wait for the question about another', async () => {
    const { cache, entra } = start('a');
    await cache.find('a');
    let answer = () => undefined as void;
    entra.before = () => new Promise((resolve) => (answer = resolve));

    const unknown = cache.find('b');
    const known = await cache.find('a');
    answer();

    expect(known).toBe('a');
    expect(await unknown).toBeUndefined();
  });
});

describe('while Entra is down', () => {
  test('nothing is known: unavailable, and each call asks again until it is back', async () => {
    const { cache, entra, asked } = start('a');
    entra.isDown = true;

    await expect(cache.find('a')).rejects.toThrow(new KeysUnavailable('Entra is down.'));
    await expect(cache.find('a')).rejects.toThrow(KeysUnavailable);
    expect(asked()).toBe(2);
    entra.isDown = false;

    expect(await cache.find('a')).toBe('a');
  });

  test('fresh keys go on; old ones are unavailable, never taken', async () => {
    const { cache, clock, entra } = start('a');
    await cache.find('a');
    entra.isDown = true;

    clock.advance(10 * MINUTE - 1);
    expect(await cache.find('a')).toBe('a');
    clock.advance(1);

    await expect(cache.find('a')).rejects.toThrow(KeysUnavailable);
  });

  test('an unknown key is unavailable, for nobody said that it is none, and does not ask for 30 seconds', async () => {
    const { cache, clock, entra, published, asked } = start('a');
    await cache.find('a');
    entra.isDown = true;
    published.add('b');

    for (let n = 0; n < 5; n += 1) await expect(cache.find('b')).rejects.toThrow(KeysUnavailable);
    expect(asked()).toBe(2);
    expect(await cache.find('a')).toBe('a');
    entra.isDown = false;
    clock.advance(30 * SECOND);

    expect(await cache.find('b')).toBe('b');
    expect(asked()).toBe(3);
  });

  test('what failed is forgotten with the next answer', async () => {
    const { cache, entra } = start('a');
    entra.isDown = true;
    await expect(cache.find('a')).rejects.toThrow(KeysUnavailable);
    entra.isDown = false;
    await cache.find('a');

    expect(await cache.find('b')).toBeUndefined();
  });
});

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
