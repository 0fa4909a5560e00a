// A Functions host that the suite can run on. What the tests know of it is where it answers, with which keys, and how
// to end it.
import type { Cleanup, Environment } from '../../harness/keeper.ts';

/** What is kept from one start of a host to the next. */
export interface Place {
  /** A built app. */
  appFolder: string;
  /** A folder of its own. */
  folder: string;
  /** Connection string of an Azurite; a whole storage account where the host needs one. */
  storage: string;
}

export interface RunningHost {
  /** Without a trailing slash. */
  url: string;
  /** Absent where no key is asked for. */
  keys?: { master: string; host: string } | undefined;
  /** Asks it to end, as the platform does. */
  terminate: () => void;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

export interface StartOptions {
  settings: Environment;
  /** How far ahead the clock of host and app is, in ms. */
  clockShiftMs?: number | undefined;
}

/** What not every host can show. */
export type Ability = 'asking for keys' | 'a shifted clock' | 'a graceful end';

export interface HostKind {
  name: string;
  /** What of the suite is left out on it, and why. */
  leftOut: Partial<Record<Ability, string>>;
  /** Whether blobs and queues are needed beside tables. */
  needsStorage: boolean;
  start: (test: Cleanup, place: Place, options: StartOptions) => Promise<RunningHost>;
}
