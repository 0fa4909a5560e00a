// What ought to be delegated, over HTTP: what is taken, replaced and taken off, under which conditions, and what is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { sendChunked } from '../harness/chunked.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer, type Served } from '../harness/host.ts';
import { expectedShape, type ExpectedJson } from '../harness/shapes.ts';
import { testClock } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();
const clock = testClock();
const NOW = clock.now().toISOString();

let served: Served;
/** A subscription for each test. */
let count = 0;
const fresh = () => `e0000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;

beforeAll(async () => {
  served = await serveKeeper(file, { clock });
});

function put(id: string, body?: unknown, headers: Record<string, string> = {}, query = ''): Promise<Answer> {
  return served.call(`/api/expected-subscriptions/${id}${query}`, {
    method: 'PUT',
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

function remove(id: string, headers: Record<string, string> = {}): Promise<Answer> {
  return served.call(`/api/expected-subscriptions/${id}`, { method: 'DELETE', headers });
}

const get = (id: string) => served.call(`/api/expected-subscriptions/${id}`);

describe('PUT', () => {
  test('is 201 and whole where it is new, 200 where it is put again, and reads the same', async () => {
    const id = fresh();
    const whole = {
      name: 'Erp',
      customer: 'Contoso',
      note: 'Ask Jo,\nthen\tSam',
      dueAt: '2030-01-02T03:04:05Z',
    };

    const created = await put(id, whole);
    const read = await get(id);
    const replaced = await put(id, { name: 'Crm' });

    expect(created.status).toBe(201);
    expect(expectedShape.parse(created.json)).toEqual({
      subscriptionId: id,
      ...whole,
      dueAt: '2030-01-02T03:04:05.000Z',
      createdAt: NOW,
      state: 'waiting',
      findings: [],
    });
    expect(read.json).toEqual(created.json);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
    expect(replaced.status).toBe(200);
    expect(expectedShape.parse(replaced.json)).toEqual({
      subscriptionId: id,
      name: 'Crm',
      dueAt: NOW,
      createdAt: NOW,
      state: 'waiting',
      findings: [],
    });
  });

  test.each<[string, unknown, Partial<ExpectedJson>]>([
    ['no body: due now', undefined, { dueAt: NOW }],
    ['an empty one', '', { dueAt: NOW }],
    ['{}', {}, { dueAt: NOW }],
    ['an offset', { dueAt: '2026-03-01T00:30:00+02:00' }, { dueAt: '2026-02-28T22:30:00.000Z' }],
    ['a leap day', { dueAt: '2028-02-29T12:00:00.5Z' }, { dueAt: '2028-02-29T12:00:00.500Z' }],
    ['a time long ago', { dueAt: '0001-01-01T00:00:00Z' }, { dueAt: '0001-01-01T00:00:00.000Z' }],
    ['letters of anywhere', { name: 'Käse 北 🗼' }, { name: 'Käse 北 🗼' }],
    ['empty texts', { name: '', customer: '', note: '' }, { name: '', customer: '', note: '' }],
    ['the longest name', { name: 'x'.repeat(200) }, { name: 'x'.repeat(200) }],
    ['the longest note', { note: 'x'.repeat(2000) }, { note: 'x'.repeat(2000) }],
  ])('takes %s', async (_, body, wanted) => {
    const answer = await put(fresh(), body);

    expect(answer.status).toBe(201);
    expect(expectedShape.parse(answer.json)).toMatchObject(wanted);
  });

  test.each<[string, unknown, string[]]>([
    ['unknown fields', { state: 'arrived', subscriptionId: 'x' }, ['/state', '/subscriptionId']],
    ['__proto__', '{"__proto__": {}}', ['/__proto__']],
    ['a number for a name', { name: 1 }, ['/name']],
    [
      'null',
      { name: null, customer: null, note: null, dueAt: null },
      ['/customer', '/dueAt', '/name', '/note'],
    ],
    ['a name that is too long', { name: 'x'.repeat(201) }, ['/name']],
    ['a long customer with a bell, once', { customer: '\u0007'.repeat(201) }, ['/customer']],
    ['a note that is too long', { note: 'x'.repeat(2001) }, ['/note']],
    ['a line break in a name', { name: 'a\nb' }, ['/name']],
    ['an escape in a note', { note: 'a\u001B[31m' }, ['/note']],
    ['a C1 control', { customer: 'a\u0085' }, ['/customer']],
    ['half a character', { note: 'a\uD83D' }, ['/note']],
    ['a day that does not exist', { dueAt: '2026-02-30T00:00:00Z' }, ['/dueAt']],
    ['29 February of no leap year', { dueAt: '2027-02-29T00:00:00Z' }, ['/dueAt']],
    ['25 hours', { dueAt: '2026-03-01T25:00:00Z' }, ['/dueAt']],
    ['24 hours', { dueAt: '2026-03-01T24:00:00Z' }, ['/dueAt']],
    ['60 minutes', { dueAt: '2026-03-01T00:60:00Z' }, ['/dueAt']],
    ['no offset', { dueAt: '2026-03-01T00:00:00' }, ['/dueAt']],
    ['an offset of 25 hours', { dueAt: '2026-03-01T00:00:00+25:00' }, ['/dueAt']],
    ['a day alone', { dueAt: '2026-03-01' }, ['/dueAt']],
    ['a time in words', { dueAt: 'tomorrow' }, ['/dueAt']],
    ['a number for a time', { dueAt: 1_700_000_000 }, ['/dueAt']],
    ['an empty time', { dueAt: '' }, ['/dueAt']],
    ['a time before the year 0', { dueAt: '0000-01-01T00:00:00+01:00' }, ['/dueAt']],
    ['a time after the year 9999', { dueAt: '9999-12-31T23:59:59-01:00' }, ['/dueAt']],
    ['an array', [], ['']],
    ['text', '"x"', ['']],
    ['malformed JSON', '{"name":', ['']],
  ])('refuses %s, and nothing is put', async (_, body, names) => {
    const id = fresh();

    const problem = expectProblem(await put(id, body), 400, 'invalid-request');

    expect(namesOf(problem).toSorted()).toEqual(names);
    for (const each of problem.errors ?? []) expect('pointer' in each).toBe(true);
    expectProblem(await get(id), 404, 'expected-subscription-not-found');
  });

  test.each(['x', '%7Be0000000-0000-4000-8000-000000000001%7D', 'e'.repeat(4000)])(
    'refuses the id %s, as GET and DELETE do',
    async (id) => {
      for (const answer of [await put(id), await get(id), await remove(id)])
        expect(namesOf(expectProblem(answer, 400, 'invalid-request'))).toEqual(['id']);
    },
  );

  test('refuses unknown query names and identities that are none of ours', async () => {
    const id = fresh();
    const unknown = expectProblem(
      await put(id, {}, {}, '?name=Erp&identity=default'),
      400,
      'invalid-request',
    );
    const other = expectProblem(await put(id, {}, {}, '?identity=other'), 400, 'invalid-request');

    expect(namesOf(unknown)).toEqual(['name']);
    expect(namesOf(other)).toEqual(['identity']);
    expect((await put(id, {}, {}, '?identity=default&code=k&clientId=c')).status).toBe(201);
  });

  test('refuses a big body, and one in chunks, which has no place in the query', async () => {
    const id = fresh();
    const big = await put(id, `{"note": "x"}${' '.repeat(64 * 1024)}`);
    const chunked = await sendChunked('PUT', `${served.host.url}/api/expected-subscriptions/${id}`, [
      '{',
      '}',
    ]);

    expectProblem(big, 413, 'body-too-large');
    const { detail } = expectProblem(chunked, 400, 'body-not-received');
    expect(detail).toContain('Content-Length');
    expect(detail).not.toContain('query');
    expectProblem(await get(id), 404, 'expected-subscription-not-found');
  });

  test('takes an id in capitals for the same', async () => {
    const id = fresh();
    const created = await put(id.toUpperCase());
    const replaced = await put(id);

    expect(expectedShape.parse(created.json).subscriptionId).toBe(id);
    expect(replaced.status).toBe(200);
    expect((await get(id.toUpperCase())).status).toBe(200);
  });
});

describe('DELETE', () => {
  test('takes it off the list, and is 404 where it is not there', async () => {
    const id = fresh();
    await put(id);

    const deleted = await remove(id.toUpperCase());

    expect(deleted).toMatchObject({ status: 204, text: '' });
    expectProblem(await get(id), 404, 'expected-subscription-not-found');
    expectProblem(await remove(id), 404, 'expected-subscription-not-found');
    expect((await put(id)).status).toBe(201);
  });
});

describe('conditions', () => {
  test.each<[string, (etag: string) => Record<string, string>, number]>([
    ['its ETag', (etag) => ({ 'if-match': etag }), 200],
    ['its ETag among others', (etag) => ({ 'if-match': `"other", ${etag}` }), 200],
    ['any', () => ({ 'if-match': '*' }), 200],
    ['another ETag', () => ({ 'if-match': '"other"' }), 412],
    ['its ETag, weakly', (etag) => ({ 'if-match': `W/${etag}` }), 412],
    ['its ETag without quotes', (etag) => ({ 'if-match': etag.slice(1, -1) }), 412],
    ['none at all', () => ({ 'if-none-match': '*' }), 412],
    ['none with its ETag', (etag) => ({ 'if-none-match': etag }), 412],
    ['none with its ETag, weakly', (etag) => ({ 'if-none-match': `"other", W/${etag}` }), 412],
    ['none with another ETag', () => ({ 'if-none-match': '"other"' }), 200],
    ['both, of which one does not hold', (etag) => ({ 'if-match': etag, 'if-none-match': '*' }), 412],
  ])('that ask for %s', async (_, headersFor, status) => {
    const id = fresh();
    const before = await put(id, { name: 'Erp' });
    const headers = headersFor(before.headers.get('etag') ?? '');

    const answer = await put(id, { name: 'Crm' }, headers);

    expect(answer.status).toBe(status);
    if (status === 412) expectProblem(answer, 412, 'precondition-failed');
    expect((await get(id)).json).toMatchObject({ name: status === 412 ? 'Erp' : 'Crm' });
    const again = await remove(id, headersFor((await get(id)).headers.get('etag') ?? ''));
    expect(again.status).toBe(status === 412 ? 412 : 204);
  });

  test('where nothing stands: If-None-Match: * creates, If-Match does not, and DELETE is 404 anyhow', async () => {
    const id = fresh();

    expectProblem(await put(id, {}, { 'if-match': '*' }), 412, 'precondition-failed');
    expectProblem(await remove(id, { 'if-match': '"x"' }), 404, 'expected-subscription-not-found');
    expect((await put(id, {}, { 'if-none-match': '*' })).status).toBe(201);
  });

  test('of many that create at once exactly one does', async () => {
    const id = fresh();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => put(id, {}, { 'if-none-match': '*' })),
    );

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array<number>(9).fill(412),
    ]);
  });
});
