// The local host (local/host) as a process of its own, which asks for keys as Azure does.
import * as z from 'zod';
import { HAS_SIGNALS, startChild } from '../../harness/child.ts';
import type { HostKind } from './host-kind.ts';

const started = z.object({
  url: z.url(),
  keys: z.object({ master: z.string(), host: z.string() }),
  errors: z.array(z.string()).length(0),
});

export const localHost: HostKind = {
  name: `the local host (local/host), Node ${process.versions.node}`,
  leftOut: HAS_SIGNALS ? {} : { 'a graceful end': 'Windows has no SIGTERM: a process ends there at once' },
  needsStorage: false,
  start: async (test, { appFolder, folder }, { settings, clockShiftMs }) => {
    const options = ['--enable-auth', '--state-folder', folder];
    const child = startChild(
      test,
      ['--import', './test/end-to-end/hosts/shifted-clock.ts', 'local/host/main.ts', appFolder, ...options],
      { ...settings, CLOCK_SHIFT_MS: String(clockShiftMs ?? 0) },
    );
    const [line] = await child.until(/^\{.*\}$/m);
    const { url, keys } = started.parse(JSON.parse(line));
    return { url, keys, terminate: () => child.kill('SIGTERM'), ended: child.ended };
  },
};
