// The cloud as a process of its own: one line of JSON when it listens, 0 on SIGTERM, a clear word for a wrong option.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import { PROVIDERS } from '../../local/cloud/worlds/providers.ts';
import { endOn } from '../harness/child.ts';

const entry = fileURLToPath(new URL('../../local/cloud/main.ts', import.meta.url));

test.each([
  [['--world', 'demo'], 16],
  [['--world', 'providers'], 6],
  [['--world', 'fleet', '--subscriptions', '12', '--latency', '1', '--page-size', '5'], 12],
])('%o', async (options, subscriptions) => {
  const { child, firstLine, exited } = start(options);

  const { url, identities, ...identity } = JSON.parse(await firstLine) as {
    url: string;
    identities?: unknown;
  };
  const world = await fetch(`${url}/_cloud/world`);
  const summary: unknown = await world.json();
  child.kill('SIGTERM');

  expect(identity).toEqual(DEMO_IDENTITY);
  expect(identities).toEqual(options.includes('providers') ? PROVIDERS : undefined);
  expect(summary).toMatchObject({ subscriptions });
  expect(await exited).toBe(endOn('SIGTERM'));
});

test.each([
  [['--world', 'moon'], '--world'],
  [['--port', 'x'], '--port'],
  [['--page-size', '0'], '--page-size'],
])('%o ends with 2 and names %s', async (options, name) => {
  const { errors, exited } = start(options);

  expect(await exited).toBe(2);
  expect(errors()).toContain(name);
});

function start(options: readonly string[]) {
  const child = spawn(process.execPath, [entry, ...options]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve(output);
    });
    child.once('close', () => reject(new Error(`It ended without a line: ${errors}`)));
  });
  firstLine.catch(() => undefined);
  const exited = once(child, 'close').then(
    ([code, signal]) => (code as number | null) ?? (signal as NodeJS.Signals | null),
  );
  return { child, firstLine, exited, errors: () => errors };
}
