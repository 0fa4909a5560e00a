// Azure Functions Core Tools (`func start`) as a process of its own, over a copy of the built app with its settings in
// local.settings.json, as a developer would have them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../../../bench/azurite.ts';
import type { Cleanup } from '../../harness/keeper.ts';
import { waitFor } from '../../harness/wait-for.ts';
import type { HostKind, Place, StartOptions } from './host-kind.ts';

const START_LIMIT_MS = 120_000;
const END_LIMIT_MS = 45_000;
const IS_WINDOWS = process.platform === 'win32';

export const coreTools: HostKind = {
  name: `Azure Functions Core Tools, Node ${process.versions.node}`,
  leftOut: {
    'asking for keys': 'func start asks for none',
    'a shifted clock': 'its timers go by the clock of the machine',
    'a graceful end': 'Core Tools promises none: what an end leaves behind is looked at all the same',
  },
  needsStorage: true,
  start: async (test, place, options) => {
    const folder = join(place.folder, 'app');
    await cp(place.appFolder, folder, { recursive: true });
    await writeFile(join(folder, 'local.settings.json'), JSON.stringify(localSettings(place, options)));
    const [port = 0] = await freePorts(1);
    const child = spawn('func', ['start', '--port', String(port)], {
      cwd: folder,
      env: { ...process.env, FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm's `func` is a script before the real one: a group of their own ends both. On Windows it is a .cmd.
      detached: !IS_WINDOWS,
      shell: IS_WINDOWS,
    });
    const output = collected(child);
    endWith(test, child);
    const url = `http://127.0.0.1:${port}`;
    await waitFor(
      'func to serve',
      async () => {
        if (hasEnded(child)) throw new Error(`func ended before it served.\n${output()}`);
        return isRunning(url);
      },
      START_LIMIT_MS,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${output()}`);
    });
    const ended = once(child, 'exit').then(
      ([code, signal]) => (code as number | null) ?? (signal as NodeJS.Signals | null),
    );
    return { url, terminate: () => kill(child, 'SIGTERM'), ended };
  },
};

function localSettings({ storage }: Place, { settings }: StartOptions): object {
  const own = { FUNCTIONS_WORKER_RUNTIME: 'node', AzureWebJobsStorage: storage };
  return { IsEncrypted: false, Values: { ...own, ...settings } };
}

/** The host tells by itself when it has its functions. */
async function isRunning(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/admin/host/status`);
    return ((await answer.json()) as { state?: string }).state === 'Running';
  } catch {
    return false;
  }
}

function collected(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('error', (error) => (output += `${error.message}\n`));
  return () => output;
}

function endWith(test: Cleanup, child: ChildProcess): void {
  test.onTestFinished(async () => {
    if (hasEnded(child)) return;
    const gone = once(child, 'exit');
    kill(child, 'SIGTERM');
    const hardly = setTimeout(() => kill(child, 'SIGKILL'), END_LIMIT_MS);
    await gone;
    clearTimeout(hardly);
  });
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (hasEnded(child) || child.pid === undefined) return;
  if (IS_WINDOWS) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
  else process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
}
