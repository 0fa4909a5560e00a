// The service of an app is opened by the first call that needs it, once; and again where that failed.
import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Overrides } from '../../src/create-service.ts';
import { systemClock, type Clock } from '../../src/ports/clock.ts';
import { parseSettings } from '../../src/settings.ts';
import { settingsFor } from '../harness/keeper.ts';

const parsed = parseSettings(settingsFor('http://127.0.0.1:1', 'unused'));

test('all who ask get the same one', async () => {
  const app = createApp(parsed);

  const [one, other] = await Promise.all([app.openService(), app.openService()]);

  expect(one).toBeDefined();
  expect(other).toBe(one);
  expect(await app.openService()).toBe(one);
});

test('what failed is thrown to all who asked, and tried again by who asks next', async () => {
  let tries = 0;
  const overrides: Overrides = {
    get clock(): Clock {
      tries += 1;
      if (tries === 1) throw new Error('Too many open files.');
      return systemClock;
    },
  };
  const app = createApp(parsed, overrides);

  const failed = await Promise.allSettled([app.openService(), app.openService()]);
  const opened = await app.openService();

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(opened).toBeDefined();
  expect(tries).toBe(2);
});

test('there is none without settings', async () => {
  expect(await createApp(parseSettings({})).openService()).toBeUndefined();
});
