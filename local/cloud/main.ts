// Runs a simulated Azure as a process of its own: node local/cloud/main.ts --world demo|fleet|providers, ends on SIGTERM.
import { parseArgs } from 'node:util';
import { startCloud } from './cloud.ts';
import type { World, WorldIdentity } from './world.ts';
import { DEMO_IDENTITY } from './worlds/demo-identity.ts';
import { demoWorld } from './worlds/demo.ts';
import { fleetWorld } from './worlds/fleet.ts';
import { PROVIDERS, providersWorld } from './worlds/providers.ts';

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'demo' },
    /** Of a fleet. */
    subscriptions: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    /** Milliseconds. */
    latency: { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
    'page-size': { type: 'string', default: '100' },
    'no-throttling': { type: 'boolean', default: false },
  },
});

const { world, identity, identities } = chooseWorld();
const port = wholeNumber('port', values.port, 0);
const cloud = await startCloud({
  world,
  port,
  latencyMs: wholeNumber('latency', values.latency, 0),
  pageSize: wholeNumber('page-size', values['page-size'], 1),
  throttling: !values['no-throttling'],
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return refuse(`Port ${port} is taken: --port takes another one, or 0 for any free one`);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void cloud.close());
const { tenantId, clientId, objectId, partnerId } = identity;
console.log(JSON.stringify({ url: cloud.url, tenantId, clientId, objectId, partnerId, identities }));

interface Chosen {
  world: World;
  identity: WorldIdentity;
  /** By name, where there are several. */
  identities?: Record<string, WorldIdentity>;
}

function chooseWorld(): Chosen {
  if (values.world === 'demo') return { world: demoWorld(), identity: DEMO_IDENTITY };
  if (values.world === 'fleet') {
    return fleetWorld({
      subscriptions: wholeNumber('subscriptions', values.subscriptions, 0),
      seed: wholeNumber('seed', values.seed, 0),
    });
  }
  if (values.world === 'providers')
    return { world: providersWorld(), identity: DEMO_IDENTITY, identities: PROVIDERS };
  return refuse(`--world is demo, fleet or providers, not '${values.world}'`);
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && text.trim() !== '') return number;
  return refuse(`--${name} is a whole number of at least ${least}, not '${text}'`);
}

function refuse(message: string): never {
  console.error(`${message}.`);
  process.exit(2);
}
