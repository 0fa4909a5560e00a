// `npm start` as a process: the table of the demo, the addresses, and an end when it is told to end.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { endOn, HAS_SIGNALS, startProduct } from '../harness/child.ts';
import { expectProblem } from '../harness/expect-problem.ts';
import { callUrl } from '../harness/host.ts';
import { cloudFor, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { demoRows, wordsOf } from '../harness/oracle.ts';
import { runsShape, statusShape, subscriptionsShape } from '../harness/shapes.ts';

// Each waits for its own process most of the time.
vi.setConfig({ maxConcurrency: 3 });

const SERVING = /^Serving (http:\/\/127\.0\.0\.1:\d+)\/api/m;

test.concurrent('with no setting it shows the demo, and the API says the same', async (t) => {
  const product = startProduct(t, {});

  const [, url = ''] = await product.until(SERVING);
  const table = product.output();
  const rows = subscriptionsShape.parse((await callUrl(`${url}/api/subscriptions`)).json).value;
  const status = statusShape.parse((await callUrl(`${url}/api/status`)).json).identities[0];
  const runs = runsShape.parse((await callUrl(`${url}/api/reconciliations`)).json).value;

  expect(wordsOf(rows)).toEqual(demoRows());
  for (const { displayName, recognition, findings } of rows) {
    const line = table.split('\n').find((each) => each.includes(displayName)) ?? '';
    expect(line).toContain(` ${recognition} `);
    for (const { code } of findings) expect(table).toContain(code);
  }
  const { notDelegated, ...totals } = status?.totals ?? { notDelegated: -1 };
  for (const [word, count] of Object.entries(totals)) expect(table).toContain(`${count} ${word}`);
  expect(table).toContain(`${notDelegated} more visible, not delegated`);
  expect(table).toContain('right: partner ID 4242424');
  expect(table).toContain(status?.lastRun?.id ?? 'a run');
  expect(runs).toMatchObject([{ trigger: 'start', id: status?.lastRun?.id }]);
  // No terminal, no escape sequences.
  expect(table).not.toContain('\u001B');
});

test(
  'SIGINT ends it with 0 and leaves nothing behind',
  { concurrent: true, skip: !HAS_SIGNALS },
  async (t) => {
    const folder = await temporaryFolder(t);
    const product = startProduct(t, { TMPDIR: folder });
    const [, url = ''] = await product.until(SERVING);

    product.kill('SIGINT');

    expect(await product.ended).toBe(0);
    expect(product.errors()).not.toMatch(/unhandled|    at /i);
    await expect(callUrl(`${url}/api/health`)).rejects.toThrow('fetch failed');
    expect((await readdir(folder)).filter((name) => name.startsWith('lighthouse-keeper'))).toEqual([]);
  },
);

test.concurrent('told to end before it listens it ends with 0 too', async (t) => {
  const product = startProduct(t, {});
  await product.until(/Lighthouse Keeper/);

  product.kill('SIGTERM');

  expect(await product.ended).toBe(endOn('SIGTERM'));
});

test.concurrent('told to end in the middle of its first run it ends with 0 too', async (t) => {
  const cloud = await cloudFor(t, { latencyMs: 300 });
  const product = startProduct(t, settingsFor(cloud.url, await temporaryFolder(t)));
  await product.until(/Listing subscriptions/);

  product.kill('SIGTERM');

  expect(await product.ended).toBe(endOn('SIGTERM'));
});

test.concurrent(
  'over another Azure and a folder of its own it remembers from one start to the next; SIGTERM is 0 too',
  async (t) => {
    const cloud = await cloudFor(t);
    const folder = join(await temporaryFolder(t), 'deep', 'store');
    const environment = settingsFor(cloud.url, folder);
    const first = startProduct(t, environment);
    await first.until(SERVING);
    first.kill('SIGTERM');
    const firstEnd = await first.ended;

    const second = startProduct(t, environment);
    const [, url = ''] = await second.until(SERVING);

    const runs = runsShape.parse((await callUrl(`${url}/api/reconciliations`)).json).value;
    expect(runs.map((run) => [run.trigger, run.link?.action])).toEqual([
      ['start', 'none'],
      ['start', 'created'],
    ]);
    expect(firstEnd).toBe(endOn('SIGTERM'));
    expect(second.output()).not.toContain('Azure is simulated here');
  },
);

test.concurrent('--enable-auth prints a key that opens what is closed without it', async (t) => {
  const product = startProduct(t, {}, '--enable-auth');
  const [, url = ''] = await product.until(SERVING);
  const [, key = ''] = await product.until(/Function key: (\S+)/);

  const without = await callUrl(`${url}/api/status`);
  const withKey = await callUrl(`${url}/api/status`, { headers: { 'x-functions-key': key } });

  const [, page = ''] = await product.until(/in a browser: (\S+)/);
  expect(without).toMatchObject({ status: 401, text: '' });
  expect(withKey.status).toBe(200);
  expect((await callUrl(page)).status).toBe(200);
  expect(product.output()).toContain(`  KEY=${key}\n  curl -H "x-functions-key: $KEY" ${url}/api/status`);
});

test.concurrent('while a setting is wrong it names it, and shows only what answers', async (t) => {
  const product = startProduct(t, { RECONCILE_SCHEDULE: 'never' });
  const [, url = ''] = await product.until(SERVING);

  await product.until(/curl \S+\/api\/health\/ready/);
  expect(product.output()).toContain('RECONCILE_SCHEDULE must be');
  expect(product.output()).not.toContain(`${url}/api/status`);
});

test.concurrent('an option that is none is refused in a sentence, with the one that there is', async (t) => {
  const product = startProduct(t, {}, '--enable-aut');

  expect(await product.ended).toBe(1);
  expect(product.output()).toMatch(
    /^Unknown option '--enable-aut'.* There is one option: npm start -- --enable-auth\./,
  );
  expect(product.output() + product.errors()).not.toMatch(/^ {4}at /m);
});

test.concurrent(
  'with AUTH_MODE=entra it says how to get a token that opens what is closed without it',
  async (t) => {
    const product = startProduct(t, { AUTH_MODE: 'entra' }, '--enable-auth');
    const [, url = ''] = await product.until(SERVING);
    const [, host = ''] = await product.until(/-H 'x-forwarded-host: ([^']+)'/);
    const fields = [...product.output().matchAll(/-d (\w+)=(\S+)/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    );
    const [endpoint = ''] = await product.until(/http:\S+\/oauth2\/v2\.0\/token/);

    const answer = await callUrl(endpoint, {
      method: 'POST',
      headers: { 'x-forwarded-host': host },
      body: new URLSearchParams(fields),
    });
    const { access_token: token } = answer.json as { access_token: string };
    const without = await callUrl(`${url}/api/status`);
    const withToken = await callUrl(`${url}/api/reconciliations?dryRun=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });

    expectProblem(without, 401, 'unauthenticated');
    expect(withToken.status).toBe(200);
    expect(product.output()).not.toContain('Function key');
    expect(product.output()).toContain(`curl -H "Authorization: Bearer $TOKEN" ${url}/api/status`);
  },
);
