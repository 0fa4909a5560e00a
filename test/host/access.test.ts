// Keys: who comes in where, and what a refusal looks like.
import { describe, expect, test } from 'vitest';
import { startFixtures } from './harness.ts';

const keys = { master: 'the-master', host: 'the-host', functions: { keyed: 'own-key', other: 'other-key' } };

describe('with keys asked for', () => {
  test.each([
    ['open', undefined, 200],
    ['open', 'wrong', 200],
    ['keyed', undefined, 401],
    ['keyed', '', 401],
    ['keyed', 'wrong', 401],
    ['keyed', 'other-key', 401],
    ['keyed', 'own-key', 200],
    ['keyed', 'the-host', 200],
    ['keyed', 'the-master', 200],
    ['master-only', undefined, 401],
    ['master-only', 'the-host', 401],
    ['master-only', 'the-master', 200],
  ])('%s with the key %j answers %i, in the header and as ?code=', async (name, key, status) => {
    const host = await startFixtures(['levels'], { enableAuth: true, keys });
    const url = `${host.url}/api/${name}`;

    const byHeader = await fetch(url, key === undefined ? {} : { headers: { 'x-functions-key': key } });
    const byCode = await fetch(key === undefined ? url : `${url}?code=${key}`);

    expect([byHeader.status, byCode.status]).toEqual([status, status]);
  });

  test('a refusal is empty and names no way in', async () => {
    const host = await startFixtures(['levels'], { enableAuth: true, keys });

    const answer = await fetch(`${host.url}/api/keyed`);

    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-length')).toBe('0');
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  test.each([
    ['own-key', 'wrong', 200],
    ['wrong', 'own-key', 401],
  ])('the header %s decides over the code %s', async (header, code, status) => {
    const host = await startFixtures(['levels'], { enableAuth: true, keys });

    const answer = await fetch(`${host.url}/api/keyed?code=${code}`, {
      headers: { 'x-functions-key': header },
    });

    expect(answer.status).toBe(status);
  });

  test('routing comes before keys', async () => {
    const host = await startFixtures(['levels'], { enableAuth: true, keys });

    const answers = [
      await fetch(`${host.url}/api/keyed`, { method: 'POST' }),
      await fetch(`${host.url}/api/nothing`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  test('without keys of the caller’s own the host makes one a function, and they work', async () => {
    const host = await startFixtures(['levels'], { enableAuth: true });

    const answer = await fetch(`${host.url}/api/keyed`, {
      headers: { 'x-functions-key': host.keys.functions['keyed'] ?? '' },
    });

    expect(answer.status).toBe(200);
    expect(Object.keys(host.keys.functions).sort()).toEqual([
      'keyed',
      'master-only',
      'open',
      'other',
      'slow',
    ]);
    expect(new Set([host.keys.master, host.keys.host, ...Object.values(host.keys.functions)]).size).toBe(7);
  });
});

test('by default no key is asked for, on no level', async () => {
  const host = await startFixtures(['levels']);

  const answers = await Promise.all(
    ['keyed', 'master-only'].map(async (name) => fetch(`${host.url}/api/${name}`)),
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

describe('a function that an app setting switches off', () => {
  const settings = { 'AzureWebJobs.keyed.Disabled': 'true' };

  test('is 404, and its neighbours serve on', async () => {
    const host = await startFixtures(['levels'], { settings });

    expect((await fetch(`${host.url}/api/keyed`)).status).toBe(404);
    expect((await fetch(`${host.url}/api/other`)).status).toBe(200);
    expect(host.functions.find(({ name }) => name === 'keyed')?.disabled).toContain(
      'AzureWebJobs.keyed.Disabled',
    );
  });

  test('still runs for the master key alone', async () => {
    const host = await startFixtures(['levels'], { settings, enableAuth: true, keys });

    const statuses = await Promise.all(
      ['own-key', 'the-host', 'the-master'].map(
        async (code) => (await fetch(`${host.url}/api/keyed?code=${code}`)).status,
      ),
    );

    expect(statuses).toEqual([404, 404, 200]);
  });
});
