// The evidence of a month over HTTP: who gets what form of it, that all forms say the same, and that a copy can be checked.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { shareApp } from '../../src/app.ts';
import { subscriptionOf } from '../harness/days.ts';
import { evidenceShape, type EvidenceJson } from '../harness/evidence-shape.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { REPOSITORY, serveKeeper, type Served } from '../harness/host.ts';
import { temporaryFolder } from '../harness/keeper.ts';
import { runsShape } from '../harness/shapes.ts';
import { DAY, HOUR, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const clock = testClock('2024-03-29T06:17:00.000Z');
const ODD_NAME = '=Käse & "Brot" <script>alert(1)</script>';
const ROLE = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

let served: Served;
let march: EvidenceJson;

/** Twelve runs from 29 March to 1 April; the first subscription goes on the 30th. */
beforeAll(async () => {
  served = await serveKeeper(file, { clock, settings: { ROLE_OVERRIDES: `{"${ROLE}":"no"}` } });
  const { world } = served.cloud;
  subscriptionOf(world, 5).displayName = ODD_NAME;
  for (let run = 0; run < 12; run += 1) {
    clock.advance(6 * HOUR);
    if (run === 4) subscriptionOf(world, 1).offers = [];
    await served.post('/api/reconciliations');
  }
  await served.post('/api/reconciliations?dryRun=true');
  march = await read('2024-03');
});

async function read(month: string): Promise<EvidenceJson> {
  const answer = await served.call(`/api/evidence?month=${month}`);
  expect(answer.status).toBe(200);
  return evidenceShape.parse(answer.json);
}

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

describe('the form', () => {
  test.each([
    ['', 'application/json'],
    ['application/json', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/html', 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/html;q=0.1, text/csv;q=0.2', 'text/csv; charset=utf-8'],
    ['image/png', 'application/json'],
  ])('for Accept: %s is %s', async (accept, type) => {
    const { headers } = await served.call('/api/evidence?month=2024-03', { headers: { accept } });

    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('vary')).toBe('accept');
    expect(headers.get('x-evidence-sha256')).toBe(march.sha256);
  });

  test.each([
    ['json', 'application/json'],
    ['csv', 'text/csv; charset=utf-8'],
    ['html', 'text/html; charset=utf-8'],
  ])('format=%s goes before Accept', async (format, type) => {
    for (const accept of ['text/html', 'text/csv', 'application/json']) {
      const answer = await served.call(`/api/evidence?month=2024-03&format=${format}`, {
        headers: { accept },
      });
      expect(answer.headers.get('content-type')).toBe(type);
    }
  });

  test('as CSV it has a line for each subscription and day, and nothing like a formula', async () => {
    const { text } = await served.call('/api/evidence?month=2024-03&format=csv');

    const lines = text.split('\r\n');
    const wanted = march.subscriptions.flatMap((subscription) =>
      subscription.days.map(({ date, coverage }) => `,${subscription.tenantId},${date},${coverage}`),
    );
    expect(lines[0]).toBe('identity,subscriptionId,displayName,tenantId,date,coverage');
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(1, -1).map((line, index) => line.endsWith(wanted[index] ?? '?'))).toEqual(
      wanted.map(() => true),
    );
    expect(text).toContain(`default,${demoSubscriptionId(5)},"'=Käse & ""Brot"" <script>alert(1)</script>",`);
  });

  test('as a page it says the same, runs nothing and loads nothing', async () => {
    const { text, headers } = await served.call('/api/evidence?month=2024-03&format=html');

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('<title>Evidence of recognition, March 2024 (default)</title>');
    expect(text).toContain('=Käse &amp; &quot;Brot&quot; &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<link|<img|https?:\/\/|url\(|@import/i);
    for (const part of [
      march.sha256,
      DEMO_IDENTITY.partnerId,
      DEMO_IDENTITY.objectId,
      march.catalogueDate,
      ROLE,
    ])
      expect(text).toContain(part);
    for (const run of march.runs) expect(text).toContain(run);
    for (const { subscriptionId } of march.subscriptions) expect(text).toContain(subscriptionId);
    const cells = [...text.matchAll(/<td class=\w title=(\w+)>/g)].map((match) => match[1] ?? '');
    const days = march.subscriptions.flatMap((each) => each.days.map(({ coverage }) => coverage));
    expect(cells.toSorted()).toEqual(days.toSorted());
  });
});

describe('what is asked wrongly', () => {
  test.each([
    ['', ['month']],
    ['month=', ['month']],
    ['month=2026-13', ['month']],
    ['month=2026-00', ['month']],
    ['month=2026-1', ['month']],
    ['month=26-01', ['month']],
    ['month=2026-01-01', ['month']],
    ['month=2026-01&month=2026-02', ['month']],
    ['month=%202026-01', ['month']],
    ['month=2026-01&format=pdf', ['format']],
    ['month=2026-01&identity=nobody', ['identity']],
    ['month=2026-01&top=1&tenantId=x', ['tenantId', 'top']],
    ['month=x&format=x&Month=2026-01', ['Month', 'format', 'month']],
  ])('?%s is 400 and names %j', async (query, names) => {
    const problem = expectProblem(await served.call(`/api/evidence?${query}`), 400, 'invalid-request');

    expect(namesOf(problem).toSorted()).toEqual(names);
  });

  test('the only identity may be named, and the names of the host are let through', async () => {
    const answer = await served.call('/api/evidence?month=2024-03&identity=default&code=k&clientId=c');

    expect(evidenceShape.parse(answer.json)).toEqual(march);
  });
});

describe('a kept copy', () => {
  /** The command of the README, as it stands there. */
  const [, command = ''] =
    /```sh\n(node --input-type=module[^`]*)```/.exec(readFileSync(join(REPOSITORY, 'README.md'), 'utf8')) ??
    [];

  function check(folder: string, copy: unknown): string {
    writeFileSync(join(folder, 'evidence.json'), JSON.stringify(copy, undefined, 2));
    const script = command.replace('evidence-2026-01.json', join(folder, 'evidence.json'));
    return execFileSync('bash', ['-c', script.replace(/^node/, `"${process.execPath}"`)], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    }).trim();
  }

  test('is found unchanged by the command of the README, and changed where a word of it is', async (t) => {
    const folder = await temporaryFolder(t);
    const [first, ...others] = march.subscriptions;
    const better = { ...first, days: first?.days.map((day) => ({ ...day, coverage: 'pec' })) };

    expect(check(folder, march)).toBe('unchanged');
    expect(check(folder, { ...march, generatedAt: '2030-01-01T00:00:00.000Z' })).toBe('unchanged');
    expect(check(folder, { ...march, subscriptions: [better, ...others] })).toBe('CHANGED');
    expect(check(folder, { ...march, runs: march.runs.slice(1) })).toBe('CHANGED');
  });

  test('of a month that is over has the same hash for good', async () => {
    clock.advance(30 * DAY);
    subscriptionOf(served.cloud.world, 2).offers = [];
    await served.post('/api/reconciliations');

    expect(await read('2024-03')).toEqual(march);
  });
});
