// Runs the hooks of azd against a stand-in for the Azure CLI, in the shells that they are written for.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Cleanup } from '../harness/keeper.ts';

const root = resolve(import.meta.dirname, '../..');

export interface FederatedCredential {
  name: string;
  issuer: string;
  subject: string;
  audiences: string[];
}

export interface AppRegistration {
  appId: string;
  displayName: string;
  audience?: string;
  principal?: string;
  credentials: FederatedCredential[];
}

/** What the stand-in holds. */
export interface CliState {
  /** Signed in to it; not at all where it is missing. */
  tenant?: string;
  /** Of any subscription that is asked for by name; none is known where it is missing. */
  subscriptionTenant?: string;
  /** Of the cloud that it is set to. */
  authority: string;
  apps: AppRegistration[];
  /** What `azd env set` set. */
  env: Record<string, string>;
  /** Calls that end with a lack of privileges, without their options. */
  refused: string[];
  calls: string[];
  made: number;
}

export type Shell = 'sh' | 'pwsh';
export type Hook = 'preprovision' | 'postprovision' | 'postdeploy';

const COMMANDS: Record<Shell, string[]> = {
  sh: ['sh'],
  pwsh: ['pwsh', '-NoProfile', '-NonInteractive', '-File'],
};

/** Whether the scripts of this shell can be run here. */
export function hasShell(shell: Shell): boolean {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  return process.platform !== 'win32' && places.some((folder) => existsSync(join(folder, shell)));
}

/**
 * Runs a command that a hook printed, as somebody would who copies it.
 *
 * @param variables that commands before it have set
 * @returns what it prints
 */
export function runLine(shell: Shell, line: string, variables: Record<string, string>): string {
  const names = Object.keys(variables);
  const [program, options, before] =
    shell === 'sh'
      ? (['sh', ['-c'], ''] as const)
      : ([
          'pwsh',
          ['-NoProfile', '-NonInteractive', '-Command'],
          names.map((name) => `$${name} = $env:${name}; `).join(''),
        ] as const);
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  return execFileSync(program, [...options, `${before}${line.trim()}`], {
    encoding: 'utf8',
    env: { ...variables, PATH, HOME: tmpdir() },
  });
}

export interface HookRun {
  code: number | null;
  /** stdout and stderr. */
  said: string;
}

export interface Hooks {
  /** @param environment beside what azd gives to every hook, and what was set by `azd env set` before */
  run(hook: Hook, environment?: Record<string, string>): Promise<HookRun>;
  state(): Promise<CliState>;
  change(change: (state: CliState) => void): Promise<void>;
}

export const PROVIDER = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001';

export async function layHooks(t: Cleanup, shell: Shell): Promise<Hooks> {
  const folder = await mkdtemp(join(tmpdir(), 'keeper-hooks-'));
  t.onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const cli = join(root, 'test/infra/fake-azure-cli.mjs');
  for (const program of ['az', 'azd']) {
    await writeFile(join(bin, program), `#!/bin/sh\nexec '${process.execPath}' '${cli}' ${program} "$@"\n`);
    await chmod(join(bin, program), 0o755);
  }
  const file = join(folder, 'state.json');
  const state = async () => JSON.parse(await readFile(file, 'utf8')) as CliState;
  const write = (value: CliState) => writeFile(file, JSON.stringify(value));
  const authority = 'https://login.microsoftonline.com';
  await write({ tenant: PROVIDER, authority, apps: [], env: {}, refused: [], calls: [], made: 0 });
  return {
    state,
    change: async (change) => {
      const value = await state();
      change(value);
      await write(value);
    },
    run: async (hook, environment = {}) => {
      const { env } = await state();
      const [program = '', ...args] = COMMANDS[shell];
      const child = spawn(
        program,
        [...args, join(root, 'infra/hooks', `${hook}.${shell === 'sh' ? 'sh' : 'ps1'}`)],
        {
          env: {
            PATH: `${bin}${delimiter}${process.env['PATH']}`,
            HOME: folder,
            TMPDIR: folder,
            AZURE_CLI_STATE: file,
            AZURE_ENV_NAME: 'keeper-test',
            ...env,
            ...environment,
          },
        },
      );
      const ended = new Promise<number | null>((end) => child.once('close', end));
      const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { code: await ended, said: `${out}${error}` };
    },
  };
}
