// A host that is ended and started again: what was known is known, no timer runs that is not due, one that was missed
// runs once, and a run under way is not cut off.
import { beforeAll, expect, test, vi } from 'vitest';
import { runsShape } from '../harness/shapes.ts';
import { waitFor } from '../harness/wait-for.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { callsOf, deploy, prepareGround, type Ground } from './deployment.ts';
import { chosenHost } from './hosts/chosen-host.ts';

vi.setConfig({ maxConcurrency: 3 });

const { 'a shifted clock': noShift, 'a graceful end': noGrace } = chosenHost.leftOut;
const HALF_AN_HOUR_MS = 30 * 60_000;

/** Long enough to be met in the middle of a run. */
const SLOW = { kind: 'delay', ms: 1500, operation: 'partners.get', times: 1 };

const file = wholeFile();
let ground: Ground;
beforeAll(async () => {
  ground = await prepareGround(file);
}, 200_000);

test.concurrent(
  'all is remembered, and no timer runs that is not due',
  async (t) => {
    const { start } = await deploy(t, ground);
    const first = await start();
    await first.post('/reconciliations');
    await first.runByHand('reconcile');
    await first.endedRun('the run of the timer', ({ trigger }) => trigger === 'timer');
    const reads = ['/status', '/subscriptions', '/reconciliations', '/events'];
    const before = await Promise.all(reads.map(async (path) => (await first.call(path)).json));
    await first.end();

    const second = await start();
    const after = await Promise.all(reads.map(async (path) => (await second.call(path)).json));
    await second.runByHand('reconcile');
    await waitFor('another run', async () => (await second.runs()).length > 2);
    const newest = await second.endedRun('another run', () => true);

    expect(after).toEqual(before);
    expect((await second.runs()).map(({ trigger }) => trigger)).toEqual(['timer', 'timer', 'http']);
    expect(newest).toMatchObject({ trigger: 'timer', link: { action: 'none' }, events: 0 });
  },
  200_000,
);

test(
  'a tick that was missed while it was down is one run right after the start, however many were missed',
  { concurrent: true, skip: noShift !== undefined, timeout: 200_000 },
  async (t) => {
    const settings = { RECONCILE_SCHEDULE: '0 */30 * * * *' };
    const { start } = await deploy(t, ground);
    // In the middle between two ticks, so that none is due while this goes on.
    const toMiddle = HALF_AN_HOUR_MS / 2 - (Date.now() % HALF_AN_HOUR_MS);
    const first = await start({ settings, clockShiftMs: toMiddle });
    const atFirst = await first.runs();
    await first.end();

    const second = await start({ settings, clockShiftMs: toMiddle + 2 * HALF_AN_HOUR_MS });
    const run = await second.endedRun('the missed run', () => true);
    await second.end();
    const third = await start({ settings, clockShiftMs: toMiddle + 2 * HALF_AN_HOUR_MS });

    expect(atFirst).toEqual([]);
    expect(run).toMatchObject({ trigger: 'timer', state: 'partial' });
    expect(await third.runs()).toEqual([run]);
  },
);

test.concurrent(
  'by its schedule it runs by itself, one run after the other',
  async (t) => {
    const { start } = await deploy(t, ground);
    const keeper = await start({ settings: { RECONCILE_SCHEDULE: '* * * * * *' } });

    const runs = await waitFor('three runs', async () => {
      const ended = (await keeper.runs()).filter(({ state }) => state !== 'running');
      return ended.length >= 3 && ended.toReversed();
    });

    expect(new Set(runs.map(({ trigger }) => trigger))).toEqual(new Set(['timer']));
    const began = runs.slice(1).map(({ startedAt }) => startedAt);
    const ended = runs.slice(0, -1).map(({ endedAt = '' }) => endedAt);
    expect(began.filter((time, at) => time < (ended[at] ?? ''))).toEqual([]);
  },
  200_000,
);

test.concurrent(
  'ended in the middle of a run it leaves nothing half done',
  async (t) => {
    const { azure, start } = await deploy(t, ground);
    const keeper = await start();
    await azure.control('POST', 'faults', SLOW);
    const asked = keeper.post('/reconciliations').catch(() => undefined);
    await waitFor('the run to be under way', async () => ((await callsOf(azure))['partners.get'] ?? 0) > 0);

    keeper.terminate();
    await asked;
    await keeper.ended;
    const next = await start();
    // A run that was cut off holds its lease for a minute.
    const again = await waitFor(
      'the next run',
      async () => {
        const { status, json } = await next.post('/reconciliations');
        return status === 200 && runsShape.parse(json).value[0];
      },
      90_000,
    );
    const runs = await next.runs();

    expect(again).toMatchObject({ state: 'partial', link: { after: { state: 'right' } } });
    expect(runs.map(({ state }) => state)).not.toContain('running');
    expect(await azure.control('GET', 'link')).toMatchObject({ partnerId: azure.partnerId });
  },
  200_000,
);

test(
  'a request under way gets its whole answer, and the process ends by itself',
  { concurrent: true, skip: noGrace !== undefined, timeout: 200_000 },
  async (t) => {
    const { azure, start } = await deploy(t, ground);
    const keeper = await start();
    await azure.control('POST', 'faults', SLOW);
    const asked = keeper.post('/reconciliations');
    await waitFor('the run to be under way', async () => ((await callsOf(azure))['partners.get'] ?? 0) > 0);

    keeper.terminate();
    const { value } = runsShape.parse((await asked).json);
    const end = await keeper.ended;
    const next = await start();

    expect(value).toMatchObject([{ state: 'partial', link: { action: 'created' } }]);
    expect(end).toBe(0);
    expect(await next.runs()).toEqual(value);
  },
);
