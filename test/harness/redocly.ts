// Redocly's command line, which lints docs/openapi.json and, as an independent judge, holds a running app against it.
// It reaches nothing but what it is given: no telemetry, no look for a newer version.
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const CLI = join(resolve(import.meta.dirname, '../..'), 'node_modules/@redocly/cli/bin/cli.js');
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Standard output, whatever it ended with: what it found stands there, or in the file that it was told to write. */
export async function redocly(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { ...process.env, ...QUIET },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    // It ends with 1 where it found something.
    if (error instanceof Error && 'stdout' in error && 'code' in error && error.code === 1)
      return { stdout: String(error.stdout) };
    throw error;
  });
  return stdout;
}
