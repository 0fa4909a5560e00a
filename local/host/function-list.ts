// What GET /admin/functions says of each function. Source: FunctionMetadataResponse of the host, of which these are the
// fields that say what there is; the others are links into the file system of the platform.
import type { HttpFunction, TimerFunction } from './function-index.ts';

interface ListedFunction {
  name: string;
  config: { bindings: object[] };
  isDisabled: boolean;
  language: 'node';
  /** Where an HTTP function answers, with its parameters in braces. */
  invoke_url_template: string | null;
}

/** @param hostUrl without a trailing slash */
export function listFunctions(
  functions: readonly (HttpFunction | TimerFunction)[],
  routePrefix: string,
  hostUrl: string,
): ListedFunction[] {
  return functions.map((fn) => ({
    name: fn.name,
    config: {
      bindings: Object.entries(fn.registered.metadata.bindings).map(([name, binding]) => ({
        ...binding,
        name,
      })),
    },
    isDisabled: fn.isSwitchedOff,
    language: 'node',
    invoke_url_template:
      fn.type === 'http' ? [hostUrl, routePrefix, fn.route].filter((part) => part !== '').join('/') : null,
  }));
}
