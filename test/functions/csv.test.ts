// Lists as CSV: by Accept or ?format=csv, and nothing in it that a spreadsheet could take for a formula.
import { beforeAll, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demoWorld } from '../../local/cloud/worlds/demo.ts';
import { serveKeeper, type Served } from '../harness/host.ts';
import { demoRows } from '../harness/oracle.ts';
import { subscriptionsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

/** Names as a customer could choose them, and the cell that each must become. */
const NAMES: [name: string, cell: string][] = [
  ["=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['a,"b"\nc', '"a,""b""\nc"'],
  ['plain = 1', 'plain = 1'],
  ['Käse 北', 'Käse 北'],
];

let served: Served;

beforeAll(async () => {
  const world = demoWorld();
  const subscriptions = world.customers.flatMap((customer) => customer.subscriptions);
  for (const [index, [name]] of NAMES.entries()) {
    const subscription = subscriptions[index];
    if (subscription !== undefined) subscription.displayName = name;
  }
  served = await serveKeeper(file, { cloud: { world } });
  await served.post('/api/reconciliations');
});

test.each([
  ['text/csv', 'csv'],
  ['TEXT/CSV; charset=utf-8', 'csv'],
  ['application/json;q=0.5, text/csv', 'csv'],
  ['text/csv, */*;q=0.1', 'csv'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['text/csv;q=0.5, application/json', 'json'],
  ['text/csv;q=0', 'json'],
  ['text/html', 'json'],
  ['text/csv;q=x, , ;', 'json'],
  ['', 'json'],
])('Accept: %s is answered as %s', async (accept, kind) => {
  for (const list of ['subscriptions', 'reconciliations']) {
    const { headers } = await served.call(`/api/${list}`, { headers: { accept } });
    const type = kind === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
    expect(headers.get('content-type')).toBe(type);
  }
});

test('?format goes before Accept', async () => {
  const csv = await served.call('/api/subscriptions?format=csv', { headers: { accept: 'application/json' } });
  const json = await served.call('/api/subscriptions?format=json', { headers: { accept: 'text/csv' } });

  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(subscriptionsShape.parse(json.json).value).not.toEqual([]);
});

test.each(NAMES)('a customer named %j', async (_, cell) => {
  const { text } = await served.call('/api/subscriptions?format=csv');

  expect(text).toContain(`,${cell},`);
});

test('no cell of any line begins like a formula', async () => {
  const { text } = await served.call('/api/subscriptions?format=csv');

  const cells = cellsOf(text);
  expect(cells.length).toBe(demoRows().size + 1);
  expect(new Set(cells.map((line) => line.length)).size).toBe(1);
  for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test('CSV says the same as JSON, with a head, and lines that end as RFC 4180 says', async () => {
  const json = subscriptionsShape.parse((await served.call('/api/subscriptions')).json).value;
  const { text } = await served.call('/api/subscriptions?format=csv');

  const [head = [], ...lines] = cellsOf(text);
  const column = (name: string) => lines.map((line) => line[head.indexOf(name)]);
  expect(text.endsWith('\r\n')).toBe(true);
  for (const name of ['subscriptionId', 'tenantId', 'recognition', 'since', 'observedAt'] as const)
    expect(column(name)).toEqual(json.map((row) => row[name]));
  expect(column('findings')[json.findIndex((row) => row.subscriptionId === demoSubscriptionId(14))]).toBe(
    'read-failed',
  );
});

test('runs as CSV', async () => {
  const { text } = await served.call('/api/reconciliations?format=csv');

  const [head = [], line = []] = cellsOf(text);
  const cell = (name: string) => line[head.indexOf(name)];
  expect([cell('state'), cell('linkBefore'), cell('linkAction'), cell('linkAfter'), cell('pec')]).toEqual([
    'partial',
    'none',
    'created',
    'right',
    '4',
  ]);
});

test('a single row has no CSV: its format is not asked', async () => {
  const answer = await served.call(`/api/subscriptions/${demoSubscriptionId(1)}`, {
    headers: { accept: 'text/csv' },
  });

  expect(answer.headers.get('content-type')).toBe('application/json');
});

/** RFC 4180, as a spreadsheet reads it. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}
