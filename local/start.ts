// `npm start`: the whole product on this machine. Simulated Azure unless another is named, local Functions host, one
// run with progress, the coverage table; then it serves until it is told to stop.
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApp, shareApp } from '../src/app.ts';
import { parseSettings } from '../src/settings.ts';
import { VERSION } from '../src/version.ts';
import { startCloud } from './cloud/cloud.ts';
import { DEMO_OPERATOR, DEMO_PORTAL } from './cloud/worlds/demo-callers.ts';
import { demoWorld } from './cloud/worlds/demo.ts';
import { providersWorld } from './cloud/worlds/providers.ts';
import { firstRun } from './first-run.ts';
import { startHost } from './host/host.ts';
import {
  namesSeveral,
  readLocalSettings,
  unknownToDemo,
  wantsOwnCloud,
  withDemo,
  withLocalStore,
  type Environment,
} from './local-settings.ts';
import { localLogger, say } from './say.ts';
import { style } from './terminal.ts';
import { tokenHelp } from './token-help.ts';

const LONGEST_STOP_MS = 5000;
const SAME_SIGNAL_MS = 1500;
const root = resolve(import.meta.dirname, '..');
const stopping = new AbortController();
const closers: (() => Promise<void> | void)[] = [];

closeOnSignals();
try {
  await start();
} catch (error) {
  say(style('red', error instanceof Error ? error.message : String(error)));
  await closeAll();
  process.exit(1);
}

async function start(): Promise<void> {
  const enableAuth = isAuthEnabled();
  const given = { ...(await readLocalSettings(join(root, 'local.settings.json'))), ...process.env };
  const port = portOf(given);
  say(`${style('bold', `Lighthouse Keeper ${VERSION}`)}\n`);
  const environment = await environmentOf(given);
  Object.assign(process.env, environment);
  // Known for sure once the host listens; the app is needed before.
  let hostUrl = `http://127.0.0.1:${port}`;
  const app = createApp(parseSettings(process.env), {
    logger: localLogger,
    dashboardUrl: () => `${hostUrl}/api/dashboard`,
  });
  shareApp(app);

  const host = await startHost({
    appFolder: root,
    files: (await readdir(join(root, 'functions'))).sort().map((file) => join(root, 'functions', file)),
    port,
    settings: process.env,
    enableAuth,
    onLog: ({ level, message }) => {
      if (level === 'error' || level === 'critical') localLogger.error(message, {});
    },
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is taken. Set PORT to another one, or to 0 for any free one: PORT=0 npm start`,
    );
  });
  hostUrl = host.url;
  closers.unshift(() => host.close());
  if (host.errors.length > 0) throw new Error(host.errors.join('\n'));
  const help = app.settings && tokenHelp(app.settings, wantsOwnCloud(given), `${host.url}/api`);
  if (help !== undefined) say(help);
  else if (enableAuth) say(`Function key: ${host.keys.host}  (header x-functions-key, or ?code=)\n`);
  const key = enableAuth && help === undefined ? host.keys.host : undefined;
  const run = firstRun(app, { url: host.url, key, signal: stopping.signal });
  // Before the store goes: the run that is under way gives its lease back, so that the next start need not wait.
  closers.unshift(() => Promise.race([run, wait(LONGEST_STOP_MS, undefined, { ref: false })]));
  await run;
}

async function environmentOf(given: Environment): Promise<Environment> {
  if (!wantsOwnCloud(given)) return withLocalStore(given);
  const several = namesSeveral(given);
  const world = several ? providersWorld() : demoWorld();
  world.principals.push(DEMO_OPERATOR, DEMO_PORTAL);
  const cloud = await startCloud({ world, latencyMs: 25 });
  // A new demo world each time, so a new memory too, unless a folder is named to keep it.
  const storePath = mkdtempSync(join(tmpdir(), 'lighthouse-keeper-'));
  closers.push(cloud.close, () => rmSync(storePath, { recursive: true, force: true }));
  const whose = several ? 'invented providers and their' : 'an invented provider, Nordlicht IT, and its';
  say(`Azure is simulated here: ${whose} customers (${cloud.url}).\n`);
  const unknown = unknownToDemo(given);
  if (unknown !== undefined) say(style('yellow', `${unknown}\n`));
  return withDemo(given, cloud.url, storePath);
}

function isAuthEnabled(): boolean {
  try {
    return parseArgs({ options: { 'enable-auth': { type: 'boolean', default: false } } }).values[
      'enable-auth'
    ];
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${cause}. There is one option: npm start -- --enable-auth. All else is a setting (README, 'Settings').`,
      { cause: error },
    );
  }
}

function portOf(given: Environment): number {
  const value = given['PORT'] ?? '';
  const port = value === '' ? 7071 : Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error('PORT must be a whole number from 0 to 65535 (0 takes any free port).');
}

function closeOnSignals(): void {
  let stoppedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) {
        // npm hands on what the terminal sends to all: only a later one is from somebody who will not wait.
        if (performance.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(0);
        return;
      }
      stoppedAt = performance.now();
      stopping.abort();
      say('\nStopping.');
      void closeAll().finally(() => process.exit(0));
    });
}

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close();
}
