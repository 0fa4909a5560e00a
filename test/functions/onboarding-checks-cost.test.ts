// POST /api/onboarding-checks: what a check may ask of Azure, and how long it may take.
import { expect, onTestFinished, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { checkDemo } from '../harness/checked.ts';
import { serveKeeper } from '../harness/host.ts';
import { serveAfterRun } from '../harness/after-run.ts';

const CHECKS = '/api/onboarding-checks';

test('a role that nobody knew costs the fourth call, and has its name', async () => {
  const served = await serveKeeper({ onTestFinished });
  const { check, armCalls } = await checkDemo(served, 7);

  expect(armCalls).toBe(4);
  expect(JSON.stringify(check.scopes)).toContain('Fleet Telemetry Operator (Preview)');
});

test('in a fleet of any size it asks of one subscription alone', async () => {
  const fleet = fleetWorld({ subscriptions: 300 });
  const served = await serveKeeper({ onTestFinished }, { cloud: { world: fleet.world } });
  const [subscriptionId = ''] = [...fleet.expected].find(([, word]) => word === 'pec') ?? [];

  const answer = await served.post(`${CHECKS}?subscriptionId=${subscriptionId.toUpperCase()}`);

  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    subscriptionId,
    recognition: 'none',
    findings: [{ code: 'link-missing' }],
  });
  expect(served.cloud.calls()).toEqual({
    'entra.token': 1,
    'partners.get': 1,
    'subscriptions.get': 1,
    'registrationAssignments.list': 1,
  });
});

test('through a group, where Graph is asked', async () => {
  const served = await serveKeeper({ onTestFinished }, { settings: { GROUP_LOOKUP: 'graph' } });
  served.cloud.setLink('4242424');
  served.cloud.world.graphGranted = true;

  const { line, armCalls } = await checkDemo(served, 10);

  expect(line).toBe('pec');
  expect(armCalls).toBe(3);
});

test('an Azure that hangs ends in time: unknown, with what could not be read', async () => {
  const { cloud, app, rowOf } = await serveAfterRun();
  cloud.addFault({ kind: 'delay', ms: 60_000, operation: 'registrationAssignments' });
  cloud.addFault({ kind: 'delay', ms: 60_000, operation: 'partners.get' });

  const answer = await (
    await app.openService()
  )?.checkOnboarding('default', demoSubscriptionId(1), { azureMs: 300 });

  expect(answer?.view).toMatchObject({
    recognition: 'unknown',
    findings: [{ code: 'read-failed', message: expect.stringContaining('The time for this was up.') }],
  });
  expect(await rowOf(1)).toMatchObject({ recognition: 'unknown' });
});

test('a store that hangs ends in time: 503, for what is remembered cannot be reached', async () => {
  let hangs = false;
  const { app } = await serveAfterRun({
    wrapStore: (store) =>
      new Proxy(store, {
        get: (target, name: keyof typeof store) =>
          hangs && name === 'commit' ? () => new Promise(() => undefined) : target[name].bind(target),
      }),
  });
  hangs = true;

  const answer = (await app.openService())?.checkOnboarding('default', demoSubscriptionId(1), { allMs: 500 });

  await expect(answer).rejects.toThrow('The store did not answer');
});
