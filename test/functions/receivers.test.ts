// Receivers whose settings are wrong: told by the ready check and the status, by name and never by value; all else works.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { createApp, shareApp } from '../../src/app.ts';
import { createLogger } from '../../src/console-logger.ts';
import { parseSettings } from '../../src/settings.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { subscriptionOf } from '../harness/days.ts';
import { serveKeeper } from '../harness/host.ts';
import { settingsFor, type Environment } from '../harness/keeper.ts';
import { hooked, SECRET, serveNotified, sinksOf, tries } from '../harness/notified.ts';
import { HOUR, testClock } from '../harness/test-clock.ts';

const READY = '/api/health/ready';

test.for<[name: string, settings: Environment, parts: string[]]>([
  ['no address at all', { NOTIFY_TEAMS_URL: 's3cret' }, ['NOTIFY_TEAMS_URL']],
  ['http', { NOTIFY_TEAMS_URL: 'http://s3cret.example/' }, ['NOTIFY_TEAMS_URL']],
  ['a private address', { NOTIFY_WEBHOOK_URL: 'https://10.0.0.1/s3cret' }, ['NOTIFY_WEBHOOK_URL']],
  ['the metadata service', { NOTIFY_TEAMS_URL: 'http://169.254.169.254/s3cret' }, ['NOTIFY_TEAMS_URL']],
  ['no secret', { NOTIFY_WEBHOOK_SECRET: '' }, ['NOTIFY_WEBHOOK_SECRET']],
  [
    'both',
    {
      NOTIFY_TEAMS_URL: 'https://user:s3cret@example.com/',
      NOTIFY_WEBHOOK_URL: 'https://[::ffff:10.0.0.1]/',
    },
    ['NOTIFY_TEAMS_URL', 'NOTIFY_WEBHOOK_URL'],
  ],
])(
  '%s: refused by name, the other receiver is told, and every route serves on',
  async ([, wrong, parts], t) => {
    const served = await serveNotified(t, { settings: (url) => ({ ...sinksOf(url), ...wrong }) });
    const { call, cloud, run, notifications } = served;

    const ready = await call(READY);
    await run();
    const status = await notifications();

    expect(namesOf(expectProblem(ready, 503, 'not-ready')).toSorted()).toEqual(parts);
    expect(ready.text).not.toContain('s3cret');
    for (const receiver of status) {
      const isWrong = parts.some((part) => part.startsWith(`NOTIFY_${receiver.name.toUpperCase()}`));
      expect(receiver).toMatchObject(
        isWrong ? { state: 'refused', pending: 1 } : { state: 'ok', pending: 0 },
      );
      expect(receiver.reason !== undefined).toBe(isWrong);
      expect(tries(cloud, receiver.name === 'teams' ? 'teams' : 'hook')).toBe(isWrong ? 0 : 1);
    }
  },
);

test('an address that is mended is told what the wrong one could not be', async (t) => {
  const served = await serveNotified(t, {
    settings: (url) => ({ ...sinksOf(url), NOTIFY_WEBHOOK_URL: 'https://10.0.0.1/' }),
  });
  const { cloud, run, deliverAfter, environment, store, clock } = served;
  await run();
  const logger = createLogger(() => undefined);
  shareApp(createApp(parseSettings({ ...environment, ...sinksOf(cloud.url) }), { store, clock, logger }));

  await deliverAfter(HOUR);

  expect(hooked(cloud)).toHaveLength(1);
});

test.for<[host: string | undefined, url: string | undefined]>([
  ['keeper.azurewebsites.net', 'https://keeper.azurewebsites.net/api/dashboard'],
  ['localhost:7071', 'http://localhost:7071/api/dashboard'],
  ['localhost.example', 'https://localhost.example/api/dashboard'],
  ['', undefined],
  [undefined, undefined],
  ['evil.example/?x=', undefined],
  ['user@evil.example', undefined],
])('with the host name %j the card leads to %j', ([WEBSITE_HOSTNAME, url]) => {
  const { settings } = parseSettings({ ...settingsFor('http://127.0.0.1:9', 'x'), WEBSITE_HOSTNAME });

  expect(settings?.dashboardUrl).toBe(url);
});

test('whatever happens, no address and no secret is told or kept anywhere', async (t) => {
  const { said, planted } = await everythingSaid(t);

  for (const value of planted)
    expect(
      said.filter((text) => text.includes(value)),
      value,
    ).toEqual([]);
  expect(said.join('\n')).toContain('NotificationFailed');
  expect(said.join('\n')).toContain('NotificationDelivered');
});

/** All that logs, answers and the store hold, after receivers did all that they can do. */
async function everythingSaid(t: TestContext): Promise<{ said: string[]; planted: string[] }> {
  const lines: string[] = [];
  const planted = ['pl4nted', SECRET, SECRET.slice(6)];
  const clock = testClock();
  const served = await serveKeeper(t, { clock });
  const { cloud, call, post, host, hostLogs, environment, store, folder } = served;
  const share = (settings: Environment) =>
    shareApp(
      createApp(parseSettings({ ...environment, ...settings }), {
        clock,
        store,
        logger: createLogger((line) => lines.push(line)),
      }),
    );
  const loopback = {
    NOTIFY_TEAMS_URL: `${cloud.url}/_sink/teams?sig=pl4nted`,
    NOTIFY_WEBHOOK_URL: `http://localhost:${new URL(cloud.url).port}/_sink/hook?pl4nted`,
    NOTIFY_WEBHOOK_SECRET: SECRET,
  };
  const answers: string[] = [];
  const kept: string[] = [];
  const say = async (answer: Promise<{ text: string; headers: Headers }>) => {
    const { text, headers } = await answer;
    answers.push(text, JSON.stringify([...headers]));
  };
  const everything = [
    loopback,
    {
      ...loopback,
      NOTIFY_TEAMS_URL: 'https://pl4nted.invalid/',
      NOTIFY_WEBHOOK_URL: 'https://10.0.0.1/pl4nted',
    },
    { ...loopback, NOTIFY_TEAMS_URL: 'http://127.0.0.1:1/pl4nted', NOTIFY_WEBHOOK_SECRET: undefined },
    { ...loopback, NOTIFY_WEBHOOK_SECRET: `${SECRET} pl4nted` },
  ];
  for (const [n, settings] of everything.entries()) {
    share(settings);
    const offers = subscriptionOf(cloud.world, 1).offers;
    subscriptionOf(cloud.world, 1).offers = offers.length > 0 ? [] : offers;
    if (n === 0)
      for (const fault of [
        { kind: 'status', status: 302, location: 'https://pl4nted.example/' } as const,
        { kind: 'reset' } as const,
        { kind: 'status', status: 410 } as const,
      ])
        cloud.addFault({ ...fault, operation: 'sink.hook', times: 1 });
    clock.advance(6 * HOUR);
    cloud.setLink(n % 2 === 0 ? '4343434' : null);
    await say(post('/api/reconciliations'));
    for (let hour = 0; hour < 11; hour += 1) {
      clock.advance(HOUR);
      await host.invokeTimer('deliver');
    }
    for (const path of [READY, '/api/status', '/api/events', '/api/reconciliations', '/api/health'])
      await say(call(path));
    kept.push(...(await filesIn(folder)));
    for (const letter of (await store.readDelivery('default'))?.letters ?? [])
      await say(post(`/api/notifications/${letter.id}/resend`));
  }
  expect(answers.join()).toContain('disabled');
  expect(answers.join()).toContain('refused');
  expect(kept.join()).toContain('fingerprint');
  return { said: [...lines, ...answers, ...hostLogs.map(({ message }) => message), ...kept], planted };
}

async function filesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => '')),
  );
}
