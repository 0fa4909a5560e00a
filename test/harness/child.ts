// A Node.js process of a test: what it prints, how it ends; it never outlives the test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup, Environment } from './keeper.ts';
import { REPOSITORY } from './host.ts';
import { waitFor } from './wait-for.ts';

export interface Child {
  /** All that came so far, errors apart. */
  output: () => string;
  errors: () => string;
  /** Waits for a piece of the output, and gives its first match. @throws Error with all output where it ends first */
  until: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Writes a line to its input, where it has one. */
  tell: (line: string) => void;
  kill: (signal: NodeJS.Signals) => void;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

const START_LIMIT_MS = 60_000;

/** Windows has none: whatever is sent there ends a process at once. */
export const HAS_SIGNALS = process.platform !== 'win32';

/** How a process of ours ends that is told to. */
export function endOn(signal: NodeJS.Signals): number | NodeJS.Signals {
  return HAS_SIGNALS ? 0 : signal;
}

interface ChildOptions {
  /** Whether it is to be told something; else its input is at its end. */
  input?: boolean;
}

/** @param environment the whole of it, but for what a process needs to live */
export function startChild(
  test: Cleanup,
  args: readonly string[],
  environment: Environment = {},
  { input = false }: ChildOptions = {},
): Child {
  // Its own, so that what a killed process leaves there goes too.
  const temporary = mkdtempSync(join(tmpdir(), 'keeper-test-'));
  const child = spawn(process.execPath, args, {
    cwd: REPOSITORY,
    env: { ...needed(temporary), ...environment },
    stdio: 'pipe',
  });
  // What is said to one that has ended is lost, and `until` tells of its end.
  child.stdin.on('error', () => undefined);
  if (!input) child.stdin.end();
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(
    ([code, signal]) => (code as number | null) ?? (signal as NodeJS.Signals | null),
  );
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  test.onTestFinished(async () => {
    if (!hasEnded()) child.kill('SIGKILL');
    await ended;
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    output: () => output,
    errors: () => errors,
    until: (pattern) =>
      waitFor(
        String(pattern),
        () => {
          const match = pattern.exec(output);
          if (match === null && hasEnded()) throw new Error(`It ended first.\n${output}\n${errors}`);
          return match ?? undefined;
        },
        START_LIMIT_MS,
      ),
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Windows calls its temporary folder TEMP and TMP, and opens no socket without SystemRoot. */
function needed(temporary: string): Environment {
  const { PATH, SystemRoot } = process.env;
  if (process.platform !== 'win32') return { PATH, TMPDIR: temporary };
  return { PATH, SystemRoot, TEMP: temporary, TMP: temporary };
}

/** `npm start` without npm. */
export function startProduct(test: Cleanup, environment: Environment, ...options: string[]): Child {
  return startChild(test, ['local/run.mjs', 'local/start.ts', ...options], { PORT: '0', ...environment });
}
