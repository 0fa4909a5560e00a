// Starts hosts for tests on free ports over throw-away app folders, and takes everything away afterwards.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Host, HostOptions, LogEntry } from '../../local/host/host-options.ts';
import { startHost } from '../../local/host/host.ts';

export interface Started extends Host {
  logs: LogEntry[];
}

export interface StartOptions extends Partial<Omit<HostOptions, 'onLog'>> {
  /** Written as host.json. */
  hostJson?: object;
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
}

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'host-test-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A host of the named fixtures; closed when the test ends. */
export async function startFixtures(names: string[], options: StartOptions = {}): Promise<Started> {
  return start({ files: names.map(fixture), ...options });
}

export async function start({ hostJson = { version: '2.0' }, ...options }: StartOptions): Promise<Started> {
  const logs: LogEntry[] = [];
  const appFolder = options.appFolder ?? (await tempFolder());
  await writeFile(join(appFolder, 'host.json'), JSON.stringify(hostJson));
  const host = await startHost({
    port: 0,
    settings: {},
    ...options,
    appFolder,
    onLog: (entry) => logs.push(entry),
  });
  onTestFinished(async () => host.close());
  return { ...host, logs };
}

export interface RawAnswer {
  status: number;
  /** Header lines as they came, in the case in which they came. */
  headerLines: string[];
  header(name: string): string | undefined;
  body: string;
}

/** Sends the very bytes, for what fetch would mend or refuse; ask for `Connection: close` unless the host closes. */
export async function raw(host: Host, request: string): Promise<RawAnswer> {
  const text = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(host.port, '127.0.0.1', () => socket.write(request, 'latin1'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('error', reject);
  });
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...headerLines] = head.split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headerLines,
    header: (name) =>
      headerLines
        .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
        ?.split(/:\s*/)
        .slice(1)
        .join(':'),
    body: rest.join('\r\n\r\n'),
  };
}

/** A whole GET request of that path. */
export async function rawGet(host: Host, path: string, headers: string[] = []): Promise<RawAnswer> {
  return raw(
    host,
    [`GET ${path} HTTP/1.1`, 'Host: app.example', 'Connection: close', ...headers, '', ''].join('\r\n'),
  );
}
