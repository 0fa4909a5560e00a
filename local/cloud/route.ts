// Routes as data: an operation's stable name, its method and its path template, matched in any case as ARM does.
import type { Answer } from './answer.ts';
import type { CloudRequest } from './request.ts';
import type { Simulation } from './simulation.ts';

export interface Call {
  request: CloudRequest;
  simulation: Simulation;
  /** The parts of the path in braces, decoded, in the case of the request. */
  parameters: Readonly<Record<string, string>>;
}

export interface Route {
  /** The name under which the call is counted and faults are addressed. */
  operation: string;
  method: string;
  /** `/subscriptions/{subscriptionId}`: a part in braces is anything but a slash. */
  template: string;
  /** Left out: the service has no api-version. */
  apiVersions?: readonly string[];
  handle: (call: Call) => Answer | Promise<Answer>;
}

export interface Match {
  route: Route;
  parameters: Record<string, string>;
}

interface Compiled {
  route: Route;
  pattern: RegExp;
  names: string[];
}

export function compileRoutes(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map(compile);
  return (method, path) => {
    for (const { route, pattern, names } of compiled) {
      if (route.method !== method) continue;
      const parts = pattern.exec(path);
      if (parts === null) continue;
      const parameters: Record<string, string> = {};
      names.forEach((name, index) => {
        parameters[name] = decode(parts[index + 1] ?? '');
      });
      return { route, parameters };
    }
    return undefined;
  };
}

/** A part of the path that the route's template names. */
export function parameter(call: Call, name: string): string {
  const value = call.parameters[name];
  if (value === undefined) throw new Error(`The route's template has no part {${name}}.`);
  return value;
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.template
    .split(/(\{\w+\})/)
    .map((piece) => {
      if (!piece.startsWith('{')) return piece.replace(/[.$*+?^()|[\]\\]/g, '\\$&');
      names.push(piece.slice(1, -1));
      return '([^/]+)';
    })
    .join('');
  return { route, pattern: new RegExp(`^${source}/?$`, 'i'), names };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
