// The whole product on the Tables store, by its settings alone, over a real Azurite.
import { expect, test } from 'vitest';
import type { Service } from '../../src/service.ts';
import { createLogger } from '../../src/console-logger.ts';
import { providersExpected, providersWorld } from '../../local/cloud/worlds/providers.ts';
import { cloudFor, createServiceFor, settingsFor, type Environment } from '../harness/keeper.ts';
import { wordsOf } from '../harness/oracle.ts';
import { NAMES, severalSettings } from '../harness/several.ts';
import { newTableName, useAzurite } from '../storage/azurite.ts';

const azurite = useAzurite();

test('two instances on one table: one reconciles, both read it, and nothing tells the key', async (t) => {
  const cloud = await cloudFor(t);
  const environment = tablesSettings(cloud.url, azurite.connectionString);
  const lines: string[] = [];
  const one = start(environment, lines);
  const two = start(environment, lines);
  const request = { trigger: 'http', dryRun: false, budgetMs: 60_000 } as const;

  const before = await one.unready();
  const answers = await Promise.all([one, two].map((service) => service.reconcile('default', request)));
  const rows = await Promise.all(
    [one, two].map((service) => service.listSubscriptions({ identities: ['default'], top: 1000 })),
  );

  expect(before).toEqual([]);
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['busy', 'ran']));
  expect(rows[0]?.items.length).toBeGreaterThan(5);
  expect(rows[1]).toEqual(rows[0]);
  expect(await two.unready()).toEqual([]);
  expect(lines.join()).not.toContain('AccountKey');
});

test('several identities on one table, asked for at once by two instances: each is run once, and has its rows', async (t) => {
  const cloud = await cloudFor(t, { world: providersWorld() });
  const environment = {
    ...tablesSettings(cloud.url, azurite.connectionString),
    ...severalSettings(),
  };
  const [one, two] = [start(environment, []), start(environment, [])];
  const request = { trigger: 'http', dryRun: false, budgetMs: 60_000 } as const;

  const answers = await Promise.all([one, two].map((service) => service.reconcileTogether(NAMES, request)));

  expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['busy', 'ran']);
  expect((await two.listRuns({ top: 10 })).items.map(({ identity }) => identity).toSorted()).toEqual(
    NAMES.toSorted(),
  );
  for (const name of NAMES) {
    const { items } = await two.listSubscriptions({ identities: [name], top: 1000 });
    expect(wordsOf(items)).toEqual(providersExpected(name));
  }
});

test('a table service that is not there: STORE is not ready, and the log tells neither key nor address', async (t) => {
  const cloud = await cloudFor(t);
  const lines: string[] = [];
  const service = start(tablesSettings(cloud.url, azurite.connectionString.replace(/:\d+\//, ':1/')), lines);

  const unready = await service.unready();
  await service.reconcileAll();

  expect(unready).toMatchObject([{ part: 'STORE' }]);
  expect(lines.join()).toContain('ECONNREFUSED');
  expect(lines.join()).not.toMatch(/AccountKey|Eby8vdM02|127\.0\.0\.1/);
});

function tablesSettings(cloudUrl: string, url: string): Environment {
  return {
    ...settingsFor(cloudUrl, ''),
    STORE: undefined,
    STORE_PATH: undefined,
    STORE_TABLES_URL: url,
    STORE_TABLE_NAME: newTableName(),
  };
}

function start(environment: Environment, lines: string[]): Service {
  const logger = createLogger((line) => lines.push(line));
  return createServiceFor(environment, { logger });
}
