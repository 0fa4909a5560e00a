// All that one app registers with one host: its functions, hooks and programming model, and the way its logs go.
import { format } from 'node:util';
import type {
  CoreFunctionMetadata,
  FunctionCallback,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
  RegisteredFunction,
} from './core-types.ts';
import type { Log, LogEntry } from './host-options.ts';

const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
type HookName = (typeof hookNames)[number];

export class AppScope {
  readonly functions = new Map<string, RegisteredFunction>();
  /** Shared by every hook of the app, as the worker does. */
  readonly appHookData: Record<string, unknown> = {};
  programmingModel: ProgrammingModel | undefined;
  isLoading = true;
  readonly #onLog: Log;
  readonly #hooks = new Map<HookName, HookCallback[]>();
  #isInLogHook = false;

  constructor(onLog: Log) {
    this.#onLog = onLog;
  }

  /** Throws once loading is over and for a second function of the same name, as the worker does. */
  registerFunction(metadata: CoreFunctionMetadata, callback: FunctionCallback): () => void {
    const id = metadata.functionId ?? metadata.name;
    if (!this.isLoading) {
      throw new Error(
        `Function "${metadata.name}" was registered too late: a function can only be registered while the app starts.`,
      );
    }
    if (this.functions.has(id)) {
      throw new Error(`A function with id "${id}" has already been registered.`);
    }
    this.functions.set(id, { metadata, callback });
    return () => {
      if (!this.isLoading) throw new Error('A function can only be disposed while the app starts.');
      this.functions.delete(id);
    };
  }

  /** Throws a RangeError that the library recognises for a hook name the worker does not know. */
  registerHook(name: string, callback: HookCallback): () => void {
    const known = hookNames.find((candidate) => candidate === name);
    if (known === undefined) {
      throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), {
        isAzureFunctionsSystemError: true,
      });
    }
    this.#hooks.set(known, [...(this.#hooks.get(known) ?? []), callback]);
    return () => {
      this.#hooks.set(
        known,
        (this.#hooks.get(known) ?? []).filter((other) => other !== callback),
      );
    };
  }

  /** In order of registration; a hook that throws stops the rest. */
  async runHooks(name: Exclude<HookName, 'log'>, context: object): Promise<void> {
    for (const hook of this.#hooks.get(name) ?? []) await hook(context);
  }

  /** A line of the app: log hooks may change its level and text. */
  log(
    level: LogLevel,
    category: LogCategory,
    message: string,
    invocation?: { functionName: string; invocationId: string; context?: unknown },
  ): void {
    const line = { hookData: {}, level, category, message, invocationContext: invocation?.context };
    this.#runLogHooks(line);
    this.#onLog({
      level: line.level,
      category,
      message: line.message,
      ...(invocation && { functionName: invocation.functionName, invocationId: invocation.invocationId }),
    });
  }

  /** A line of the host itself: the app's log hooks do not see it. */
  hostLog(
    level: LogLevel,
    message: string,
    about: Pick<LogEntry, 'functionName' | 'invocationId'> = {},
  ): void {
    this.#onLog({ level, category: 'host', message, ...about });
  }

  #runLogHooks(line: object): void {
    // A hook that logs would call itself for ever.
    if (this.#isInLogHook) return;
    this.#isInLogHook = true;
    try {
      for (const hook of this.#hooks.get('log') ?? []) void hook(line);
    } catch (error) {
      this.hostLog('error', `A log hook failed: ${format(error)}`);
    } finally {
      this.#isInLogHook = false;
    }
  }
}
