// How apps are loaded: the injected core, several hosts in one process, hooks, bundles, and apps that do not load.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeEach, describe, expect, test } from 'vitest';
import { events, forget } from './fixtures/recorder.ts';
import { fixture, rawGet, start, startFixtures, tempFolder } from './harness.ts';
import type { Started } from './harness.ts';

beforeEach(forget);

async function bundleInto(appFolder: string, name: string): Promise<void> {
  await build({
    entryPoints: [fixture(name)],
    outfile: join(appFolder, 'dist', 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    external: ['@azure/functions-core'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await writeFile(join(appFolder, 'package.json'), JSON.stringify({ type: 'module', main: 'dist/*.js' }));
}

describe('several hosts in one process', () => {
  test('each serves its own functions and hears its own logs', async () => {
    const first = await startFixtures(['hello']);
    const second = await startFixtures(['second-app']);

    const ofFirst = [await fetch(`${first.url}/api/hello`), await fetch(`${first.url}/api/second`)];
    const ofSecond = [await fetch(`${second.url}/api/hello`), await fetch(`${second.url}/api/second`)];

    expect(ofFirst.map(({ status }) => status)).toEqual([200, 404]);
    expect(ofSecond.map(({ status }) => status)).toEqual([404, 200]);
    expect(first.logs.filter(({ category }) => category === 'user').map(({ message }) => message)).toEqual([
      'hello was called',
    ]);
    expect(second.logs.filter(({ category }) => category === 'user').map(({ message }) => message)).toEqual([
      'from the second app',
    ]);
  });

  test('hear what the library itself says about their own requests', async () => {
    const first = await startFixtures(['hello']);
    const second = await startFixtures(['second-app']);

    await rawGet(first, '/api/hello', ['Content-Length: 1', '', 'x']);

    const isWarned = ({ logs }: Started) =>
      logs.some(({ message }) => message.includes('Discarding the body'));
    expect([isWarned(first), isWarned(second)]).toEqual([true, false]);
  });

  test('may be started at the same time', async () => {
    const hosts = await Promise.all([startFixtures(['hello']), startFixtures(['second-app'])]);

    expect(hosts.map(({ functions }) => functions.map(({ name }) => name))).toEqual([['hello'], ['second']]);
  });

  test('may load the same file', async () => {
    const first = await startFixtures(['hello']);
    const second = await startFixtures(['hello']);

    expect((await fetch(`${second.url}/api/hello`)).status).toBe(200);
    await first.close();
    expect((await fetch(`${second.url}/api/hello`)).status).toBe(200);
  });
});

describe('where the app comes from', () => {
  test('an ESM bundle that package.json names is loaded, beside a host of sources', async () => {
    const sources = await startFixtures(['second-app']);
    const appFolder = await tempFolder();
    await bundleInto(appFolder, 'hello');

    const bundled = await start({ appFolder });

    expect(await (await fetch(`${bundled.url}/api/hello?name=bundle`)).text()).toBe('hello bundle');
    expect(await (await fetch(`${sources.url}/api/second`)).text()).toBe('second');
    expect(bundled.errors).toEqual([]);
  });

  test('Node itself runs host and sources, and ends by itself after close()', async () => {
    const appFolder = await tempFolder();
    await writeFile(join(appFolder, 'host.json'), '{"version": "2.0"}');

    const { stdout } = await promisify(execFile)(
      process.execPath,
      [fixture('run-alone'), appFolder, fixture('hello')],
      { timeout: 20_000 },
    );

    expect(stdout).toBe('200 hello node');
  });

  test('several files are one app', async () => {
    const host = await startFixtures(['hello', 'second-app']);

    expect(host.functions.map(({ name }) => name)).toEqual(['hello', 'second']);
  });
});

describe('an app that does not load', () => {
  test.each([
    ['a syntax error', 'export const = 1;'],
    ['a throw at the top level', "throw new Error('no settings');"],
  ])('%s leaves the host running, every route 404 and the reason in errors', async (_name, source) => {
    const appFolder = await tempFolder();
    const broken = join(appFolder, 'broken.mjs');
    await writeFile(broken, source);

    const host = await start({ appFolder, files: [fixture('hello'), broken] });

    expect(host.functions).toEqual([]);
    expect(host.errors).toEqual([expect.stringContaining('broken.mjs')]);
    expect((await fetch(`${host.url}/api/hello`)).status).toBe(404);
    expect((await fetch(`${host.url}/admin/host/ping`)).status).toBe(200);
  });

  test('a name registered twice is such an error', async () => {
    const host = await startFixtures(['duplicate']);

    expect(host.functions).toEqual([]);
    expect(host.errors).toEqual([expect.stringContaining('"twice" has already been registered')]);
  });

  test('a main that matches no file is named', async () => {
    const appFolder = await tempFolder();
    await mkdir(join(appFolder, 'dist'));
    await writeFile(join(appFolder, 'package.json'), JSON.stringify({ main: 'dist/*.js' }));

    const host = await start({ appFolder });

    expect(host.errors).toEqual([expect.stringContaining('"dist/*.js"')]);
  });

  test('a trigger that the local host does not run is refused loudly, by function and kind', async () => {
    await expect(startFixtures(['hello', 'queue'])).rejects.toThrow(/"worker".*"queueTrigger"/);
  });
});

describe('hooks', () => {
  test('appStart comes before the first request, appTerminate with close()', async () => {
    const host = await startFixtures(['hooks']);
    expect(events).toEqual(['appStart']);

    await host.close();

    expect(events).toEqual(['appStart', 'appTerminate']);
  });

  test('invocation hooks stand around the handler and share their data', async () => {
    const host = await startFixtures(['hooks']);

    await fetch(`${host.url}/api/plain`);

    expect(events).toEqual(['appStart', 'preInvocation plain', 'postInvocation preInvocation']);
  });

  test('preInvocation may replace the handler, postInvocation the error', async () => {
    const host = await startFixtures(['hooks']);

    const replaced = await fetch(`${host.url}/api/replaced`);
    const mended = await fetch(`${host.url}/api/mended`);

    expect(await replaced.text()).toBe('by preInvocation');
    expect(await mended.text()).toBe('mended by postInvocation');
  });

  test('a log hook changes what the app logs, with level, function and invocation kept', async () => {
    const host = await startFixtures(['hooks']);

    const { invocationId } = (await (await fetch(`${host.url}/api/plain`)).json()) as {
      invocationId: string;
    };

    expect(host.logs).toContainEqual({
      level: 'warning',
      category: 'user',
      functionName: 'plain',
      invocationId,
      message: '[plain] careful: 7',
    });
  });
});

test('the trace of the caller is carried on in a span of its own', async () => {
  const host = await startFixtures(['hooks']);
  const trace = '0af7651916cd43dd8448eb211c80319c';

  const answer = await fetch(`${host.url}/api/plain`, {
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
  });

  const { traceParent } = (await answer.json()) as { traceParent: string };
  expect(traceParent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  expect(traceParent).not.toContain('b7ad6b7169203331');
});

test('a function registered after loading is refused', async () => {
  const host = await startFixtures(['hooks']);

  const answer = await fetch(`${host.url}/api/late`);

  expect(answer.status).toBe(500);
  expect(host.logs.some(({ message }) => message.includes('"too-late" was registered too late'))).toBe(true);
});
