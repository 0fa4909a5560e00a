// Starts a function of any kind for an admin call, which does not wait for its end.
import { format } from 'node:util';
import type { AppScope } from './app-scope.ts';
import type { HttpFunction, TimerFunction } from './function-index.ts';
import { invoke } from './invocation.ts';
import type { TimerRunner } from './timers.ts';

/** False where no function of that name can run. The name is looked up without regard to case. */
export function startByHand(
  app: AppScope,
  functions: (HttpFunction | TimerFunction)[],
  timers: Map<string, TimerRunner>,
  name: string,
  input: string,
): boolean {
  const fn = functions.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (fn === undefined || fn.fault !== undefined) return false;
  const run = fn.type === 'http' ? runHttp(app, fn, input) : timers.get(fn.name)?.runByHand();
  if (run === undefined) return false;
  run.catch((error: unknown) => app.hostLog('error', format(error), { functionName: fn.name }));
  return true;
}

/** An HTTP handler finds the input as the body of a POST (a guess: the real request was not observed). */
async function runHttp(app: AppScope, fn: HttpFunction, input: string): Promise<unknown> {
  const http = {
    method: 'POST',
    url: `http://localhost/api/${fn.route.replaceAll(/[{}]/g, '')}`,
    query: {},
    params: {},
    headers: {},
    body: input === '' ? null : { bytes: Buffer.from(input) },
  };
  return invoke(app, fn.registered, { name: fn.trigger, data: { http } });
}
