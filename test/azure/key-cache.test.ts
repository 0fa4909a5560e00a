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

test('whatever comes in whatever order: no key too long, no question too many, no key missed', async () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('find' as const), name }),
    fc.record({ kind: fc.constant('publish' as const), name }),
    fc.record({ kind: fc.constant('withdraw' as const), name }),
    fc.record({ kind: fc.constant('outage' as const), name }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 29_999, 30_000, 599_999) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { cache, clock, published, entra, asked } = start('a');
      const withdrawnAt = new Map<string, number>();
      const publishedAt = new Map([['a', Number.NEGATIVE_INFINITY]]);
      const questions: number[] = [];
      const now = () => clock.now().getTime();
      for (const each of steps) {
        if (each.kind === 'wait') clock.advance(each.ms);
        else if (each.kind === 'outage') entra.isDown = !entra.isDown;
        else if (each.kind === 'publish') {
          if (!published.has(each.name)) publishedAt.set(each.name, now());
          published.add(each.name);
        } else if (each.kind === 'withdraw') {
          if (published.delete(each.name)) withdrawnAt.set(each.name, now());
        } else {
          const before = asked();
          const found = await cache.find(each.name).catch((error: unknown) => error);
          if (asked() > before) questions.push(now());
          expect(asked() - before).toBeLessThanOrEqual(1);
          if (found === each.name && !published.has(each.name))
            expect(now() - (withdrawnAt.get(each.name) ?? 0)).toBeLessThan(10 * MINUTE);
          // Published for half a minute, and Entra answers: then it is found, or a lately failed question is told.
          if (published.has(each.name) && now() - (publishedAt.get(each.name) ?? 0) >= 30 * SECOND)
            if (found !== each.name) expect(found).toBeInstanceOf(KeysUnavailable);
          if (!published.has(each.name) && found !== each.name && found !== undefined)
            expect(found).toBeInstanceOf(KeysUnavailable);
        }
      }
      // While Entra answers, at most two within half a minute: what was old, and what was unknown.
      if (!steps.some(({ kind }) => kind === 'outage'))
        for (const at of questions)
          expect(
            questions.filter((other) => other >= at && other - at < 30 * SECOND).length,
          ).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500 },
  );
});
