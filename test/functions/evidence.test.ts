// The evidence of a month over HTTP: what it says, month by month.
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { shareApp } from '../../src/app.ts';
import { evidenceShape, type EvidenceJson } from '../harness/evidence-shape.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { runsShape } from '../harness/shapes.ts';
import { HOUR, type TestClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { ROLE, serveEvidence, type EvidenceServed } from '../harness/evidence-served.ts';

const file = wholeFile();

let served: Served;
let clock: TestClock;
let march: EvidenceJson;
let read: EvidenceServed['read'];

beforeAll(async () => {
  ({ served, clock, march, read } = await serveEvidence(file));
});

function daysOf({ subscriptions }: EvidenceJson, n: number): string {
  const found = subscriptions.find(({ subscriptionId }) => subscriptionId === demoSubscriptionId(n));
  return (found?.days ?? []).map(({ date, coverage }) => `${date.slice(8)} ${coverage}`).join(', ');
}

describe('as JSON', () => {
  test('it says whose it is and on what it rests', () => {
    expect(march).toMatchObject({
      month: '2024-03',
      identity: 'default',
      partnerId: DEMO_IDENTITY.partnerId,
      principalId: DEMO_IDENTITY.objectId,
      roleOverrides: { [ROLE]: 'no' },
      generatedAt: '2024-03-31T18:17:00.000Z',
    });
  });

  test('days before the first run are unobserved, and the others what runs saw', () => {
    const unobserved = Array.from(
      { length: 28 },
      (_, index) => `${String(index + 1).padStart(2, '0')} unobserved`,
    );
    const before = unobserved.join(', ');

    expect(daysOf(march, 1)).toBe(`${before}, 29 pec, 30 partial, 31 none`);
    expect(daysOf(march, 2)).toBe(`${before}, 29 pec, 30 pec, 31 pec`);
    expect(daysOf(march, 3)).toBe(`${before}, 29 partial, 30 partial, 31 partial`);
    expect(daysOf(march, 5)).toBe(`${before}, 29 none, 30 none, 31 none`);
    expect(daysOf(march, 6)).toBe(`${before}, 29 unobserved, 30 unobserved, 31 unobserved`);
  });

  test('today is there, and no day after it', async () => {
    expect(daysOf(await read('2024-04'), 2)).toBe('01 pec');
  });

  test('transitions stand with their subscription, dated and with reasons', () => {
    const told = march.subscriptions.flatMap(({ transitions }) => transitions);

    expect(told).toMatchObject([
      {
        subscriptionId: demoSubscriptionId(1),
        time: '2024-03-30T12:17:00.000Z',
        type: 'recognition.lost',
        from: 'pec',
        to: 'none',
        findings: ['removed'],
      },
    ]);
  });

  test('the runs are those of the month, oldest first, and no dry one', async () => {
    const all = runsShape.parse((await served.call('/api/reconciliations?top=1000')).json).value;
    const ofMarch = all.filter((run) => !run.dryRun && (run.endedAt ?? '') < '2024-04').map(({ id }) => id);

    expect(march.runs).toEqual(ofMarch.toReversed());
    expect((await read('2024-04')).runs).toHaveLength(12 - ofMarch.length);
  });

  test('the link goes from what the first run found to the end of the month', () => {
    const { partnerId } = DEMO_IDENTITY;

    expect(march.link).toEqual([
      { from: '2024-03-29T12:17:00.000Z', to: '2024-03-29T12:17:00.000Z', state: 'none' },
      { from: '2024-03-29T12:17:00.000Z', to: '2024-04-01T00:00:00.000Z', state: 'right', partnerId },
    ]);
  });

  test('subscriptions are in the order of tenants, names and ids', () => {
    const keys = march.subscriptions.map((each) =>
      [each.tenantId, each.displayName, each.subscriptionId].join(),
    );

    expect(keys).toEqual(keys.toSorted());
    expect(keys.length).toBeGreaterThan(10);
  });

  test('it has a strong ETag that stays while nothing is observed, and is 304 to who has it', async () => {
    const path = '/api/evidence?month=2024-03';
    const first = await served.call(path);
    clock.advance(HOUR);
    const etag = first.headers.get('etag') ?? '';
    const second = await served.call(path, { headers: { 'if-none-match': etag } });

    expect(etag).toMatch(/^"[^"]+"$/);
    expect(second).toMatchObject({ status: 304, text: '' });
    expect(second.headers.get('etag')).toBe(etag);
  });
});

describe('months without evidence', () => {
  test('a month before the first run has neither subscriptions nor runs nor a link', async () => {
    expect(await read('2024-02')).toMatchObject({ subscriptions: [], runs: [], link: [] });
    expect(await read('0000-01')).toMatchObject({ subscriptions: [], runs: [], link: [] });
  });

  test('a month to come has subscriptions without days', async () => {
    for (const month of ['2024-05', '9999-12']) {
      const { subscriptions, link, runs } = await read(month);
      expect(subscriptions).toHaveLength(march.subscriptions.length);
      expect(subscriptions.flatMap(({ days }) => days)).toEqual([]);
      expect([link, runs]).toEqual([[], []]);
    }
  });

  test('before any run there is nothing, and that is no error', async (t) => {
    const fresh = await serveKeeper(t, { clock });
    const answer = await fresh.call('/api/evidence?month=2024-03');
    await fresh.post('/api/reconciliations?dryRun=true');
    const afterDryRun = await fresh.call('/api/evidence?month=2024-04');

    expect(evidenceShape.parse(answer.json)).toMatchObject({
      principalId: null,
      subscriptions: [],
      runs: [],
    });
    expect(evidenceShape.parse(afterDryRun.json)).toMatchObject({ subscriptions: [], runs: [], link: [] });
    const page = await fresh.call('/api/evidence?month=2024-03&format=html');
    expect(page.text).toContain('<dt>Drawn from the runs up to</dt><dd>no run</dd>');
    // The functions take the app that was shared last.
    shareApp(served.app);
  });
});
