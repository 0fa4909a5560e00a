// What is known of keys, and how often they are asked for, while Entra is down.
import { describe, expect, test } from 'vitest';
import { KeysUnavailable } from '../../src/ports/token-verifier.ts';
import { SECOND } from '../harness/test-clock.ts';
import { MINUTE, start } from './key-cache-for-test.ts';

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
