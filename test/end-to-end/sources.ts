// What the sources register, read off their text: it is known before any host runs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../harness/host.ts';

/** `GET /subscriptions/{id}` or `timer NAME`, as Calls names them. */
export function callsInSources(): string[] {
  const folder = join(REPOSITORY, 'functions');
  return readdirSync(folder).flatMap((file) => registeredIn(readFileSync(join(folder, file), 'utf8')));
}

function registeredIn(source: string): string[] {
  const timers = [...source.matchAll(/app\.timer\('([^']+)'/g)].map(([, name]) => `timer ${name}`);
  const registrations = [...source.matchAll(/app\.http\('([^']+)', \{([^]*?)handler:/g)];
  const http = registrations.flatMap(([, name, options = '']) => {
    const methods = [...(/methods: \[([^\]]*)\]/.exec(options)?.[1]?.matchAll(/'([A-Z]+)'/g) ?? [])];
    const route = /route: '([^']+)'/.exec(options)?.[1] ?? name;
    return methods.map(([, method]) => `${method} /${route}`);
  });
  // What only hooks itself around the others is no call.
  if (timers.length + http.length === 0 && !source.includes('app.hook.'))
    throw new Error(`A file of functions registers nothing:\n${source}`);
  return [...timers, ...http];
}
