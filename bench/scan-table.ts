// The loop beside the serial one: wall time, calls to Azure, peak memory of the whole process.
import { measureScript, startFleet, type Measure } from './child.ts';

const LATENCY_MS = 50;

/** @param sizes in subscriptions: `beside` the serial loop, and `alone` where that would take too long */
export async function scanTable({ beside, alone } = { beside: [100, 1000], alone: 10_000 }): Promise<void> {
  console.log(
    `One run against a simulated Azure with ${LATENCY_MS} ms a call, each program a process of its own.\n`,
  );
  console.log(line(['subscriptions', 'program', 'wall time', 'calls', 'peak RSS', 'ratio']));
  for (const subscriptions of beside) {
    const serial = await measured('bench/serial-loop.ts', subscriptions);
    console.log(row(subscriptions, 'serial loop', serial));
    const keeper = await measured('bench/keeper-loop.ts', subscriptions);
    console.log(row(subscriptions, 'Lighthouse Keeper', keeper, serial));
  }
  console.log(row(alone, 'Lighthouse Keeper', await measured('bench/keeper-loop.ts', alone)));
}

async function measured(script: string, subscriptions: number): Promise<Measure> {
  // A fresh one for each: the link is missing at the start of both.
  const cloud = await startFleet(subscriptions, LATENCY_MS);
  try {
    return await measureScript(script, { BENCH_CLOUD: JSON.stringify(cloud) });
  } finally {
    await cloud.stop();
  }
}

function row(subscriptions: number, program: string, measure: Measure, beside?: Measure): string {
  const ratio = beside === undefined ? '' : `${(beside.wallMs / measure.wallMs).toFixed(1)} x`;
  const seconds = `${(measure.wallMs / 1000).toFixed(1)} s`;
  const memory = `${measure.peakRssMb.toFixed(0)} MB`;
  return line([String(subscriptions), program, seconds, String(measure.calls), memory, ratio]);
}

function line(cells: string[]): string {
  const widths = [13, 17, 10, 7, 9, 7];
  return cells
    .map((cell, index) => (index === 1 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ')
    .trimEnd();
}
