// A real Azurite for one test file; each test has its own table.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { startAzurite, type RunningAzurite } from '../../bench/azurite.ts';

export { connectionString } from '../../bench/azurite.ts';

export interface Azurite {
  readonly connectionString: string;
  readonly port: number;
}

/** To be called at the top level of a test file. */
export function useAzurite(): Azurite {
  let running: RunningAzurite | undefined;
  const started = () => {
    if (running === undefined) throw new Error('Azurite has not started yet');
    return running;
  };

  beforeAll(async () => {
    running = await startAzurite();
  });

  afterAll(() => running?.stop());

  return {
    get connectionString() {
      return started().connectionString;
    },
    get port() {
      return started().port;
    },
  };
}

export function newTableName(): string {
  return `t${randomBytes(8).toString('hex')}`;
}
