// Which host the suite runs on: the local one, unless its starter (main.ts) says another.
import { coreTools } from './core-tools.ts';
import type { HostKind } from './host-kind.ts';
import { localHost } from './local-host.ts';

const KINDS = { local: localHost, 'core-tools': coreTools } satisfies Record<string, HostKind>;

export type HostName = keyof typeof KINDS;
const HOST_NAMES = Object.keys(KINDS) as HostName[];
export const HOST_VARIABLE = 'KEEPER_TEST_HOST';

export function hostNamed(name: string): HostKind {
  const known = HOST_NAMES.find((each) => each === name);
  if (known === undefined) throw new Error(`A host is one of: ${HOST_NAMES.join(', ')}, not "${name}".`);
  return KINDS[known];
}

export const chosenHost = hostNamed(process.env[HOST_VARIABLE] ?? 'local');
