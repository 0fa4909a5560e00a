// Runs a measured program in a process of its own, so that its memory is its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import * as z from 'zod';
import { BUNDLE } from '../local/build.ts';
import { cloudLine, type CloudAddress, type StorePlace } from './measured.ts';

const root = resolve(import.meta.dirname, '..');

export interface RunningCloud extends CloudAddress {
  stop: () => Promise<void>;
}

/**
 * A simulated Azure with a fleet of `subscriptions`, `latencyMs` on every answer.
 * @param more of local/cloud/main.ts
 */
export async function startFleet(
  subscriptions: number,
  latencyMs: number,
  more: readonly string[] = [],
): Promise<RunningCloud> {
  const options = [
    '--world',
    'fleet',
    '--subscriptions',
    String(subscriptions),
    '--latency',
    String(latencyMs),
    ...more,
  ];
  const child = start([join(root, 'local/cloud/main.ts'), ...options], {});
  const address = cloudLine.parse(JSON.parse(await firstLine(child)));
  return {
    ...address,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const measure = z.object({ wallMs: z.number(), calls: z.number(), peakRssMb: z.number() });

export type Measure = z.infer<typeof measure>;

/**
 * What `npm start` is started with too: a smaller young generation costs a little time and saves much memory, about
 * 110 MB where 10,000 rows are served. In Azure, where an instance has 2 GB, an argument would cost the warm start.
 */
const NODE_ARGUMENTS = ['--max-semi-space-size=8'];

/**
 * Bundled as the deployed app is: the memory of a program read from sources is that of their reader too.
 * @param script prints one line of JSON: {wallMs, calls, peakRssMb}
 * @param environment over this process's own
 */
export async function measureScript(script: string, environment: Record<string, string>): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'keeper-bench-'));
  try {
    const outfile = join(folder, 'measured.mjs');
    await build({ ...BUNDLE, entryPoints: [join(root, script)], outfile });
    const child = start([...NODE_ARGUMENTS, outfile], environment);
    return measure.parse(JSON.parse(await firstLine(child)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type StoreStep = 'first-run' | 'quiet-run' | 'full-read';

/** One step of bench/store-steps.ts on a store of so many rows; a first run makes them. */
export function measureStoreStep(place: StorePlace, step: StoreStep, rows: number): Promise<Measure> {
  const environment = { BENCH_STORE: JSON.stringify(place), BENCH_STEP: step, BENCH_ROWS: String(rows) };
  return measureScript('bench/store-steps.ts', environment);
}

const started = z.object({ url: z.url(), loadMs: z.number() });

/** In ms. */
export interface StartMeasure {
  /** From the process to a port that listens. */
  listeningMs: number;
  /** What the host spent of that on loading the app. */
  loadMs: number;
  firstAnswerMs: number;
  nextAnswerMs: number;
  /** From the process to the first answer. */
  answeredMs: number;
}

/**
 * One start of a built app on the local host.
 * @param host local/host/main.ts, bundled: reading its sources would be measured too
 * @param path of what is asked for first
 */
export async function measureStart(
  host: string,
  appFolder: string,
  path: string,
  settings: Record<string, string>,
): Promise<StartMeasure> {
  const begunAt = performance.now();
  const child = start([...NODE_ARGUMENTS, host, appFolder], settings);
  const { url, loadMs } = started.parse(JSON.parse(await firstLine(child)));
  const listeningMs = performance.now() - begunAt;
  const firstAnswerMs = await timeOf(url + path);
  const nextAnswerMs = await timeOf(url + path);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return { listeningMs, loadMs, firstAnswerMs, nextAnswerMs, answeredMs: listeningMs + firstAnswerMs };
}

async function timeOf(url: string): Promise<number> {
  const askedAt = performance.now();
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
  return performance.now() - askedAt;
}

function start(commandLine: readonly string[], environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, commandLine, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The program has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The program ended without a word.');
}
