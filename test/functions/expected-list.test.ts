// The list of what ought to be delegated, as many write and read it: pages, filters, CSV, and who holds it.
import { expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { EXPECTED_SPACE } from '../../src/ports/store.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer, type Served } from '../harness/host.ts';
import { readAll } from '../harness/read-all.ts';
import { eventsShape, expectedListShape } from '../harness/shapes.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';

const idOf = (n: number) => `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function put({ call }: Served, id: string, body: object = {}): Promise<Answer> {
  return call(`/api/expected-subscriptions/${id}`, { method: 'PUT', body: JSON.stringify(body) });
}

function remove({ call }: Served, id: string): Promise<Answer> {
  return call(`/api/expected-subscriptions/${id}`, { method: 'DELETE' });
}

test('200 of them, 16 at a time, are all put, and listed whole in pages', async (t) => {
  const served = await serveKeeper(t);
  const ids = Array.from({ length: 200 }, (_, n) => idOf(n));
  const open = [...ids];
  const statuses: number[] = [];
  const worker = async () => {
    for (let id = open.pop(); id !== undefined; id = open.pop())
      statuses.push((await put(served, id, { name: id.slice(-3), dueAt: '2030-01-01T00:00:00Z' })).status);
  };
  await Promise.all(Array.from({ length: 16 }, worker));

  expect(statuses).toEqual(Array<number>(200).fill(201));
  for (const [query, pages] of [
    ['', 1],
    ['?top=1000', 1],
    ['?top=30', 7],
    ['?top=199&state=waiting', 2],
  ] as const) {
    const walk = await readAll(`${served.host.url}/api/expected-subscriptions${query}`, expectedListShape);
    expect(walk.pages).toHaveLength(pages);
    expect(walk.items.map(({ subscriptionId }) => subscriptionId)).toEqual(ids.toSorted());
    for (const link of walk.links) expect(link).toContain('/api/expected-subscriptions?');
  }
});

test('a page goes on behind one that was taken off meanwhile; tokens of other lists are refused', async (t) => {
  const served = await serveKeeper(t);
  const ids = [idOf(1), idOf(2), idOf(3)];
  for (const id of ids) await put(served, id);

  const first = expectedListShape.parse((await served.call('/api/expected-subscriptions?top=2')).json);
  await remove(served, ids[1] ?? '');
  const next = new URL(first.nextLink ?? '');
  const second = expectedListShape.parse((await served.call(`${next.pathname}${next.search}`)).json);
  const wrong = await served.call(`/api/subscriptions${next.search}`);

  expect(second).toEqual({ value: [expect.objectContaining({ subscriptionId: ids[2] })] });
  expect(namesOf(expectProblem(wrong, 400, 'invalid-request'))).toEqual(['skipToken']);
});

test('filtered by state, for any identity, and as CSV that no spreadsheet acts on', async (t) => {
  const served = await serveKeeper(t);
  const [missing, waiting] = [idOf(1), idOf(2)];
  await put(served, demoSubscriptionId(1), { name: '=1+1', customer: 'Birkenhof, Dairy' });
  await put(served, missing, { note: '-2' });
  await put(served, waiting, { dueAt: '2099-01-01T00:00:00Z' });
  await served.post('/api/reconciliations');

  for (const [state, id] of [
    ['arrived', demoSubscriptionId(1)],
    ['missing', missing],
    ['waiting', waiting],
  ]) {
    const { json } = await served.call(`/api/expected-subscriptions?state=${state}&identity=default`);
    expect(expectedListShape.parse(json).value).toMatchObject([
      { subscriptionId: id, state, findings: state === 'missing' ? [{ code: 'expected-missing' }] : [] },
    ]);
  }
  const csv = await served.call('/api/expected-subscriptions', { headers: { accept: 'text/csv' } });
  const lines = csv.text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('subscriptionId,name,customer,state,dueAt,createdAt,note,findings');
  expect(lines[1]).toMatch(/^5ab5c41e-[^,]+,'=1\+1,"Birkenhof, Dairy",arrived,/);
  expect(lines[2]).toMatch(/,missing,[^,]+,[^,]+,'-2,expected-missing$/);
  expect(lines).toHaveLength(4);
});

test('another process that has the list is waited for, and is 503 where it stays', async (t) => {
  const standing = testClock();
  const served = await serveKeeper(t, { clock: standing });
  const id = idOf(1);
  const held = await served.store.acquireLease(EXPECTED_SPACE, 'of-another-process', 60 * SECOND);

  expectProblem(await put(served, id), 503, 'expected-subscriptions-busy');
  expectProblem(await remove(served, id), 503, 'expected-subscriptions-busy');
  if (held.kind === 'granted') await served.store.releaseLease(held.lease);

  expect((await put(served, id)).status).toBe(201);
});

test('the history of an expected subscription is 200 from the first, and stays when it is expected no more', async (t) => {
  const served = await serveKeeper(t);
  const id = idOf(1);
  const history = async () => served.call(`/api/subscriptions/${id}/events`);

  expectProblem(await history(), 404, 'subscription-not-found');
  await put(served, id);
  expect((await history()).json).toEqual({ value: [] });
  await remove(served, id);
  expectProblem(await history(), 404, 'subscription-not-found');
  await put(served, id);
  await served.post('/api/reconciliations');
  await remove(served, id);

  expect(eventsShape.parse((await history()).json).value).toMatchObject([
    { type: 'expected.missing', subscriptionId: id, findings: ['expected-missing'], actor: 'observed' },
  ]);
});
