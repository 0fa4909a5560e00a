// The local Functions host: loads an app through the real library and serves it as the deployed host would.
import { randomUUID } from 'node:crypto';
import { format } from 'node:util';
import { AppScope } from './app-scope.ts';
import { runAs } from './core-module.ts';
import { createTimers } from './create-timers.ts';
import { indexFunctions } from './function-index.ts';
import type { HttpFunction, TimerFunction } from './function-index.ts';
import { listFunctions } from './function-list.ts';
import { readHttpSettings } from './host-json.ts';
import type { FunctionInfo, Host, HostOptions, TimerRun } from './host-options.ts';
import { createPipeline } from './http-pipeline.ts';
import { openServer } from './http-server.ts';
import { invoke } from './invocation.ts';
import { completeKeys } from './keys.ts';
import { loadApp } from './load-app.ts';
import { inMappingOrder } from './route-match.ts';
import { startByHand } from './run-by-hand.ts';

/** The version that the facts in README.md were observed on. */
const hostVersion = '4.1037.0';
const defaultShutdownTimeoutMs = 30_000;

/**
 * Starts the app of `appFolder` on 127.0.0.1. An app that fails to load runs on without functions, as in Azure: look
 * at `errors`. Throws for a bad host.json, a port that is taken, and a trigger or binding this host does not run.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const startedAt = performance.now();
  const http = await readHttpSettings(options.appFolder);
  const app = new AppScope(options.onLog ?? (() => undefined));
  const loadsAt = performance.now();
  const failure = await loadApp(app, options.appFolder, options.files);
  const loadMs = performance.now() - loadsAt;
  const index = indexFunctions(app.functions.values(), http.routePrefix, options.settings);
  const errors = [...(failure === undefined ? [] : [failure]), ...index.errors];
  const state = index.errors.length > 0 ? 'Error' : 'Running';
  logTroubles(app, errors, index.functions);

  const httpFunctions = index.functions.filter((fn) => fn.type === 'http');
  const timers = createTimers(
    app,
    index.functions.filter((fn) => fn.type === 'timer'),
    options,
  );
  const keys = completeKeys(
    options.keys,
    httpFunctions.map((fn) => fn.name),
  );
  const id = randomUUID();
  const server = await openServer({
    port: options.port,
    customHeaders: http.customHeaders,
    logError: (message) => app.hostLog('error', message),
    pipeline: createPipeline({
      routes: inMappingOrder(httpFunctions.filter((fn) => fn.fault === undefined)),
      isHostInError: state === 'Error',
      keys,
      enableAuth: options.enableAuth ?? false,
      maxOutstandingRequests: http.maxOutstandingRequests,
      invoke: async (fn, data, headers) =>
        invoke(app, fn.registered, {
          name: fn.trigger,
          data: { http: data },
          traceParent: headers['traceparent'],
          traceState: headers['tracestate'],
        }),
      admin: {
        status: () => ({
          id,
          state,
          version: hostVersion,
          processUptime: Math.round(performance.now() - startedAt),
          ...(state === 'Error' && { errors }),
        }),
        functions: (hostUrl) => listFunctions(index.functions, http.routePrefix, hostUrl),
        startFunction: (name, input) => startByHand(app, index.functions, timers, name, input),
      },
    }),
  });
  if (state === 'Running') {
    for (const fn of index.functions) if (!fn.isSwitchedOff) await timers.get(fn.name)?.start();
  }

  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    state,
    errors,
    functions: index.functions.map((fn) => describe(fn, http.routePrefix)),
    loadMs,
    keys,
    invokeTimer: async (name): Promise<TimerRun> => {
      const timer = timers.get(name);
      if (timer === undefined) throw new Error(`There is no timer "${name}" that can run.`);
      return timer.runByHand();
    },
    close: async () => {
      const limitMs = options.shutdownTimeoutMs ?? defaultShutdownTimeoutMs;
      closing ??= (async () => {
        const stopped = Promise.all([...timers.values()].map(async (timer) => timer.stop()));
        await Promise.all([server.close(limitMs), atMost(stopped, limitMs)]);
        await atMost(terminate(app), limitMs);
      })();
      return closing;
    },
  };
}

function logTroubles(app: AppScope, errors: string[], functions: (HttpFunction | TimerFunction)[]): void {
  for (const error of errors) app.hostLog('error', error);
  for (const { name, fault, isSwitchedOff } of functions) {
    const about = { functionName: name };
    if (fault !== undefined) app.hostLog('error', `The '${name}' function is in error: ${fault}`, about);
    else if (isSwitchedOff) app.hostLog('information', `Function '${name}' is disabled`, about);
  }
}

function describe(fn: HttpFunction | TimerFunction, prefix: string): FunctionInfo {
  const off = fn.isSwitchedOff ? `the app setting AzureWebJobs.${fn.name}.Disabled` : undefined;
  const disabled = fn.fault ?? off;
  const base = { name: fn.name, ...(disabled !== undefined && { disabled }) };
  if (fn.type === 'timer') return { ...base, type: 'timer', schedule: fn.expression };
  const route = prefix === '' ? fn.route : `${prefix}/${fn.route}`;
  return { ...base, type: 'http', route, methods: fn.methods, authLevel: fn.authLevel };
}

async function terminate(app: AppScope): Promise<void> {
  try {
    const context = { hookData: app.appHookData, appHookData: app.appHookData };
    await runAs(app, async () => app.runHooks('appTerminate', context));
  } catch (error) {
    app.hostLog('error', `An appTerminate hook failed: ${format(error)}`);
  }
}

async function atMost(work: Promise<unknown>, limitMs: number): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const limited = new Promise<void>((resolve) => {
    limit = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limited]);
  clearTimeout(limit);
}
