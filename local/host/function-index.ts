// Turns what the app registered into what this host can serve, and says why where it cannot.
import * as z from 'zod';
import type { CoreBinding, RegisteredFunction } from './core-types.ts';
import { parseTemplate } from './route-template.ts';
import type { RouteSegment } from './route-template.ts';
import { parseSchedule, resolveSettings } from './schedule.ts';
import type { Schedule } from './schedule.ts';

interface IndexedFunction {
  name: string;
  registered: RegisteredFunction;
  /** The trigger binding's name. */
  trigger: string;
  /** Why it cannot run at all; absent where it can. */
  fault: string | undefined;
  /** Switched off by an app setting: still there for the master key. */
  isSwitchedOff: boolean;
}

export interface HttpFunction extends IndexedFunction {
  type: 'http';
  route: string;
  methods: string[];
  authLevel: string;
  segments: RouteSegment[];
}

export interface TimerFunction extends IndexedFunction {
  type: 'timer';
  expression: string;
  schedule: Schedule | undefined;
  runOnStartup: boolean;
  useMonitor: boolean;
}

export interface FunctionIndex {
  functions: (HttpFunction | TimerFunction)[];
  /** What puts the whole host into Error. */
  errors: string[];
}

const httpShape = z.object({
  route: z.string().optional(),
  methods: z.array(z.string()).default([]),
  authLevel: z.string().default('function'),
});
const timerShape = z.object({
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

/** Throws, naming function and binding, for a kind of binding that this host does not run. */
export function indexFunctions(
  registered: Iterable<RegisteredFunction>,
  routePrefix: string,
  settings: Record<string, string | undefined>,
): FunctionIndex {
  const setting = caseInsensitive(settings);
  const index: FunctionIndex = { functions: [], errors: [] };
  for (const fn of registered) {
    const { name } = fn.metadata;
    const [trigger, binding] = triggerOf(fn);
    const off = setting(`AzureWebJobs.${name}.Disabled`)?.toLowerCase();
    const base = {
      name,
      registered: fn,
      trigger,
      isSwitchedOff: off === 'true' || off === '1',
      // Source: Utility.cs of the host, FunctionNameValidationRegex.
      fault: /^[a-z][a-z0-9_-]{0,127}$/i.test(name) ? undefined : `'${name}' is not a valid function name.`,
    };
    if (binding.type.toLowerCase() === 'timertrigger') {
      index.functions.push(timerFunction(base, binding, setting));
      continue;
    }
    const http = httpFunction(base, binding, routePrefix, index.functions);
    index.functions.push(http);
    if (http.route.startsWith('/')) {
      index.errors.push(
        `Function '${name}': the route "${http.route}" cannot start with '/'. Leave the slash out.`,
      );
    }
  }
  return index;
}

function triggerOf(fn: RegisteredFunction): [string, CoreBinding] {
  let trigger: [string, CoreBinding] | undefined;
  for (const [name, binding] of Object.entries(fn.metadata.bindings)) {
    const kind = `${binding.type.toLowerCase()} ${binding.direction ?? 'in'}`;
    if (kind === 'httptrigger in' || kind === 'timertrigger in') trigger = [name, binding];
    else if (kind !== 'http out') {
      throw new Error(
        `Function "${fn.metadata.name}" has a binding of type "${binding.type}" (${binding.direction ?? 'in'}), which the local host does not run: it knows httpTrigger, http (out) and timerTrigger.`,
      );
    }
  }
  if (trigger === undefined) throw new Error(`Function "${fn.metadata.name}" has no trigger.`);
  return trigger;
}

function httpFunction(
  base: IndexedFunction,
  binding: CoreBinding,
  prefix: string,
  earlier: (HttpFunction | TimerFunction)[],
): HttpFunction {
  const parsed = httpShape.parse(binding);
  const route = parsed.route === undefined || parsed.route === '' ? base.name : parsed.route;
  const methods = parsed.methods.map((method) => method.toUpperCase());
  const fn: HttpFunction = {
    ...base,
    type: 'http',
    route,
    methods,
    authLevel: parsed.authLevel.toLowerCase(),
    segments: [],
  };
  // Source: ScriptHost.ValidateHttpFunction. The reserved space is meant by its first letters.
  if (route.replace(/^\//, '').toLowerCase().startsWith('admin')) {
    return { ...fn, fault: 'The specified route conflicts with one or more built in routes.' };
  }
  const rival = earlier.find((other) => other.type === 'http' && routesConflict(fn, other));
  if (rival !== undefined) {
    return {
      ...fn,
      fault: `The route specified conflicts with the route defined by function '${rival.name}'.`,
    };
  }
  if (route.startsWith('/')) return fn;
  try {
    return { ...fn, segments: parseTemplate(prefix === '' ? route : `${prefix}/${route}`) };
  } catch (error) {
    return { ...fn, fault: messageOf(error) };
  }
}

function routesConflict(one: HttpFunction, other: HttpFunction): boolean {
  if (one.route.toLowerCase() !== other.route.toLowerCase()) return false;
  if (one.methods.length === 0 || other.methods.length === 0) return true;
  return one.methods.some((method) => other.methods.includes(method));
}

function timerFunction(
  base: IndexedFunction,
  binding: CoreBinding,
  setting: (name: string) => string | undefined,
): TimerFunction {
  const { schedule: written, ...flags } = timerShape.parse(binding);
  const fn: TimerFunction = { ...base, ...flags, type: 'timer', expression: written, schedule: undefined };
  try {
    fn.expression = resolveSettings(written, setting);
    fn.schedule = parseSchedule(fn.expression);
  } catch (error) {
    fn.fault ??= messageOf(error);
  }
  return fn;
}

/** .NET configuration looks settings up without regard to case. */
function caseInsensitive(settings: Record<string, string | undefined>): (name: string) => string | undefined {
  const values = new Map(Object.entries(settings).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name.toLowerCase());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
