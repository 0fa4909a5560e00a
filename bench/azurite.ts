// A real Azurite in a process of its own, in memory on a free port.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const TABLES_MAIN = fileURLToPath(import.meta.resolve('azurite/dist/src/table/main.js'));
const WHOLE_MAIN = fileURLToPath(import.meta.resolve('azurite/dist/src/azurite.js'));
/** Its account and key are public. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const START_LIMIT_MS = 25_000;

export interface RunningAzurite {
  connectionString: string;
  port: number;
  stop: () => Promise<void>;
}

/** Tables alone. @throws Error where it does not start */
export async function startAzurite(): Promise<RunningAzurite> {
  const [port = 0] = await freePorts(1);
  const child = await startMain(TABLES_MAIN, placeOf('table', port));
  return { connectionString: connectionString(port), port, stop: stopperOf(child) };
}

/** Blobs, queues and tables: the storage account that a Functions host keeps its own things in. `port` is of the tables. */
export async function startWholeAzurite(): Promise<RunningAzurite> {
  const [blob = 0, queue = 0, table = 0] = await freePorts(3);
  const places = [...placeOf('blob', blob), ...placeOf('queue', queue), ...placeOf('table', table)];
  // A host may speak a newer version of the protocol than this Azurite knows by number.
  const child = await startMain(WHOLE_MAIN, [...places, '--skipApiVersionCheck'], 3);
  const endpoint = (name: string, port: number) => `${name}Endpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
  return {
    connectionString: `${connectionString(table)}${endpoint('Blob', blob)}${endpoint('Queue', queue)}`,
    port: table,
    stop: stopperOf(child),
  };
}

function placeOf(service: 'blob' | 'queue' | 'table', port: number): string[] {
  return [`--${service}Host`, '127.0.0.1', `--${service}Port`, String(port)];
}

/** @param services how many tell that they listen */
async function startMain(main: string, options: readonly string[], services = 1): Promise<ChildProcess> {
  const quiet = ['--inMemoryPersistence', '--disableTelemetry'];
  const child = spawn(process.execPath, [main, ...options, ...quiet], { stdio: ['ignore', 'pipe', 'pipe'] });
  await untilStarted(child, services);
  return child;
}

function stopperOf(child: ChildProcess): () => Promise<void> {
  return async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

export function connectionString(port: number): string {
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
}

async function untilStarted(child: ChildProcess, services: number): Promise<void> {
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if ([...output.matchAll(/successfully (?:started|listening)/g)].length >= services) resolve();
    });
  child.once('exit', () => reject(new Error(`Azurite ended: ${output}`)));
  const limit = setTimeout(() => {
    child.kill('SIGKILL');
    reject(new Error(`Azurite did not start in ${START_LIMIT_MS} ms: ${output}`));
  }, START_LIMIT_MS);
  try {
    await started;
  } finally {
    clearTimeout(limit);
  }
}

/** All are held until the last one is known, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given');
    ports.push(address.port);
  }
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
