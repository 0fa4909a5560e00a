// Onboarding checks between runs: each transition is told once, whoever sees it first; a run takes over what checks saw, and
// the evidence follows.
import { describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Change } from '../../src/ports/store.ts';
import { subscriptionOf } from '../harness/days.ts';
import { eventsOf } from '../harness/run-once.ts';
import { recordCommits, countEntities } from '../harness/store-wraps.ts';
import { HOUR } from '../harness/test-clock.ts';
import { expectTakenOver, startChecks, wordOf } from '../harness/check-story.ts';

const LOST = ['delegation.removed 01', 'recognition.lost pec>none 01'];
const BACK = ['delegation.returned 01', 'recognition.gained none>pec 01'];

describe('a check between two runs', () => {
  test('tells what it saw, and the run after it tells nothing twice', async () => {
    const { check, leave, later, next, told, service, store } = await startChecks();
    leave();
    later();

    await check(1);
    expect(await wordOf(service, 1)).toBe('none');
    const { run } = await next();

    expect(await told()).toEqual(LOST);
    expect(run.events).toBe(0);
    expect(await wordOf(service, 1)).toBe('none');
    await expectTakenOver(service, store);
  });

  test('that saw it go, and a run that sees it back: each once', async () => {
    const { check, leave, comeBack, later, next, told, service, store } = await startChecks();
    leave();
    later();
    await check(1);
    comeBack();

    const { told: byRun } = await next();
    leave();
    later();
    await check(1);
    await next();

    expect(byRun).toEqual(BACK);
    expect(await told()).toEqual([...BACK, ...LOST, ...LOST].sort());
    const ids = (await eventsOf(store)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await expectTakenOver(service, store);
  });

  test('that could not read it changes no word for good', async () => {
    const { cloud, check, later, next, told, service, store } = await startChecks();
    cloud.addFault({ kind: 'status', status: 403, operation: 'registrationAssignments', times: 1 });
    later();

    await check(1);
    expect(await wordOf(service, 1)).toBe('unknown');
    await next();

    expect(await wordOf(service, 1)).toBe('pec');
    expect(await told()).toEqual([]);
    await expectTakenOver(service, store);
  });

  test('of what was only ever unknown and is not delegated: the row just goes, now and after the run', async () => {
    const { cloud, check, later, next, told, service, store } = await startChecks();
    subscriptionOf(cloud.world, 14).offers = [];
    later();

    expect((await check(14)).view.findings.map(({ code }) => code)).toEqual(['not-visible-yet']);
    expect(await wordOf(service, 14)).toBeUndefined();
    await next();

    expect(await wordOf(service, 14)).toBeUndefined();
    expect(await told()).toEqual([]);
    await expectTakenOver(service, store);
  });

  test('is not undone by a dry run, nor by one that fails, and not lost by either', async () => {
    const { cloud, check, leave, later, next, service, told } = await startChecks();
    leave();
    later();
    await check(1);

    await next({ dryRun: true });
    expect(await wordOf(service, 1)).toBe('none');
    cloud.addFault({ kind: 'status', status: 403, operation: 'subscriptions.list', times: 1 });
    const { run } = await next();
    expect(run.state).toBe('failed');
    expect(await wordOf(service, 1)).toBe('none');
    await next();

    expect((await told()).filter((line) => !line.startsWith('run'))).toEqual(LOST);
  });

  test('stands in the evidence of its day', async () => {
    const { check, leave, comeBack, clock, next, service } = await startChecks();
    await next();
    clock.advance(HOUR);
    leave();
    await check(1);
    clock.advance(HOUR);
    comeBack();
    await check(1);
    await next();

    const { subscriptions } = await service.readEvidence('default', '2024-03');

    const customer = subscriptions.find(({ subscriptionId }) => subscriptionId === demoSubscriptionId(1));
    expect(customer?.days[0]).toEqual({ date: '2024-03-01', coverage: 'partial' });
    expect(customer?.transitions.map(({ to }) => to)).toEqual(['none', 'pec']);
  });

  test('costs the quiet run after it no more than any', async () => {
    const changes: Change[] = [];
    const { check, later, next } = await startChecks({ wrapStore: recordCommits(changes) });
    await next();
    changes.length = 0;
    await next();
    const quiet = changes.reduce((sum, change) => sum + countEntities(change), 0);
    later();
    await check(1);
    await next();
    changes.length = 0;

    await next();

    expect(changes.reduce((sum, change) => sum + countEntities(change), 0)).toBe(quiet);
  });
});
