// `npm start` with several identities: side by side, a subscription on one line however many see it, each told by its name.
import { expect, test, vi } from 'vitest';
import { PROVIDERS, providersWorld } from '../../local/cloud/worlds/providers.ts';
import { endOn, startProduct } from '../harness/child.ts';
import { callUrl } from '../harness/host.ts';
import { cloudFor, settingsFor, startKeeper, temporaryFolder } from '../harness/keeper.ts';
import { NAMES, only, several, severalSettings } from '../harness/several.ts';
import { runsShape, statusShape } from '../harness/shapes.ts';
import { waitFor } from '../harness/wait-for.ts';

// Each waits for its own process most of the time.
vi.setConfig({ maxConcurrency: 3 });

const SERVING = /^Serving (http:\/\/127\.0\.0\.1:\d+)\/api/m;

test.concurrent('over its own simulated Azure: one line a subscription, and who earns', async (t) => {
  const product = startProduct(t, severalSettings());

  const [, url = ''] = await product.until(SERVING);
  const lines = product.output().split('\n');
  const status = statusShape.parse((await callUrl(`${url}/api/status`)).json).identities;

  for (const { name, subscriptions } of providersWorld().customers)
    for (const { displayName } of subscriptions) {
      const found = lines.filter((line) => line.includes(displayName));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(name);
    }
  expect(lines.find((line) => line.includes('Deichkrone core'))).toMatch(
    /✓ pec +nordlicht, suedwind: Linked/,
  );
  expect(lines.find((line) => line.includes('Seewind shipyard'))).toMatch(/✓ pec +hafen: Linked/);
  expect(lines.find((line) => line.includes('Kornblume records'))).toMatch(
    /✗ pal-only +hafen, suedwind: Holds only Reader/,
  );
  expect(lines.map((line) => line.trim())).toContain('nordlicht: pal-only (role-not-eligible)');
  for (const { name, lastRun } of status) {
    const heading = lines.indexOf(name);
    const [link, totals, run] = lines.slice(heading + 1, heading + 4);
    expect(link).toContain(`right: partner ID ${PROVIDERS[name as keyof typeof PROVIDERS].partnerId}`);
    expect(totals).toContain('✓ 2 pec');
    expect(run).toContain(lastRun?.id);
  }
  expect(status.map(({ name }) => name)).toEqual(NAMES);
  // No terminal, no escape sequences, and progress that says whose it is.
  expect(product.output()).not.toContain('\u001B');
  for (const name of NAMES) expect(lines).toContain(`${name}: Signing in…`);
});

test.concurrent('one whose run fails says why; the others are shown', async (t) => {
  const cloud = await cloudFor(t, { world: providersWorld() });
  cloud.addFault({
    kind: 'status',
    operation: 'entra.token',
    status: 401,
    body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
    ...only('suedwind'),
  });

  const product = startProduct(t, {
    ...settingsFor(cloud.url, await temporaryFolder(t)),
    ...severalSettings(),
  });
  await product.until(SERVING);
  const lines = product.output().split('\n');

  expect(lines.find((line) => line.startsWith('suedwind: token-failed: '))).toContain(
    'Invalid client secret',
  );
  expect(lines[lines.indexOf('suedwind') + 1]).toContain('The run failed');
  expect(lines.find((line) => line.includes('Deichkrone core'))).toMatch(/✓ pec +nordlicht: Linked/);
  expect(product.output()).not.toContain('Lindwurm live');
});

test.concurrent('where every run fails nobody says that nobody is visible', async (t) => {
  const cloud = await cloudFor(t, { world: providersWorld() });
  cloud.addFault({
    kind: 'status',
    operation: 'subscriptions.list',
    status: 403,
    code: 'AuthorizationFailed',
  });

  const product = startProduct(t, {
    ...settingsFor(cloud.url, await temporaryFolder(t)),
    ...severalSettings(),
  });
  await product.until(SERVING);

  expect(product.output()).toContain('listing-failed: ');
  expect(product.output()).toContain('Nothing is known yet.');
  expect(product.output()).toContain('The run failed, and no subscription is known from earlier ones.');
  expect(product.output()).not.toContain('No delegated subscription is visible');
});

test.concurrent(
  'one whose lease another process holds: the others are shown at once, and it runs when the lease ends',
  async (t) => {
    const { environment, store, cloud } = await startKeeper(t, several({}));
    const held = await store.acquireLease('hafen', 'run-of-another', 6000);
    if (held.kind !== 'granted') throw new Error('Somebody else holds it.');
    // Until a start, on a machine however busy, has met it.
    const renewing = setInterval(() => void store.renewLease(held.lease, 6000).catch(() => undefined), 1000);
    t.onTestFinished(() => clearInterval(renewing));

    const product = startProduct(t, environment);
    await product.until(/Run run-of-another of another process holds the lease/);
    clearInterval(renewing);
    const [, url = ''] = await product.until(SERVING);
    const meanwhile = runsShape.parse((await callUrl(`${url}/api/reconciliations`)).json).value;
    const run = await waitFor('its own run', async () => {
      const { value } = runsShape.parse((await callUrl(`${url}/api/reconciliations?identity=hafen`)).json);
      return value.find(({ state }) => state === 'succeeded');
    });
    await product.until(/^Moorbach Logistics/m);

    expect(meanwhile.map(({ identity }) => identity).toSorted()).toEqual(['nordlicht', 'suedwind']);
    expect(run.trigger).toBe('start');
    expect(cloud.calls()['partner.create']).toBe(3);
  },
  60_000,
);

test.concurrent('told to end in the middle it ends with 0', async (t) => {
  const cloud = await cloudFor(t, { world: providersWorld(), latencyMs: 300 });
  const product = startProduct(t, {
    ...settingsFor(cloud.url, await temporaryFolder(t)),
    ...severalSettings(),
  });
  await product.until(/Listing subscriptions/);

  product.kill('SIGTERM');

  expect(await product.ended).toBe(endOn('SIGTERM'));
  expect(product.errors()).not.toMatch(/unhandled|    at /i);
});

test.concurrent('a store that cannot be used: each says so, and it serves on', async (t) => {
  const cloud = await cloudFor(t, { world: providersWorld() });

  const product = startProduct(t, { ...settingsFor(cloud.url, '/dev/null/keeper'), ...severalSettings() });
  const [, url = ''] = await product.until(SERVING);

  expect(product.output().match(/The first run could not begin/g)).toHaveLength(NAMES.length);
  expect((await callUrl(`${url}/api/health`)).status).toBe(200);
});

test.concurrent('entries that are wrong are told by their place, and it serves on', async (t) => {
  const product = startProduct(t, { IDENTITIES: '[{"name": "one", "clientSecret": "s3cret"}]' });

  const [, url = ''] = await product.until(SERVING);

  expect(product.output()).toMatch(/^IDENTITIES .*\[0\]\.tenantId is missing/m);
  expect(product.output() + product.errors()).not.toContain('s3cret');
  expect((await callUrl(`${url}/api/status`)).status).toBe(503);
});
