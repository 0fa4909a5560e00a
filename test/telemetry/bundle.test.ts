// dist/ as it is deployed: with a connection string a run is told to Application Insights before its answer goes out;
// without one, or whatever becomes of the exporter, the run is the same.
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, type TestContext } from 'vitest';
import * as z from 'zod';
import { buildApp } from '../../local/build.ts';
import { startChild } from '../harness/child.ts';
import { callUrl } from '../harness/host.ts';
import { cloudFor, settingsFor, temporaryFolder, type Environment } from '../harness/keeper.ts';
import { runsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';
import { namesOf, startCollector } from './collector.ts';

const file = wholeFile();
const hostMain = fileURLToPath(new URL('../../local/host/main.ts', import.meta.url));
const started = z.object({ url: z.url(), errors: z.tuple([]) });

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder(file);
  await buildApp(folder);
});

/** Serves the folder, runs once over HTTP, and ends it. */
async function runServed(t: TestContext, more: Environment, appFolder = folder) {
  const cloud = await cloudFor(t);
  const environment = { ...settingsFor(cloud.url, await temporaryFolder(t)), ...more };
  const child = startChild(t, [hostMain, appFolder], environment);
  const [line] = await child.until(/^\{"url".*\}$/m);
  const { url } = started.parse(JSON.parse(line));
  const answer = await callUrl(`${url}/api/reconciliations`, { method: 'POST' });
  const [run] = runsShape.parse(answer.json).value;
  return { cloud, child, run, url };
}

async function withoutExporter(t: TestContext): Promise<string> {
  const bare = await temporaryFolder(t);
  await cp(folder, bare, { recursive: true });
  const parts = join(bare, 'parts');
  const [exporter = ''] = (await readdir(parts)).filter((name) => /^export-to-azure-.*\.js$/.test(name));
  await rm(join(parts, exporter));
  return bare;
}

test('what a run was is there when its answer is, by a token of the managed identity', async (t) => {
  const collector = await startCollector(t, { managedIdentity: randomUUID() });

  const { run, child } = await runServed(t, collector.environment);

  const spans = namesOf(collector.taken, 'spans');
  const calls = Object.entries(run?.calls ?? {}).flatMap(([name, count]) => Array<string>(count).fill(name));
  expect(collector.refused).toEqual([]);
  expect(collector.tokensGiven).toBeGreaterThan(0);
  expect(spans.toSorted()).toEqual([...calls, 'entra.token', 'keeper.run'].toSorted());
  expect(new Set(namesOf(collector.taken, 'metrics'))).toEqual(
    new Set(['keeper.scopes', 'keeper.run.duration', 'keeper.calls']),
  );
  expect(new Set(collector.taken.map(({ tags }) => tags['ai.cloud.role']))).toEqual(
    new Set(['lighthouse-keeper']),
  );
  const completed =
    /^\{"level":"info","message":"ReconcileCompleted".*\}$/m.exec(child.output())?.[0] ?? '{}';
  const traces = collector.taken.flatMap(({ tags, data }) =>
    data.baseType === 'RemoteDependencyData' ? [tags['ai.operation.id']] : [],
  );
  expect(new Set(traces)).toEqual(new Set([(JSON.parse(completed) as { traceId?: string }).traceId]));
  child.kill('SIGTERM');
  expect(await child.ended).toBe(0);
});

test('without a connection string nothing of it is loaded', async (t) => {
  const bare = await withoutExporter(t);

  const { run, child } = await runServed(t, {}, bare);

  expect(run?.state).toBe('partial');
  expect(child.output() + child.errors()).not.toContain('Telemetry');
  expect(child.output()).not.toContain('traceId');
});

test('an exporter that cannot be loaded is said once and costs nothing else', async (t) => {
  const collector = await startCollector(t);
  const broken = await withoutExporter(t);

  const { run, child } = await runServed(t, collector.environment, broken);

  expect(run?.state).toBe('partial');
  expect(child.output().match(/TelemetryNotStarted/g)).toHaveLength(1);
});
