// A process of its own that serves a built app folder, as the platform would: node serve-folder.ts FOLDER.
// It prints one line of JSON, {url, functions, errors}, and ends on SIGTERM.
import { startHost } from '../../local/host/host.ts';

const [appFolder = ''] = process.argv.slice(2);
const host = await startHost({ appFolder, port: 0, settings: process.env });
process.stdout.write(
  `${JSON.stringify({ url: host.url, functions: host.functions, errors: host.errors })}\n`,
);
process.once('SIGTERM', () => void host.close().then(() => process.exit(0)));
