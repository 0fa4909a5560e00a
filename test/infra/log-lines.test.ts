// The queries of infra/kql read the lines that the product really logs: every field that they take is one that a run
// tells, and the beginning that they look for is how each line begins.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/console-logger.ts';
import { serveKeeper } from '../harness/host.ts';

const folder = join(resolve(import.meta.dirname, '../..'), 'infra/kql');
const runs = readFileSync(join(folder, 'runs.kql'), 'utf8');

test('every field that the queries take of a run stands in the line that a run logs', async (t) => {
  const { host, logs } = await serveKeeper(t);
  await host.invokeTimer('reconcile');
  const told = logs.find(({ message }) => message === 'ReconcileCompleted')?.fields ?? {};

  const taken = [...runs.matchAll(/(\w+) = to(string|long|bool)\(line\.(\w+)\)/g)];

  expect(taken.length).toBeGreaterThan(10);
  for (const [, name = '', kind, field = ''] of taken) {
    expect(name).toBe(field);
    expect(`${field}: ${typeof told[field]}`).toBe(
      `${field}: ${{ string: 'string', long: 'number', bool: 'boolean' }[kind ?? '']}`,
    );
  }
});

test('a line begins as the queries look for it', () => {
  const written: string[] = [];
  createLogger((line) => written.push(line)).error('ReconcileFailed', { identity: 'default' });
  const beginning = /startswith '([^']+)'/.exec(runs)?.[1] ?? 'nothing';

  expect(written).toHaveLength(1);
  expect(written[0]?.startsWith(beginning)).toBe(true);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'error', message: 'ReconcileFailed' });
});

test('the host passes each line on: none is dropped by a level or by sampling', () => {
  const root = join(folder, '../..');
  const { logging } = JSON.parse(readFileSync(join(root, 'host.json'), 'utf8')) as {
    logging: {
      logLevel?: Record<string, string>;
      applicationInsights: { samplingSettings: { excludedTypes: string } };
    };
  };

  expect(logging.applicationInsights.samplingSettings.excludedTypes.split(';')).toContain('Trace');
  expect(
    Object.values(logging.logLevel ?? {}).filter((level) => !/^(?:Trace|Debug|Information)$/.test(level)),
  ).toEqual([]);
});

test('every query is used', () => {
  const modules = join(folder, '../modules');
  const used = readdirSync(modules)
    .flatMap((name) => [...readFileSync(join(modules, name), 'utf8').matchAll(/'\.\.\/kql\/([\w-]+\.kql)'/g)])
    .map((match) => match[1] ?? '');

  expect([...new Set(used)].toSorted()).toEqual(readdirSync(folder).toSorted());
});
