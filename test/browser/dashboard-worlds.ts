// The states that a dashboard must show well, each served as it would be: for tests in a browser and for screenshots.
import { DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { PROVIDERS, providersWorld } from '../../local/cloud/worlds/providers.ts';
import type { World } from '../../local/cloud/world.ts';
import { serveKeeper, type Served, type ServeOptions } from '../harness/host.ts';
import type { Cleanup } from '../harness/keeper.ts';
import { runOnce } from '../harness/run-once.ts';
import { subscriptionIn } from '../harness/story-world.ts';
import { DAY, HOUR, testClock, type TestClock } from '../harness/test-clock.ts';

/** In the past, so that tokens of the simulated Entra, which keeps to the real time, are still good. */
const START = '2026-03-01T06:17:00.000Z';

export interface Stage extends Served {
  clock: TestClock;
  /** A run of each identity, so long after what was before. */
  runAfter: (ms: number) => Promise<void>;
}

async function stage(test: Cleanup, options: Omit<ServeOptions, 'clock'> = {}): Promise<Stage> {
  const clock = testClock(START);
  const served = await serveKeeper(test, { ...options, clock });
  const runAfter = async (ms: number) => {
    clock.advance(ms);
    const service = await served.app.openService();
    for (const name of service?.identityNames ?? []) if (service) await runOnce(service, {}, name);
  };
  return { ...served, clock, runAfter };
}

/** Before the first run, with nobody to be seen. */
export async function beforeFirstRun(test: Cleanup): Promise<Stage> {
  return stage(test, { cloud: { world: { ...demoWorld(), customers: [] } } });
}

/** The first run found nobody. */
export async function nobody(test: Cleanup): Promise<Stage> {
  const staged = await beforeFirstRun(test);
  await staged.runAfter(0);
  staged.clock.advance(5 * 60_000);
  return staged;
}

export async function firstRunFailed(test: Cleanup): Promise<Stage> {
  const staged = await stage(test);
  staged.cloud.addFault({
    kind: 'status',
    status: 401,
    operation: 'entra.token',
    body: {
      error: 'invalid_client',
      error_description: 'AADSTS7000222: The provided client secret keys are expired.',
    },
  });
  await staged.runAfter(0);
  staged.clock.advance(3 * HOUR);
  return staged;
}

/** Two weeks with the customers of the demo, of which two earned more not long ago; something expected is missing. */
export async function demo(test: Cleanup): Promise<Stage> {
  const staged = await stage(test);
  const { cloud, runAfter, clock, call } = staged;
  const of = (n: number) => subscriptionIn(cloud.world, demoSubscriptionId(n));
  await runAfter(0);
  for (let half = 1; half <= 13 * 2; half += 1) {
    if (half === 9) cloud.setLink(null);
    if (half === 17) of(4).offers = [];
    if (half === 24) of(1).offers = of(5).offers;
    await runAfter(12 * HOUR);
  }
  await call(`/api/expected-subscriptions/${demoSubscriptionId(40)}`, {
    method: 'PUT',
    body: JSON.stringify({
      name: 'Wattenmeer tides',
      customer: 'Wattenmeer Research',
      dueAt: '2026-03-12T12:00:00Z',
    }),
  });
  await runAfter(6 * HOUR);
  clock.advance(HOUR);
  return staged;
}

/** A thousand customers with five subscriptions each. */
export async function thousandCustomers(test: Cleanup, customers = 1000): Promise<Stage> {
  const { world } = fleetWorld({ subscriptions: customers * 5 });
  const staged = await stage(test, { cloud: { world, throttling: false } });
  await staged.runAfter(0);
  await staged.runAfter(6 * HOUR);
  staged.clock.advance(25 * 60_000);
  return staged;
}

/** What may happen next, each from a run that was well. */

/** Another partner takes the link. */
export async function takeLink({ cloud, runAfter, clock }: Stage): Promise<void> {
  cloud.setLink(DEMO_OTHER_PARTNER_ID);
  await runAfter(5 * HOUR);
  clock.advance(2 * HOUR);
}

/** Neither the link nor a single delegation can be read. */
export async function breakEverything({ cloud, runAfter, clock }: Stage): Promise<void> {
  for (const operation of ['partners.get', 'registrationAssignments.list'])
    cloud.addFault({ kind: 'status', status: 403, code: 'AuthorizationFailed', operation });
  await runAfter(5 * HOUR);
  clock.advance(HOUR);
}

/** No run comes any more. */
export async function growStale({ clock }: Stage): Promise<void> {
  clock.advance(3 * DAY);
}

/** Runs cannot list the subscriptions. */
export async function failRuns({ cloud, runAfter, clock }: Stage): Promise<void> {
  cloud.addFault({ kind: 'status', status: 503, operation: 'subscriptions.list' });
  await runAfter(5 * HOUR);
  clock.advance(HOUR);
}

export async function severalIdentities(test: Cleanup): Promise<Stage> {
  const entries = Object.entries(PROVIDERS).map(([name, { tenantId, clientId, partnerId }]) => ({
    name,
    tenantId,
    clientId,
    partnerId,
    credential: 'simulator',
  }));
  const single = { PROVIDER_TENANT_ID: undefined, CLIENT_ID: undefined, PARTNER_ID: undefined };
  const staged = await stage(test, {
    cloud: { world: providersWorld() },
    settings: { ...single, CREDENTIAL: undefined, IDENTITIES: JSON.stringify(entries) },
  });
  await staged.runAfter(0);
  staged.cloud.setLink(DEMO_OTHER_PARTNER_ID, PROVIDERS.hafen.objectId);
  await staged.runAfter(6 * HOUR);
  staged.clock.advance(20 * 60_000);
  return staged;
}

export const ODD_NAMES = [
  '<script>alert(1)</script> & "quoted" \'single\'',
  'Averylongnamewithoutanyplacetobreakit'.repeat(8),
  'שירותי ענן בע״מ',
  '\u202Eright to left override',
  'شركة السحابة',
  '株式会社クラウド運用管理サービス',
  'line\nbreak\tand\u0000nul \uD800 half',
  '   ',
  '👩‍👩‍👧‍👦'.repeat(60),
];

/** Customers and subscriptions whose names nobody thought of. */
export async function oddNames(test: Cleanup): Promise<Stage> {
  const staged = await stage(test, { cloud: { world: nameOddly(demoWorld()) } });
  await staged.runAfter(0);
  staged.clock.advance(HOUR);
  return staged;
}

function nameOddly(world: World): World {
  for (const [index, customer] of world.customers.entries()) {
    const name = ODD_NAMES[index % ODD_NAMES.length] ?? '';
    customer.name = name;
    for (const subscription of customer.subscriptions) subscription.displayName = name;
  }
  return world;
}
