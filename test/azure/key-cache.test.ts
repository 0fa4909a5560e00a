// How often keys are asked for, and how long a withdrawn one is still taken: with a clock that the test moves.
import { describe, expect, test } from 'vitest';
import { SECOND } from '../harness/test-clock.ts';
import { MINUTE, start } from './key-cache-for-test.ts';

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
