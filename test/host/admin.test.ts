// The calls under /admin: ping, status, running a function by hand, and who may.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { startFixtures } from './harness.ts';
import type { Started } from './harness.ts';
import { forget, timerRuns } from './fixtures/recorder.ts';

const keys = { master: 'the-master', host: 'the-host', functions: { beside: 'own-key' } };

beforeEach(forget);

async function runByHand(
  host: Started,
  name: string,
  { body = '{"input": ""}', contentType = 'application/json', key = '' } = {},
): Promise<Response> {
  return fetch(`${host.url}/admin/functions/${name}`, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType, ...(key !== '' && { 'x-functions-key': key }) },
  });
}

describe('running a function by hand', () => {
  test('answers 202 with an empty body and runs the timer', async () => {
    const host = await startFixtures(['timers']);

    const answer = await runByHand(host, 'hourly');

    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('');
    await vi.waitFor(() => expect(timerRuns.map(({ name }) => name)).toContain('hourly'));
  });

  test('takes an HTTP function too, and any case of the name', async () => {
    const host = await startFixtures(['timers']);

    const answer = await runByHand(host, 'BESIDE');

    expect(answer.status).toBe(202);
    await vi.waitFor(() =>
      expect(
        host.logs.some((entry) => entry.message.includes("Executed 'Functions.beside' (Succeeded")),
      ).toBe(true),
    );
  });

  test.each([
    ['an unknown function', 'nobody', {}, 404],
    ['a function that is in error', 'unset', {}, 404],
    ['a body that is not JSON', 'hourly', { body: 'input' }, 400],
    ['an empty body', 'hourly', { body: '' }, 400],
    ['a body that is no object', 'hourly', { body: '"x"' }, 400],
    ['another content type', 'hourly', { contentType: 'text/plain' }, 415],
    ['JSON with a charset', 'hourly', { contentType: 'application/json; charset=utf-8' }, 202],
  ])('%s answers %#', async (_name, target, options, status) => {
    const host = await startFixtures(['timers']);

    const answer = await runByHand(host, target, options);

    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe('');
  });

  test('GET is not a way to do it', async () => {
    const host = await startFixtures(['timers']);

    expect((await fetch(`${host.url}/admin/functions/hourly`)).status).toBe(404);
  });
});

describe('with keys asked for', () => {
  test('ping answers 200 without one', async () => {
    const host = await startFixtures(['timers'], { enableAuth: true, keys });

    expect((await fetch(`${host.url}/admin/host/ping`)).status).toBe(200);
  });

  test.each([
    ['', 401, 'Bearer'],
    ['wrong', 401, 'Bearer'],
    ['own-key', 401, 'Bearer'],
    ['the-host', 403, null],
    ['the-master', 202, null],
  ])('running a function with the key %j answers %i', async (key, status, challenge) => {
    const host = await startFixtures(['timers'], { enableAuth: true, keys });

    const answer = await runByHand(host, 'hourly', { key });

    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  test('the status asks for the master key as well', async () => {
    const host = await startFixtures(['timers'], { enableAuth: true, keys });

    const statuses = await Promise.all(
      ['', '?code=the-host', '?code=the-master'].map(
        async (query) => (await fetch(`${host.url}/admin/host/status${query}`)).status,
      ),
    );

    expect(statuses).toEqual([401, 403, 200]);
  });
});

test('the status tells id, state, version and uptime', async () => {
  const host = await startFixtures(['timers']);

  const status: unknown = await (await fetch(`${host.url}/admin/host/status`)).json();

  expect(status).toEqual({
    id: expect.stringMatching(/.+/),
    state: 'Running',
    version: expect.stringMatching(/^4\./),
    processUptime: expect.any(Number),
  });
});

test('the functions are listed with where they answer, their bindings and whether they are switched off', async () => {
  const host = await startFixtures(['timers'], {
    enableAuth: true,
    keys,
    settings: { 'AzureWebJobs.beside.Disabled': 'true' },
  });
  const list = async (key: string) =>
    fetch(`${host.url}/admin/functions`, { headers: { 'x-functions-key': key } });

  const functions = (await (await list('the-master')).json()) as { name: string }[];
  const refused = await Promise.all(['', 'own-key', 'the-host'].map(list));

  expect(functions.map(({ name }) => name)).toEqual(host.functions.map(({ name }) => name));
  expect(functions.find(({ name }) => name === 'beside')).toEqual({
    name: 'beside',
    config: {
      bindings: [
        expect.objectContaining({ type: 'httpTrigger', direction: 'in', methods: ['GET'] }),
        expect.objectContaining({ type: 'http', direction: 'out', name: '$return' }),
      ],
    },
    isDisabled: true,
    language: 'node',
    invoke_url_template: `${host.url}/api/beside`,
  });
  expect(functions.find(({ name }) => name === 'hourly')).toMatchObject({
    config: { bindings: [{ type: 'timerTrigger', schedule: '0 0 * * * *' }] },
    isDisabled: false,
    invoke_url_template: null,
  });
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 403]);
});

test('a route that begins with / puts the whole host into Error', async () => {
  const host = await startFixtures(['leading-slash']);

  const answers = await Promise.all(
    ['/api/slashed', '/api/bystander', '/api/unknown', '/'].map(async (path) => fetch(host.url + path)),
  );
  const status = (await (await fetch(`${host.url}/admin/host/status`)).json()) as {
    state: string;
    errors: string[];
  };

  expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503, 503]);
  expect(await answers[0]?.text()).toBe('Function host is not running.');
  expect(status.state).toBe('Error');
  expect(status.errors).toEqual([expect.stringContaining('"/slashed"')]);
  expect(host.state).toBe('Error');
});
