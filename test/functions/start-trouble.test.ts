// `npm start` where something is wrong: it says what, and serves on wherever it can.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { StateStore } from '../../src/ports/store.ts';
import { startProduct } from '../harness/child.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { callUrl } from '../harness/host.ts';
import { cloudFor, settingsFor, startKeeper, temporaryFolder, type Cleanup } from '../harness/keeper.ts';
import { runsShape } from '../harness/shapes.ts';
import { waitFor } from '../harness/wait-for.ts';

// Each waits for its own process most of the time.
vi.setConfig({ maxConcurrency: 3 });

const SERVING = /^Serving (http:\/\/127\.0\.0\.1:\d+)\/api/m;

test.concurrent('bad settings are all named, without their values, and it serves on', async (t) => {
  const product = startProduct(t, { PARTNER_ID: 's3cret', LINK_POLICY: 's3cret', CLIENT_ID: '' });

  const [, url = ''] = await product.until(SERVING);
  const health = await callUrl(`${url}/api/health`);
  const ready = await callUrl(`${url}/api/health/ready`);

  for (const name of ['PARTNER_ID', 'LINK_POLICY', 'CLIENT_ID'])
    expect(product.output()).toMatch(new RegExp(`^${name} `, 'm'));
  expect(product.output() + product.errors()).not.toContain('s3cret');
  expect(health.status).toBe(200);
  expect(namesOf(expectProblem(ready, 503, 'settings-invalid')).toSorted()).toEqual([
    'CLIENT_ID',
    'LINK_POLICY',
    'PARTNER_ID',
  ]);
});

test.concurrent('a port that is taken: it says so, how to take another one, and ends with 1', async (t) => {
  const holder = createServer().listen(0, '127.0.0.1');
  t.onTestFinished(() => void holder.close());
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' ? String(address?.port) : '';

  const product = startProduct(t, { PORT: port });

  expect(await product.ended).toBe(1);
  expect(product.output()).toContain(`Port ${port} is taken. Set PORT to another one`);
  expect(product.output() + product.errors()).not.toContain('    at ');
});

test.concurrent('a tenant of your own without a CREDENTIAL: it says why nobody knows it', async (t) => {
  const product = startProduct(t, { PROVIDER_TENANT_ID: '11111111-2222-4333-8444-555555555555' });

  await product.until(SERVING);

  expect(product.output()).toContain('The simulated Azure does not know your PROVIDER_TENANT_ID.');
  expect(product.output()).toContain('For your own tenant set CREDENTIAL too');
  expect(product.output()).toContain('token-failed: ');
});

test.concurrent('a PORT that is none is refused by name', async (t) => {
  const product = startProduct(t, { PORT: '65536' });

  expect(await product.ended).toBe(1);
  expect(product.output()).toContain('PORT must be a whole number');
});

test.concurrent('a first run that fails says why, and it serves on', async (t) => {
  const cloud = await cloudFor(t);
  cloud.addFault({
    kind: 'status',
    operation: 'entra.token',
    status: 401,
    body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
  });

  const product = startProduct(t, settingsFor(cloud.url, await temporaryFolder(t)));
  const [, url = ''] = await product.until(SERVING);
  const runs = runsShape.parse((await callUrl(`${url}/api/reconciliations`)).json).value;

  expect(product.output()).toContain('token-failed: ');
  expect(product.output()).toContain('Invalid client secret provided');
  expect(product.output()).toContain('Fix: ');
  // Nothing stands above that an earlier run could have seen, and nobody looked at the link.
  expect(product.output()).toContain('The run failed, and no subscription is known from earlier ones.');
  expect(product.output()).toContain('? could not be read (nothing was written)');
  expect(runs).toMatchObject([{ trigger: 'start', state: 'failed' }]);
});

test.concurrent('a store that cannot be used: it says why, and serves on', async (t) => {
  const cloud = await cloudFor(t);

  const product = startProduct(t, settingsFor(cloud.url, '/dev/null/keeper'));
  const [, url = ''] = await product.until(SERVING);
  const ready = await callUrl(`${url}/api/health/ready`);

  expect(product.output()).toContain('The first run could not begin');
  expect(namesOf(expectProblem(ready, 503, 'not-ready'))).toEqual(['STORE']);
});

test.concurrent(
  'it meets the lease of another process: it says so, serves, and runs when the lease ends',
  async (t) => {
    const { environment, store, cloud } = await startKeeper(t);
    // Held on until it is met, however slow the machine is.
    const met = await holdForOthers(t, store, 8000);

    const product = startProduct(t, environment);
    await product.until(/Run run-of-another of another process holds the lease/);
    met();
    const [, url = ''] = await product.until(SERVING);
    const meanwhile = await callUrl(`${url}/api/reconciliations`);
    const run = await waitFor('its own run', async () => {
      const { value } = runsShape.parse((await callUrl(`${url}/api/reconciliations`)).json);
      return value.find(({ state }) => state === 'partial');
    });

    expect(meanwhile.json).toEqual({ value: [] });
    expect(run.trigger).toBe('start');
    expect(cloud.calls()['partner.create']).toBe(1);
  },
  90_000,
);

/** @returns what lets it run out */
async function holdForOthers(test: Cleanup, store: StateStore, leaseMs: number): Promise<() => void> {
  const answer = await store.acquireLease('default', 'run-of-another', leaseMs);
  if (answer.kind !== 'granted') throw new Error('Another one holds the lease.');
  let renewed = Promise.resolve(answer.lease);
  const timer = setInterval(() => {
    renewed = renewed.then((lease) => store.renewLease(lease, leaseMs));
  }, leaseMs / 4);
  test.onTestFinished(() => clearInterval(timer));
  return () => clearInterval(timer);
}
