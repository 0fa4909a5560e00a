// `npm run test:host`: builds dist/, starts a Functions host on it and runs the suite: Azure Functions Core Tools where
// `func` is on the PATH, else the local host. `-- --host local` or `-- --host core-tools` chooses. It says what it ran on
// and what it did not.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../local/build.ts';
import { say } from '../../local/say.ts';
import { APP_VARIABLE } from './deployment.ts';
import { HOST_VARIABLE, hostNamed } from './hosts/chosen-host.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { host: { type: 'string' } } });

const coreTools = versionOfCoreTools();
const name = values.host ?? (coreTools === undefined ? 'local' : 'core-tools');
const host = hostNamed(name);
if (name === 'core-tools' && coreTools === undefined) {
  say('Azure Functions Core Tools are asked for, and there is no func on the PATH.');
  process.exit(1);
}

const appFolder = join(root, 'dist');
await buildApp(appFolder);
say(
  `Built dist/. The end-to-end suite runs on ${host.name}${name === 'core-tools' ? `, ${coreTools}` : ''}.`,
);

// Without the report of vitest.config.ts, which is the whole test run's.
const child = spawn(process.execPath, [vitest(), 'run', 'test/end-to-end', '--reporter=default'], {
  cwd: root,
  env: { ...process.env, [HOST_VARIABLE]: name, [APP_VARIABLE]: appFolder },
  stdio: 'inherit',
});
const [status] = (await once(child, 'exit')) as [number | null];

say(`Ran on ${host.name}: ${status === 0 ? 'passed' : 'FAILED'}.`);
for (const [ability, reason] of Object.entries(host.leftOut)) say(`Left out: ${ability} (${reason}).`);
if (name !== 'core-tools')
  say(
    `Not run: Azure Functions Core Tools (${coreTools === undefined ? 'there is no func on the PATH' : 'not asked for'}).`,
  );
process.exitCode = status ?? 1;

/** undefined where there is none. */
function versionOfCoreTools(): string | undefined {
  const { status: code, stdout } = spawnSync('func', ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return code === 0 ? stdout.trim().split('\n').at(-1) : undefined;
}

function vitest(): string {
  return join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
}
