// A keeper of the demo that has run once, and what is asked of it about one subscription after another.
import { expect, onTestFinished } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { checkDemo } from './checked.ts';
import { serveKeeper, type ServeOptions } from './host.ts';
import { eventsOf, tellings } from './run-once.ts';
import { statusShape, subscriptionShape } from './shapes.ts';
import { HOUR, testClock } from './test-clock.ts';

/** A keeper that has run once, six hours ago. */
export async function serveAfterRun(options: Omit<ServeOptions, 'clock'> = {}) {
  const clock = testClock();
  const served = await serveKeeper({ onTestFinished }, { ...options, clock });
  expect((await served.post('/api/reconciliations')).status).toBe(200);
  clock.advance(6 * HOUR);
  const check = (n: number, query?: string) => checkDemo(served, n, query);
  const rowOf = async (n: number) => {
    const { status, json } = await served.call(`/api/subscriptions/${demoSubscriptionId(n)}`);
    return status === 404 ? undefined : subscriptionShape.parse(json);
  };
  const told = async () => tellings(await eventsOf(served.store)).filter((line) => !line.startsWith('link'));
  const totals = async () => statusShape.parse((await served.call('/api/status')).json).identities[0]?.totals;
  return { ...served, clock, check, rowOf, told, totals };
}
