// Pages: their union is all, each once; nextLink is absolute, keeps the filters and never carries a key.
import { beforeAll, describe, expect, test } from 'vitest';
import { fleetWorld } from '../../local/cloud/worlds/fleet.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { fleetRows, wordsOf } from '../harness/oracle.ts';
import { readAll } from '../harness/read-all.ts';
import { runsShape, subscriptionsShape } from '../harness/shapes.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

// More than the store reads at a time.
const fleet = fleetWorld({ subscriptions: 600, seed: 3 });
const rows = fleetRows(fleet.expected);
let served: Served;

beforeAll(async () => {
  served = await serveKeeper(file, { cloud: { world: fleet.world } });
  await served.post('/api/reconciliations');
});

describe('subscriptions', () => {
  test.each([
    ['', Math.ceil(rows.size / 200)],
    ['?top=1000', 1],
    ['?top=7', Math.ceil(rows.size / 7)],
    [`?top=${rows.size}`, 1],
    [`?top=${rows.size - 1}`, 2],
  ])('%s: the union of the pages is every row, each once', async (query, pages) => {
    const walk = await readAll(`${served.host.url}/api/subscriptions${query}`, subscriptionsShape);

    expect(walk.pages).toHaveLength(pages);
    expect(walk.items).toHaveLength(rows.size);
    expect(wordsOf(walk.items)).toEqual(rows);
  });

  test.each([1, 3, 1000])(
    'a filtered list with top=%i is whole, and its links keep the filter',
    async (top) => {
      const walk = await readAll(
        `${served.host.url}/api/subscriptions?top=${top}&recognition=pal-only`,
        subscriptionsShape,
      );

      const wanted = [...rows].filter(([, word]) => word === 'pal-only');
      expect(wordsOf(walk.items)).toEqual(new Map(wanted));
      expect(walk.items).toHaveLength(wanted.length);
      expect(walk.pages).toHaveLength(Math.ceil(wanted.length / top));
      for (const link of walk.links) {
        const { searchParams } = new URL(link);
        expect(searchParams.get('recognition')).toBe('pal-only');
        expect(searchParams.get('top')).toBe(String(top));
      }
    },
  );

  test('nextLink has the origin of the request', async () => {
    const port = new URL(served.host.url).port;

    for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${port}`]) {
      const { links } = await readAll(`${origin}/api/subscriptions?top=300`, subscriptionsShape);
      expect(links.map((link) => new URL(link).origin)).toEqual([origin]);
    }
  });

  test.each(['code=s3cret-key', 'code=s3cret-key&clientId=portal', 'c%6Fde=s3cret-key'])(
    '%s is never in a nextLink, nor in the Link header of CSV',
    async (key) => {
      const json = await served.call(`/api/subscriptions?top=1&${key}`);
      const csv = await served.call(`/api/subscriptions?top=1&format=csv&${key}`);

      const { nextLink = '' } = subscriptionsShape.parse(json.json);
      expect([...new URL(nextLink).searchParams.keys()]).toEqual(['top', 'skipToken']);
      expect(`${json.text}${csv.headers.get('link')}`).not.toContain('s3cret-key');
      expect(`${json.text}${csv.headers.get('link')}`).not.toContain('clientId');
    },
  );

  test('CSV goes on where its Link header says', async () => {
    const lines: string[] = [];
    let next: string | undefined = '/api/subscriptions?top=250&format=csv';
    while (next !== undefined) {
      const answer = await served.call(next);
      lines.push(...answer.text.trimEnd().split('\r\n').slice(1));
      const link: string | null = answer.headers.get('link');
      const found = link === null ? null : /^<([^>]+)>; rel="next"$/.exec(link);
      expect(link === null).toBe(found === null);
      next = found?.[1]?.slice(served.host.url.length);
    }

    expect(new Set(lines.map((line) => line.split(',')[1]))).toEqual(new Set(rows.keys()));
    expect(lines).toHaveLength(rows.size);
  });
});

test('a skipToken that is none of ours is 400 and named', async () => {
  const place = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const ofRuns = place({ list: 'runs', key: 'x', source: 'default' });
  const page = await served.call('/api/subscriptions?top=1');
  const ofSubscriptions = new URL(subscriptionsShape.parse(page.json).nextLink ?? '').searchParams;
  const tokens = [
    'x',
    '\0',
    'null',
    'a b',
    'x'.repeat(2049),
    place(null),
    place([]),
    place({}),
    place({ list: 'runs', source: 0, after: 'x' }),
    place({ list: 'subscriptions', source: 0, after: ofRuns }),
    place({ list: 'runs', source: 99 }),
    place({ list: 'runs', source: -1 }),
    place({ list: 'runs', source: 0, more: 1 }),
  ];

  for (const token of tokens)
    for (const list of ['subscriptions', 'reconciliations'])
      await expectRefused(list, encodeURIComponent(token));
  await expectRefused('reconciliations', ofSubscriptions.get('skipToken') ?? '');
});

async function expectRefused(list: string, token: string): Promise<void> {
  const answer = await served.call(`/api/${list}?skipToken=${token}`);
  expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['skipToken']);
}

test('runs: the union of the pages is every run, newest first, also of one second and of one moment', async (t) => {
  const clock = testClock();
  const { host, app } = await serveKeeper(t, { clock });
  const ids: string[] = [];
  for (const ms of [0, 1, 1, 400, 0, 0, SECOND, 2]) {
    clock.advance(ms);
    const answer = await (
      await app.openService()
    )?.reconcile('default', { trigger: 'http', dryRun: true, budgetMs: 5000 });
    if (answer?.kind === 'ran') ids.push(answer.run.id);
  }

  for (const top of [1, 2, 3, 1000]) {
    const walk = await readAll(`${host.url}/api/reconciliations?top=${top}`, runsShape);
    const times = walk.items.map((run) => run.startedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(walk.items.map((run) => run.id).toSorted()).toEqual(ids.toSorted());
  }
});
