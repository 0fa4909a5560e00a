// A process of its own that serves a built app folder, as the platform would: node serve-folder.ts FOLDER.
// It prints one line of JSON, {url, functions, errors}, and ends on SIGTERM with another one, {peakRssMb}.
import { startHost } from '../../local/host/host.ts';

const [appFolder = ''] = process.argv.slice(2);
const host = await startHost({ appFolder, port: 0, settings: process.env });
process.stdout.write(
  `${JSON.stringify({ url: host.url, functions: host.functions, errors: host.errors })}\n`,
);
process.once('SIGTERM', () => void end());

async function end(): Promise<void> {
  await host.close();
  // maxRSS is in kilobytes on every platform (Node.js, process.resourceUsage).
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ peakRssMb })}\n`, () => process.exit(0));
}
