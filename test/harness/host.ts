// The functions of the repository in the local host, over the keeper of a test: requests go over HTTP.
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host, LogEntry } from '../../local/host/host-options.ts';
import { startHost } from '../../local/host/host.ts';
import { shareApp, type App } from '../../src/app.ts';
import { expectDescribed } from './openapi.ts';
import { startKeeperWithAny, type Cleanup, type KeeperOptions, type KeeperUnderTest } from './keeper.ts';

export const REPOSITORY = resolve(import.meta.dirname, '../..');

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** undefined where the body is no JSON. */
  json: unknown;
}

export interface Served extends KeeperUnderTest {
  host: Host;
  hostLogs: LogEntry[];
  /** A call of a path below the host, such as /api/status. */
  call: (path: string, init?: RequestInit) => Promise<Answer>;
  /** POST with a JSON body; none where it is undefined. */
  post: (path: string, body?: unknown) => Promise<Answer>;
}

export interface ServeOptions extends KeeperOptions {
  enableAuth?: boolean;
}

/** One at a time in a process: the functions take the app that was shared last. */
export async function serveKeeper(
  test: Cleanup,
  { enableAuth = false, ...options }: ServeOptions = {},
): Promise<Served> {
  const keeper = await startKeeperWithAny(test, options);
  const hostLogs: LogEntry[] = [];
  const host = await hostOf(keeper.app, { enableAuth, onLog: (entry) => hostLogs.push(entry) });
  test.onTestFinished(() => host.close());
  const call = (path: string, init?: RequestInit) => callUrl(`${host.url}${path}`, init);
  const post = (path: string, body?: unknown) =>
    call(path, { method: 'POST', ...(body !== undefined && { body: JSON.stringify(body) }) });
  return { ...keeper, host, hostLogs, call, post };
}

async function hostOf(
  app: App,
  options: { enableAuth: boolean; onLog: (entry: LogEntry) => void },
): Promise<Host> {
  shareApp(app);
  return startHost({
    appFolder: REPOSITORY,
    files: await functionFiles(),
    port: 0,
    settings: {},
    shutdownTimeoutMs: 2000,
    ...options,
  });
}

export async function functionFiles(): Promise<string[]> {
  const files = await readdir(join(REPOSITORY, 'functions'));
  return files.sort().map((file) => join(REPOSITORY, 'functions', file));
}

/** Whatever comes back is held against the OpenAPI document. */
export async function callUrl(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, text, json: parseJson(text) };
  expectDescribed(init?.method ?? 'GET', url, answer);
  return answer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
