// A real Azurite in a process of its own, in memory on a free port.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(import.meta.resolve('azurite/dist/src/table/main.js'));
/** Its account and key are public. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const START_LIMIT_MS = 25_000;

export interface RunningAzurite {
  connectionString: string;
  port: number;
  stop: () => Promise<void>;
}

/** @throws Error where it does not start */
export async function startAzurite(): Promise<RunningAzurite> {
  const port = await freePort();
  const options = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
  const quiet = ['--inMemoryPersistence', '--disableTelemetry'];
  const child = spawn(process.execPath, [MAIN, ...options, ...quiet], { stdio: ['ignore', 'pipe', 'pipe'] });
  await untilStarted(child);
  return {
    connectionString: connectionString(port),
    port,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export function connectionString(port: number): string {
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
}

async function untilStarted(child: ChildProcess): Promise<void> {
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('successfully started')) resolve();
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
