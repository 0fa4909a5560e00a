// `npm run build`: the bundle serves all that the sources serve, from a folder of its own without packages.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { loadedCode } from '../../bench/loaded-code.ts';
import { buildApp } from '../../local/build.ts';
import { endOn, startChild } from '../harness/child.ts';
import { callUrl, serveKeeper } from '../harness/host.ts';
import { cloudFor, settingsFor, temporaryFolder } from '../harness/keeper.ts';
import { demoRows, wordsOf } from '../harness/oracle.ts';
import { runsShape, subscriptionsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

const hostMain = fileURLToPath(new URL('../../local/host/main.ts', import.meta.url));
const started = z.object({ url: z.url(), functions: z.array(z.unknown()), errors: z.array(z.string()) });

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder(file);
  await buildApp(folder);
});

test('the bundle loads alone, has every function, reconciles and answers', async (t) => {
  const cloud = await cloudFor(t);
  const sources = await serveKeeper(t);
  const environment = settingsFor(cloud.url, join(await temporaryFolder(t), 'store'));

  const child = startChild(t, [hostMain, folder], environment);
  const [line] = await child.until(/^\{.*\}$/m);
  const { url, functions, errors } = started.parse(JSON.parse(line));
  const health = await callUrl(`${url}/api/health`);
  const run = await callUrl(`${url}/api/reconciliations`, { method: 'POST' });
  const rows = await callUrl(`${url}/api/subscriptions`);
  child.kill('SIGTERM');

  expect(errors).toEqual([]);
  expect(functions).toEqual(sources.host.functions);
  expect(health.status).toBe(200);
  expect(runsShape.parse(run.json).value).toMatchObject([{ state: 'partial', trigger: 'http' }]);
  expect(wordsOf(subscriptionsShape.parse(rows.json).value)).toEqual(demoRows());
  expect(await child.ended).toBe(endOn('SIGTERM'));
});

test('the folder holds what is deployed and no more', async () => {
  expect((await readdir(folder)).toSorted()).toEqual([
    'host.json',
    'main.js',
    'main.js.map',
    'package.json',
    'parts',
  ]);
  expect((await readdir(join(folder, 'parts'))).filter((name) => !/\.js(\.map)?$/.test(name))).toEqual([]);
  const packageJson: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(packageJson).toMatchObject({ main: 'main.js', type: 'module' });
  expect(packageJson).not.toHaveProperty('dependencies');
});

test('what a start reads has none of the SDKs, which wait for the call that needs them', async () => {
  const loaded = [...(await loadedCode(join(folder, 'main.js'))).values()].join('\n');
  const parts = (await readdir(join(folder, 'parts'))).filter((name) => name.endsWith('.js'));
  const beside = await Promise.all(parts.map((name) => readFile(join(folder, 'parts', name), 'utf8')));

  const sdks = ['azsdk-js-arm-managementpartner', 'azsdk-js-arm-authorization', 'msal.js.node'];
  expect(sdks.filter((sdk) => loaded.includes(sdk))).toEqual([]);
  expect(sdks.filter((sdk) => !beside.join('\n').includes(sdk))).toEqual([]);
});

test('a bundle without any setting loads, says what is missing and keeps its timer', async (t) => {
  const child = startChild(t, [hostMain, folder]);
  const [line] = await child.until(/^\{.*\}$/m);
  const { url, functions } = started.parse(JSON.parse(line));
  const ready = await callUrl(`${url}/api/health/ready`);

  expect(functions).toContainEqual(expect.objectContaining({ name: 'reconcile', type: 'timer' }));
  expect(ready).toMatchObject({ status: 503, json: { code: 'settings-invalid' } });
});
