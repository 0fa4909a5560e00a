// What the suite knows of a deployment: a base URL, and keys where they are asked for. All goes over HTTP.
import * as z from 'zod';
import { callUrl, type Answer } from '../harness/host.ts';
import { runsShape, type RunJson } from '../harness/shapes.ts';
import { waitFor } from '../harness/wait-for.ts';

const listed = z.array(
  z.object({
    name: z.string(),
    config: z.object({
      bindings: z.array(
        z.object({
          type: z.string(),
          methods: z.array(z.string()).optional(),
          authLevel: z.string().optional(),
        }),
      ),
    }),
    invoke_url_template: z.string().nullish(),
  }),
);

export interface DeployedFunction {
  name: string;
  /** `GET /subscriptions/{id}` below the prefix, or `timer NAME`: what cases.ts calls it. */
  call: string;
  method?: string;
  anonymous: boolean;
}

export interface Client {
  url: string;
  keys: { master: string; host: string } | undefined;
  /** A path below /api, with a key that opens it. */
  call: (path: string, init?: RequestInit) => Promise<Answer>;
  /** POST with a JSON body; none where it is undefined. */
  post: (path: string, body?: unknown) => Promise<Answer>;
  /** The same without any key, or with this one. */
  bare: (path: string, init?: RequestInit) => Promise<Answer>;
  /** Runs a function by hand, as people do in Azure: with the master key. */
  runByHand: (name: string) => Promise<Answer>;
  /** All that the host has, as it says itself. */
  functions: () => Promise<DeployedFunction[]>;
  /** Newest first. */
  runs: () => Promise<RunJson[]>;
  /** Waits until the newest run that meets it has ended. */
  endedRun: (what: string, meets: (run: RunJson) => boolean) => Promise<RunJson>;
}

export function connect(url: string, keys?: Client['keys']): Client {
  const withKey = (key: string | undefined, init: RequestInit): RequestInit => {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('x-functions-key', key);
    return { ...init, headers };
  };
  const bare: Client['bare'] = (path, init = {}) => callUrl(`${url}/api${path}`, init);
  const call: Client['call'] = (path, init = {}) => bare(path, withKey(keys?.host, init));
  const runs = async () => runsShape.parse((await call('/reconciliations')).json).value;
  return {
    url,
    keys,
    call,
    bare,
    post: (path, body) =>
      call(path, { method: 'POST', ...(body !== undefined && { body: JSON.stringify(body) }) }),
    runByHand: (name) =>
      callUrl(
        `${url}/admin/functions/${name}`,
        withKey(keys?.master, {
          method: 'POST',
          body: '{"input": ""}',
          headers: { 'content-type': 'application/json' },
        }),
      ),
    functions: async () => {
      const answer = await callUrl(`${url}/admin/functions`, withKey(keys?.master, {}));
      return listed.parse(answer.json).flatMap(toDeployed);
    },
    runs,
    endedRun: (what, meets) =>
      waitFor(what, async () => (await runs()).find((run) => run.state !== 'running' && meets(run)), 90_000),
  };
}

function toDeployed({
  name,
  config,
  invoke_url_template,
}: z.infer<typeof listed>[number]): DeployedFunction[] {
  const trigger = config.bindings.find(({ type }) => /trigger$/i.test(type));
  const route = /\/api(\/.*)$/.exec(invoke_url_template ?? '')?.[1];
  if (route === undefined) return [{ name, call: `timer ${name}`, anonymous: false }];
  return (trigger?.methods ?? []).map((given) => {
    const method = given.toUpperCase();
    const anonymous = trigger?.authLevel?.toLowerCase() === 'anonymous';
    return { name, call: `${method} ${route}`, method, anonymous };
  });
}
