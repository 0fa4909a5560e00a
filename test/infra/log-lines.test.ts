// The queries of infra/kql read the lines that the product really logs: every field that they take is one that a run,
// a check or a call tells, and the beginning that they look for is how each line begins.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { createLogger } from '../../src/console-logger.ts';
import { subscriptionOf } from '../harness/days.ts';
import { serveKeeper } from '../harness/host.ts';
import { linkClient } from '../harness/partner-link.ts';
import { SECOND, testClock } from '../harness/test-clock.ts';

const folder = join(resolve(import.meta.dirname, '../..'), 'infra/kql');
const runs = readFileSync(join(folder, 'runs.kql'), 'utf8');

/** The tables of runs.kql that are made of one line of the product each, with the fields that they take of it. */
const tables = runs
  .split(/^let /m)
  .map((text) => ({
    message: /tostring\(line\.message\) == '(\w+)'/.exec(text)?.[1] ?? '',
    taken: [...text.matchAll(/(\w+) = to(string|long|bool)\(line\.(\w+)\)/g)],
  }))
  .filter(({ message }) => message !== '');

test('every field that the queries take of a run, a check or a call stands in the line that it logs', async (t) => {
  const clock = testClock();
  const served = await serveKeeper(t, { clock });
  const { host, call, cloud, logs } = served;
  await host.invokeTimer('reconcile');
  subscriptionOf(cloud.world, 1).offers = [];
  clock.advance(SECOND);
  await call(`/api/onboarding-checks?subscriptionId=${demoSubscriptionId(1)}`, { method: 'POST' });
  await linkClient(served).set(DEMO_OTHER_PARTNER_ID, '?override=true');

  expect(tables.map(({ message }) => message)).toEqual([
    'ReconcileCompleted',
    'OnboardingChecked',
    'PartnerLinkCalled',
  ]);
  for (const { message, taken } of tables) {
    const told = logs.find((line) => line.message === message)?.fields ?? {};
    expect(taken.length).toBeGreaterThan(1);
    for (const [, name = '', kind, field = ''] of taken) {
      expect(name).toBe(field);
      expect(`${message}.${field}: ${typeof told[field]}`).toBe(
        `${message}.${field}: ${{ string: 'string', long: 'number', bool: 'boolean' }[kind ?? '']}`,
      );
    }
  }
});

test('what a check lost and what a call did to the link is told by their own lines, for the run after them tells nothing twice', async (t) => {
  const clock = testClock();
  const served = await serveKeeper(t, { clock });
  const { host, call, cloud, logs } = served;
  const check = () => {
    clock.advance(SECOND);
    return call(`/api/onboarding-checks?subscriptionId=${demoSubscriptionId(1)}`, { method: 'POST' });
  };
  const told = (message: string, field: string) =>
    logs.flatMap((line) => (line.message === message ? [line.fields?.[field]] : []));
  await host.invokeTimer('reconcile');
  await check();
  subscriptionOf(cloud.world, 1).offers = [];
  await check();
  clock.advance(SECOND);
  await host.invokeTimer('reconcile');
  await linkClient(served).set(DEMO_OTHER_PARTNER_ID, '?override=true');
  await linkClient(served).set(DEMO_IDENTITY.partnerId);

  expect(told('OnboardingChecked', 'lost')).toEqual([0, 1]);
  expect(told('ReconcileCompleted', 'lost')).toEqual([0, 0]);
  expect(told('PartnerLinkCalled', 'linkState')).toEqual(['other', 'right']);
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

test('every metric that a query asks for is one that the product has', () => {
  const instruments = readFileSync(join(folder, '../../src/telemetry/instruments.ts'), 'utf8');
  const asked = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .flatMap((query) => [...query.matchAll(/'(keeper\.[a-z.]+)'/g)].map((match) => match[1] ?? ''));

  expect(asked.length).toBeGreaterThan(0);
  for (const name of asked) expect(instruments).toContain(`'${name}'`);
});

test('every query is used', () => {
  const modules = join(folder, '../modules');
  const used = readdirSync(modules)
    .flatMap((name) => [...readFileSync(join(modules, name), 'utf8').matchAll(/'\.\.\/kql\/([\w-]+\.kql)'/g)])
    .map((match) => match[1] ?? '');

  expect([...new Set(used)].toSorted()).toEqual(readdirSync(folder).toSorted());
});
