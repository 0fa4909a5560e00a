// `npm run get-bicep`: brings the Bicep compiler into the cache. It is one self-contained program in a NuGet package,
// which any .NET SDK from 10 on fetches; where there is none, a `bicep` on the PATH does.
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BICEP_CACHE, BICEP_VERSION, CACHED_BICEP, findBicep } from './find-bicep.ts';
import { say } from './say.ts';

const run = promisify(execFile);
const MINUTES_MS = 60_000;

function packageName(): string {
  const system = { darwin: 'osx', linux: 'linux', win32: 'win' }[process.platform as string];
  return `Azure.Bicep.CommandLine.${system ?? process.platform}-${process.arch}`;
}

async function download(): Promise<void> {
  const name = packageName();
  await mkdir(dirname(BICEP_CACHE), { recursive: true });
  const folder = await mkdtemp(`${BICEP_CACHE}-`);
  try {
    const wanted = [`${name}@${BICEP_VERSION}`, '--output', folder];
    await run('dotnet', ['package', 'download', ...wanted], { timeout: 10 * MINUTES_MS });
    const tools = join(folder, name.toLowerCase(), BICEP_VERSION, 'tools');
    // NuGet restores it without its run bit.
    await chmod(join(tools, basename(CACHED_BICEP)), 0o755);
    await mkdir(BICEP_CACHE, { recursive: true });
    // A rename shows it whole or not at all, whoever else does the same at this moment.
    await cp(join(tools, basename(CACHED_BICEP)), join(folder, 'whole'));
    await rename(join(folder, 'whole'), CACHED_BICEP);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The end of what a program said, where it said why. */
function reasonOf(error: unknown): string {
  const said = error as { code?: unknown; stdout?: string; stderr?: string; message?: string };
  if (said.code === 'ENOENT') return 'there is no dotnet (the .NET SDK, 10 or newer) on the PATH';
  return (
    `${said.stdout ?? ''}${said.stderr ?? ''}`.trim().split('\n').slice(-3).join(' ') || `${said.message}`
  );
}

if (findBicep() !== CACHED_BICEP) {
  await download().catch((error: unknown) => {
    const other = findBicep();
    if (other === undefined) {
      process.stderr.write(
        `Bicep ${BICEP_VERSION} could not be fetched: ${reasonOf(error)}.\n` +
          'Install a .NET SDK and run this again, or put a bicep on the PATH.\n',
      );
      process.exitCode = 1;
    } else say(`Not fetched (${reasonOf(error)}): the bicep on the PATH is taken.`);
  });
}
const found = findBicep();
if (found !== undefined) {
  const { stdout } = await run(found, ['--version'], { timeout: MINUTES_MS });
  say(`${stdout.trim()}.`);
}
