// What it costs to start the deployed app beside a hello-world app that is bundled in the same way, on the same host:
// from a new process to the port, to the first answer, and the next one. Medians of several starts, by turns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE, buildApp } from '../local/build.ts';
import { loadedCode } from './loaded-code.ts';
import { measureStart, type StartMeasure } from './child.ts';

const root = resolve(import.meta.dirname, '..');

interface MeasuredApp {
  name: string;
  folder: string;
  /** What is asked for first. Of Keeper one that all its code is loaded for. */
  path: string;
  settings: Record<string, string>;
  measures: StartMeasure[];
}

/** @param starts of each app */
export async function startTable(starts = 9): Promise<void> {
  console.log(
    `\nStarting the deployed app beside a hello-world app with the same bundle settings, on the local host; medians of ${starts} starts, by turns.\n`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'keeper-bench-'));
  try {
    const host = join(folder, 'host.mjs');
    await build({ ...BUNDLE, entryPoints: [join(root, 'local/host/main.ts')], outfile: host });
    const apps = [
      newApp('hello world', join(folder, 'hello'), '/api/hello', {}),
      newApp('Lighthouse Keeper', join(folder, 'keeper'), '/api/status', keeperSettings(folder)),
    ] as const;
    await buildApp(apps[0].folder, join(root, 'bench/hello'));
    await buildApp(apps[1].folder);
    for (let start = 0; start < starts; start += 1)
      for (const app of apps) app.measures.push(await measureStart(host, app.folder, app.path, app.settings));
    await printTable(apps);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newApp(name: string, folder: string, path: string, settings: Record<string, string>): MeasuredApp {
  return { name, folder, path, settings, measures: [] };
}

/** Valid ones; nothing is asked of Azure. */
function keeperSettings(folder: string): Record<string, string> {
  return {
    PROVIDER_TENANT_ID: '00000000-0000-4000-8000-000000000001',
    CLIENT_ID: '00000000-0000-4000-8000-000000000002',
    PARTNER_ID: '1',
    CREDENTIAL: 'simulator',
    SIMULATOR_URL: 'http://127.0.0.1:1',
    STORE: 'file',
    STORE_PATH: join(folder, 'store'),
  };
}

async function printTable([hello, keeper]: readonly [MeasuredApp, MeasuredApp]): Promise<void> {
  console.log(line(['', hello.name, keeper.name, 'ratio', 'more']));
  const sizes = [await codeSize(hello.folder), await codeSize(keeper.folder)] as const;
  console.log(row('code to load', sizes, (bytes) => `${(bytes / 1024).toFixed(0)} KB`));
  for (const [name, what] of [
    ['process to port', 'listeningMs'],
    ['of it loading the app', 'loadMs'],
    ['first answer', 'firstAnswerMs'],
    ['next answer', 'nextAnswerMs'],
    ['process to first answer', 'answeredMs'],
  ] as const) {
    const medians = [hello, keeper].map(({ measures }) => median(measures.map((each) => each[what])));
    const [one = 0, other = 0] = medians;
    console.log(row(name, [one, other], (ms) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`));
  }
}

/** In bytes. */
async function codeSize(folder: string): Promise<number> {
  const code = await loadedCode(join(folder, 'main.js'));
  return [...code.values()].reduce((sum, each) => sum + Buffer.byteLength(each), 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(
  name: string,
  [hello, keeper]: readonly [number, number],
  show: (value: number) => string,
): string {
  return line([name, show(hello), show(keeper), `${(keeper / hello).toFixed(1)} x`, show(keeper - hello)]);
}

function line(cells: string[]): string {
  const widths = [24, 12, 18, 8, 10];
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ')
    .trimEnd();
}
