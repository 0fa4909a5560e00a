// A simulated Azure in one call: Entra, ARM and Microsoft Graph on a port of 127.0.0.1, over a world that stays live.
import type { JWTPayload } from 'jose';
import { defaultAssumptions } from './assumptions.ts';
import type { Assumptions } from './assumptions.ts';
import { CallCounter } from './call-counter.ts';
import { createControl, isControl } from './control.ts';
import { dispatch, dispatchToSink } from './dispatch.ts';
import { FaultBook } from './faults.ts';
import type { Fault } from './faults.ts';
import { LinkBook, ownerIn } from './link-book.ts';
import type { LinkState } from './link-book.ts';
import { closeServer, listen } from './server.ts';
import type { Simulation } from './simulation.ts';
import { SinkBook, sinkName } from './sinks.ts';
import type { Received } from './sinks.ts';
import { SubscriptionIndex } from './subscription-index.ts';
import { Throttle } from './throttle.ts';
import { TokenKeys } from './token-keys.ts';
import type { World } from './world.ts';

export interface CloudOptions {
  world: World;
  /** Default 0: any free port. */
  port?: number;
  /** Added to every answer of Entra, ARM and Graph. Default 0. */
  latencyMs?: number;
  /** Subscriptions on a page of their listing. Default 100. */
  pageSize?: number;
  assumptions?: Partial<Assumptions>;
  /** Whether ARM's request limits are enforced. Default true. */
  throttling?: boolean;
  /** The clock of tokens, limits and links. Default: the real one. */
  now?: () => Date;
}

export interface Cloud {
  url: string;
  /** Change it between calls: the next answer shows it. */
  world: World;
  assumptions: Assumptions;
  /** Requests by operation, retries too. */
  calls: () => Record<string, number>;
  resetCalls: () => void;
  addFault: (fault: Fault) => void;
  clearFaults: () => void;
  /** What was posted to /_sink/NAME, oldest first, also what a fault refused. */
  received: (sink: string) => Received[];
  /** Links or unlinks (null) a principal as another actor would; default: the world's first one. */
  setLink: (partnerId: string | null, objectId?: string) => void;
  /** Every state that the principals' links passed through; a change of `world.links` is seen at the next read. */
  linkHistory: () => LinkState[];
  /** Signs any claims with Entra's present key. */
  issueToken: (claims: JWTPayload) => Promise<string>;
  /** Entra signs with a new key and no longer publishes the old one. */
  rotateKey: () => Promise<void>;
  close: () => Promise<void>;
}

/** Rejects when the port is taken. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { world } = options;
  const now = options.now ?? (() => new Date());
  const assumptions: Assumptions = { ...defaultAssumptions, ...options.assumptions };
  const links = new LinkBook(world, now);
  const keys = await TokenKeys.make(now);
  const simulation: Simulation = {
    world,
    assumptions,
    pageSize: options.pageSize ?? 100,
    throttling: options.throttling ?? true,
    now,
    links,
    keys,
    throttle: new Throttle(),
    index: new SubscriptionIndex(world),
  };
  const calls = new CallCounter();
  const faults = new FaultBook();
  const closing = new AbortController();
  const sinks = new SinkBook(now);
  const control = createControl({ simulation, calls, faults, sinks });
  const on = { simulation, calls, faults, sinks, latencyMs: options.latencyMs ?? 0, closing: closing.signal };
  const { server, url } = await listen(options.port ?? 0, async (request) => {
    if (isControl(request)) return control(request);
    const sink = sinkName(request);
    return sink === undefined ? dispatch(request, on) : dispatchToSink(sink, request, on);
  });
  return {
    url,
    world,
    assumptions,
    calls: () => calls.all(),
    resetCalls: () => calls.reset(),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    received: (sink) => sinks.list(sink),
    setLink: (partnerId, objectId) => {
      const owner = ownerIn(world, objectId);
      if (partnerId === null) links.remove(owner, 'other');
      else links.write(owner, partnerId, 'other');
    },
    linkHistory: () => links.history(),
    issueToken: async (claims) => keys.sign(claims),
    rotateKey: async () => keys.rotate(),
    close: async () => {
      closing.abort();
      await closeServer(server);
    },
  };
}
