// What is told of delegations over the days, each thing once: they go, come back, change, or were never more than unknown.
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { HiddenAnswer, Offer } from '../../local/cloud/world.ts';
import { startDays, subscriptionOf } from '../harness/days.ts';
import { rowsOf } from '../harness/run-once.ts';
import { DAY, HOUR } from '../harness/test-clock.ts';

const PROOFS: HiddenAnswer[] = ['wrong-tenant', 'forbidden', 'not-found'];

describe('a delegation', () => {
  test.each(PROOFS)('that goes (asked for by id: %s) is told once, and once when it is back', async (how) => {
    const { cloud, next, service } = await startDays({ onTestFinished });
    const gone = subscriptionOf(cloud.world, 1);
    const { offers } = gone;
    await next();
    gone.whenHidden = how;

    gone.offers = [];
    const removal = await next();
    const quiet = await next();
    const row = await service.readSubscription('default', demoSubscriptionId(1));
    gone.offers = offers;
    const back = await next();
    const quietAgain = await next();

    expect(removal.told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
    expect(removal.events.flatMap(({ findings = [] }) => findings)).toEqual(['removed']);
    expect(row).toMatchObject({ recognition: 'none', findings: [{ code: 'removed' }], scopes: [] });
    expect(back.told).toEqual(['delegation.returned 01', 'recognition.gained none>pec 01']);
    expect([quiet.told, quietAgain.told]).toEqual([[], []]);
  });

  test('that goes while the subscription stays visible is told the same', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    await next();
    Object.assign(subscriptionOf(cloud.world, 3), { offers: [], visible: true });

    expect((await next()).told).toEqual(['delegation.removed 03', 'recognition.lost pec-partial>none 03']);
    expect((await next()).told).toEqual([]);
  });

  test('that goes from one with no recognition tells the delegation alone', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    await next();
    Object.assign(subscriptionOf(cloud.world, 12), { offers: [] });
    Object.assign(subscriptionOf(cloud.world, 11), { offers: [] });

    // 12 never came about and 11 is delegated to somebody else: only that one was a delegation.
    expect((await next()).told).toEqual(['delegation.removed 11']);
  });

  test('that comes new is told as added and gained', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    const fresh = subscriptionOf(cloud.world, 2);
    const { offers } = fresh;
    fresh.offers = [];
    await next();

    fresh.offers = offers;

    expect((await next()).told).toEqual(['delegation.added 02', 'recognition.gained none>pec 02']);
    expect((await next()).told).toEqual([]);
  });

  test('on its way is unknown, and gained from none when it has come', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    const fresh = subscriptionOf(cloud.world, 2);
    const { offers } = fresh;
    fresh.offers = [];
    await next();
    fresh.visible = true;

    fresh.offers = offers.map((offer) => withState(offer, 'Creating'));
    const underWay = await next();
    fresh.offers = offers;
    const arrived = await next();

    expect(underWay.told).toEqual([]);
    expect(arrived.told).toEqual(['delegation.added 02', 'recognition.gained none>pec 02']);
  });

  test('moves between words are told by their order, scopes and all', async () => {
    const { cloud, next } = await startDays({ onTestFinished });
    await next();
    const [erp, archive] = subscriptionOf(cloud.world, 3).offers;
    if (erp === undefined || archive === undefined) throw new Error('The demo has changed.');
    const { authorizations } = erp;

    erp.authorizations = archive.authorizations;
    const lost = await next();
    erp.authorizations = authorizations;
    const gained = await next();

    expect(lost.told).toEqual(['recognition.lost pec-partial>pal-only 03']);
    expect(gained.told).toEqual(['recognition.gained pal-only>pec-partial 03']);
  });
});

test('a subscription that moves into the provider tenant is delegated no more', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  await next();
  const [customer] = cloud.world.customers;
  const own = cloud.world.customers.at(-1);
  const moved = customer?.subscriptions.pop();
  if (moved !== undefined) own?.subscriptions.push({ ...moved, visible: true });

  expect((await next()).told).toEqual(['delegation.removed 01', 'recognition.lost pec>none 01']);
});

test('a row that was only ever unknown just goes, and is no number of the run either', async () => {
  const { cloud, next, store } = await startDays({ onTestFinished });
  await next();
  Object.assign(subscriptionOf(cloud.world, 14), { offers: [] });

  const { told, run } = await next();

  expect(told).toEqual([]);
  expect((await rowsOf(store)).map((row) => row.subscriptionId)).not.toContain(demoSubscriptionId(14));
  expect(run.totals.notDelegated).toBe(1);
});

test('what could not be read at the baseline has its first word without an event', async () => {
  const { cloud, next } = await startDays({ onTestFinished });
  cloud.addFault({
    kind: 'status',
    status: 403,
    operation: 'registrationAssignments',
    match: demoSubscriptionId(2),
  });
  await next();
  cloud.clearFaults();

  expect((await next()).told).toEqual([]);
});

test('a removed row stands for 400 days, and then goes without a word', async () => {
  const { cloud, next, clock, service } = await startDays({ onTestFinished });
  await next();
  Object.assign(subscriptionOf(cloud.world, 1), { offers: [] });
  await next();

  clock.advance(400 * DAY - 6 * HOUR);
  await next();
  const kept = await service.readSubscription('default', demoSubscriptionId(1));
  const { told } = await next();
  const gone = await service.readSubscription('default', demoSubscriptionId(1));

  expect(kept?.recognition).toBe('none');
  expect(gone).toBeUndefined();
  expect(told).toEqual([]);
});

function withState(offer: Offer, provisioningState: 'Creating'): Offer {
  return { ...offer, assignments: offer.assignments.map((each) => ({ ...each, provisioningState })) };
}
