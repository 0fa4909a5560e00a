// Access through a group: it counts while Graph tells so, and is no loss when Graph does not tell.
import { expect, onTestFinished, test } from 'vitest';
import { grant } from '../../local/cloud/world.ts';
import { DEMO_IDENTITY, DEMO_OPERATORS_GROUP } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { CONTRIBUTOR, READER } from '../../local/cloud/worlds/role-ids.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { wordsOf } from '../harness/oracle.ts';
import { rowsOf } from '../harness/run-once.ts';

/** Subscription 5: Reader for us, Contributor for a group of ours. Subscription 10: the group alone. */
async function startInGroups() {
  const days = await startDays({ onTestFinished }, { settings: { GROUP_LOOKUP: 'graph' } });
  const { world } = days.cloud;
  world.graphGranted = true;
  const [offer] = subscriptionOf(world, 5).offers;
  if (offer !== undefined)
    offer.authorizations = [grant(DEMO_IDENTITY.objectId, READER), grant(DEMO_OPERATORS_GROUP, CONTRIBUTOR)];
  const words = async () => {
    const all = wordsOf(await rowsOf(days.store));
    return [5, 10].map((n) => all.get(demoSubscriptionId(n)));
  };
  return { ...days, words };
}

test('what a group of ours holds counts', async () => {
  const { next, words } = await startInGroups();

  await next();

  expect(await words()).toEqual(['pec', 'pec']);
});

test.each([
  ['403', { kind: 'status', status: 403 }],
  ['500', { kind: 'status', status: 500 }],
  ['a 429 for an hour', { kind: 'status', status: 429, retryAfter: 3600 }],
  ['a reset', { kind: 'reset' }],
  ['something else', { kind: 'body', body: { value: 'x' } }],
] as const)(
  'when Graph answers %s it is unknown, and nothing is told then or afterwards',
  async (_, fault) => {
    const { cloud, next, words } = await startInGroups();
    await next();

    cloud.addFault({ ...fault, operation: 'graph.getMemberGroups' });
    const during = await next();
    const wordsDuring = await words();
    cloud.clearFaults();
    const after = await next();

    expect(wordsDuring).toEqual(['unknown', 'unknown']);
    expect([during.told, after.told]).toEqual([[], []]);
    expect(await words()).toEqual(['pec', 'pec']);
  },
);
