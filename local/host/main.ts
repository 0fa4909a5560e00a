// Serves a built app folder in a process of its own, as the platform does: node local/host/main.ts FOLDER.
// Settings are its environment. It prints one line of JSON when it listens, and ends with 0 on SIGTERM or SIGINT after
// what is under way, with another line, {peakRssMb}.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startHost } from './host.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    /** Asks for keys, and prints the master key and the host key. */
    'enable-auth': { type: 'boolean', default: false },
    /** Where the status of timers outlives the process. */
    'state-folder': { type: 'string' },
  },
});

const host = await startHost({
  appFolder: resolve(positionals[0] ?? '.'),
  port: Number(values.port),
  settings: process.env,
  enableAuth: values['enable-auth'],
  ...(values['state-folder'] !== undefined && { stateFolder: resolve(values['state-folder']) }),
});
const { url, functions, errors, loadMs, keys } = host;
print({
  url,
  functions,
  errors,
  loadMs,
  ...(values['enable-auth'] && { keys: { master: keys.master, host: keys.host } }),
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());

async function end(): Promise<void> {
  await host.close();
  // maxRSS is in kilobytes on every platform (Node.js, process.resourceUsage).
  print({ peakRssMb: process.resourceUsage().maxRSS / 1024 }, () => process.exit(0));
}

function print(line: object, then?: () => void): void {
  process.stdout.write(`${JSON.stringify(line)}\n`, then);
}
