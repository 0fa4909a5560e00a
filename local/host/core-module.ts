// The stand-in for '@azure/functions-core', injected where the real worker injects it: Module.prototype.require
// (source: setupCoreModule.ts of the worker). The library caches its first look at the module for the life of the
// process, so there is one stand-in a process, and it passes each call on to the host that is meant.
import { AsyncLocalStorage } from 'node:async_hooks';
import Module from 'node:module';
import type { AppScope } from './app-scope.ts';
import type {
  CoreFunctionMetadata,
  FunctionCallback,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts';

const moduleName = '@azure/functions-core';
/** Under a Symbol.for, because a test runner may evaluate this file more than once in one process. */
const stateKey = Symbol.for('local-functions-host.core');

interface CoreState {
  /** The app whose code runs now: tells several hosts of one process apart after loading. */
  running: AsyncLocalStorage<AppScope>;
  loading: AppScope | undefined;
  latest: AppScope | undefined;
  programmingModel: ProgrammingModel | undefined;
  /** Loads follow one another: the library says nothing of whom it registers for. */
  queue: Promise<unknown>;
}

/** Runs `load` with the stand-in pointing at `app`; loads of other hosts wait their turn. */
export async function loadInto(app: AppScope, load: () => Promise<void>): Promise<void> {
  const state = injectedCore();
  const turn = state.queue.then(async () => {
    state.loading = app;
    state.latest = app;
    try {
      await load();
    } finally {
      state.loading = undefined;
      app.isLoading = false;
      // The library sets its model with the first function of the process only: later hosts share it.
      app.programmingModel ??= state.programmingModel;
    }
  });
  state.queue = turn.catch(() => undefined);
  return turn;
}

/** Runs the app's code so that what it logs outside of an invocation context reaches its own host. */
export async function runAs<T>(app: AppScope, work: () => Promise<T>): Promise<T> {
  return injectedCore().running.run(app, work);
}

function injectedCore(): CoreState {
  const shared = globalThis as { [stateKey]?: CoreState };
  const known = shared[stateKey];
  if (known !== undefined) return known;
  const state: CoreState = {
    running: new AsyncLocalStorage(),
    loading: undefined,
    latest: undefined,
    programmingModel: undefined,
    queue: Promise.resolve(),
  };
  shared[stateKey] = state;
  inject(state);
  return state;
}

function inject(state: CoreState): void {
  const core = createCore(state);
  // oxlint-disable-next-line typescript/unbound-method -- the proxy hands `this` on
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply(original, caller, args) {
      return args[0] === moduleName ? core : Reflect.apply(original, caller, args);
    },
  });
}

function createCore(state: CoreState): object {
  const currentApp = (): AppScope => {
    const app = state.loading ?? state.running.getStore() ?? state.latest;
    if (app === undefined) throw new Error('No Functions host has been started in this process.');
    return app;
  };
  return {
    version: '3.13.0',
    hostVersion: '4.1037.0',
    registerFunction: (metadata: CoreFunctionMetadata, callback: FunctionCallback) =>
      new Disposable(currentApp().registerFunction(metadata, callback)),
    registerHook: (name: string, callback: HookCallback) =>
      new Disposable(currentApp().registerHook(name, callback)),
    setProgrammingModel: (model: ProgrammingModel) => {
      state.programmingModel = model;
      currentApp().programmingModel = model;
    },
    getProgrammingModel: () => currentApp().programmingModel ?? state.programmingModel,
    log: (level: LogLevel, category: LogCategory, message: string) =>
      currentApp().log(level, category, message),
    Disposable,
  };
}

/** Named and shaped as the worker's own class, which apps may construct. */
class Disposable {
  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }

  #callOnDispose: (() => unknown) | undefined;

  constructor(callOnDispose: () => unknown) {
    this.#callOnDispose = callOnDispose;
  }

  dispose(): void {
    const call = this.#callOnDispose;
    this.#callOnDispose = undefined;
    call?.();
  }
}
