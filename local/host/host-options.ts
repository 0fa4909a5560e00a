// The outside of the local host: what it is given and what it gives back.
import type { LogLevel } from './core-types.ts';
import type { HostKeys } from './keys.ts';

export interface LogEntry {
  level: LogLevel;
  /** user: the app's own `context.log`; system: the library; customMetric; host: this host itself. */
  category: 'user' | 'system' | 'customMetric' | 'host';
  functionName?: string;
  invocationId?: string;
  message: string;
}

export type Log = (entry: LogEntry) => void;

export interface HostOptions {
  /** Absolute path of the folder that holds host.json and package.json. */
  appFolder: string;
  /** Absolute paths of the function files to load, in this order, in place of package.json's `main` glob. */
  files?: string[];
  /** Port on 127.0.0.1; 0 takes any free one. */
  port: number;
  /** App settings: %NAME% in schedules, `AzureWebJobs.NAME.Disabled`. The host never writes process.env. */
  settings: Record<string, string | undefined>;
  /** Whether keys are asked for. Default false, as `func start`. */
  enableAuth?: boolean;
  /** Default: made at the start. A function without a key in `functions` gets one. */
  keys?: HostKeys;
  /** Folder for the status of timers across restarts. Default: memory only. */
  stateFolder?: string;
  onLog?: Log;
  /** The clock. Default: the system's, read anew each time. */
  now?: () => Date;
  /** How long close() waits for requests and timer runs under way, in ms. Default 30000, as observed on SIGTERM. */
  shutdownTimeoutMs?: number;
}

export interface FunctionInfo {
  name: string;
  type: 'http' | 'timer';
  /** HTTP: the route with the host's prefix, without a leading slash. */
  route?: string;
  /** HTTP: in capitals; empty means every method. */
  methods?: string[];
  authLevel?: string;
  /** Timer: the NCRONTAB expression with its %NAME% resolved, where it could be. */
  schedule?: string;
  /** Why this function does not run; absent where it does. */
  disabled?: string;
}

export interface TimerRun {
  invocationId: string;
  /** What the timer's handler threw; absent where it succeeded. */
  error?: unknown;
}

export interface Host {
  /** For example `http://127.0.0.1:7071`, without a trailing slash. */
  url: string;
  port: number;
  /** `Error` answers 503 on every route; its reasons are in `errors`. */
  state: 'Running' | 'Error';
  /** What went wrong with the whole app: a file that throws at load (then there are no functions), a route that begins with '/'. */
  errors: string[];
  functions: FunctionInfo[];
  /** How long it took to load the app, in ms: its files, and what it does when it starts. */
  loadMs: number;
  keys: HostKeys;
  /** Runs a timer now, as an admin call would, and waits for its end. Throws for a name that is not a timer able to run. */
  invokeTimer(name: string): Promise<TimerRun>;
  /** Frees the port at once, lets what is under way end (see shutdownTimeoutMs), runs the appTerminate hooks. */
  close(): Promise<void>;
}
