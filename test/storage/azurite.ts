// A real Azurite in a process of its own, in memory on a free port, for one test file; each test has its own table.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { waitFor } from '../harness/wait-for.ts';

const MAIN = fileURLToPath(import.meta.resolve('azurite/dist/src/table/main.js'));
/** Its account and key are public. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  readonly connectionString: string;
  readonly port: number;
}

/** To be called at the top level of a test file. */
export function useAzurite(): Azurite {
  let child: ChildProcess | undefined;
  let port = 0;

  beforeAll(async () => {
    port = await freePort();
    const options = ['--tableHost', '127.0.0.1', '--tablePort', String(port)];
    const quiet = ['--inMemoryPersistence', '--disableTelemetry'];
    const started = spawn(process.execPath, [MAIN, ...options, ...quiet], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    await waitFor(
      'Azurite',
      () => {
        if (started.exitCode !== null) throw new Error(`Azurite ended: ${output}`);
        return output.includes('successfully started');
      },
      25_000,
    );
  });

  afterAll(async () => {
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  return {
    get connectionString() {
      return connectionString(port);
    },
    get port() {
      return port;
    },
  };
}

export function connectionString(port: number): string {
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`;
}

export function newTableName(): string {
  return `t${randomBytes(8).toString('hex')}`;
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
