// Onboarding checks and what ought to be delegated: entries arrive by them, and all that one tells goes out in one message.
import { describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { subscriptionOf } from '../harness/days.ts';
import { checkDemo } from '../harness/checked.ts';
import { hooked, MINUTE, serveNotified } from '../harness/notified.ts';
import { startChecks } from '../harness/check-story.ts';

describe('what ought to be delegated', () => {
  test('arrives by a check, and is missing again by one that proves its removal', async () => {
    const { check, leave, comeBack, later, next, told, service } = await startChecks();
    leave();
    await next();
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);
    await next();
    const stateOf = async () => (await service.readExpected(demoSubscriptionId(1)))?.state;
    expect(await stateOf()).toBe('missing');

    comeBack();
    later();
    await check(1);
    expect(await stateOf()).toBe('arrived');
    leave();
    later();
    await check(1);
    expect(await stateOf()).toBe('missing');
    await next();

    const expected = (await told()).filter((line) => line.startsWith('expected'));
    expect(expected).toEqual(['expected.arrived 01', 'expected.missing 01', 'expected.missing 01']);
  });

  test('is not called missing by a check that does not see it yet, or cannot read it', async () => {
    const { cloud, check, later, told, service } = await startChecks();
    await service.putExpected({ subscriptionId: demoSubscriptionId(77) }, () => true);
    await service.putExpected({ subscriptionId: demoSubscriptionId(1) }, () => true);
    later();

    await check(77);
    cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments' });
    await check(1);

    expect(await told()).toEqual([]);
    const { items } = await service.listExpected({ top: 10 });
    expect(items.map(({ state }) => state)).toEqual(['arrived', 'waiting']);
  });

  test('put after a check has seen it is there already', async () => {
    const { cloud, check, later, service, told, next } = await startChecks();
    subscriptionOf(cloud.world, 15).offers = subscriptionOf(cloud.world, 1).offers;
    later();
    await check(15);

    await service.putExpected({ subscriptionId: demoSubscriptionId(15) }, () => true);
    await next();

    expect((await service.readExpected(demoSubscriptionId(15)))?.state).toBe('arrived');
    expect((await told()).filter((line) => line.startsWith('expected'))).toEqual([]);
  });
});

test('a check sends one message with all that it told, at once; the run after it sends none', async (t) => {
  const served = await serveNotified(t);
  const { cloud, run, deliverAfter, post, call, notifications } = served;
  const customer = subscriptionOf(cloud.world, 1);
  const { offers } = customer;
  customer.offers = [];
  await run();
  await call(`/api/expected-subscriptions/${demoSubscriptionId(1)}`, { method: 'PUT' });
  await run();
  const before = hooked(cloud).length;
  customer.offers = offers;

  await checkDemo(served, 1);
  await checkDemo(served, 1);
  expect(hooked(cloud)).toHaveLength(before + 1);
  await run();
  await deliverAfter(MINUTE);

  const [message] = hooked(cloud).slice(before);
  expect(hooked(cloud)).toHaveLength(before + 1);
  expect(message?.data.runId).toMatch(/^check-\d{8}T\d{6}Z-[0-9a-f]{8}$/);
  expect(message?.data.events.map(({ type }) => type).sort()).toEqual([
    'delegation.added',
    'expected.arrived',
    'recognition.gained',
  ]);
  for (const event of message?.data.events ?? []) expect(event.actor).toBe('observed');
  expect(JSON.stringify(cloud.received('teams').at(-1))).toContain('Birkenhof production');
  expect((await notifications()).map(({ pending }) => pending)).toEqual([0, 0]);
  expect((await post('/api/onboarding-checks', { subscriptionId: demoSubscriptionId(2) })).status).toBe(200);
  expect(hooked(cloud)).toHaveLength(before + 1);
});
