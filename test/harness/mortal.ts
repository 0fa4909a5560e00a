// Processes of the product that a test kills at a chosen step, where a step is a call of the store or a request over the
// network: before it has any effect, or after it had it and before anybody heard of it. A dead one does nothing more.
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createAppFor, openHastyStore, type Cleanup, type Environment } from './keeper.ts';
import type { App } from '../../src/app.ts';
import type { Service } from '../../src/service.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { StoreUnavailable, type StateStore } from '../../src/ports/store.ts';

export interface Death {
  /** Counted from 1. */
  step: number;
  moment: 'before' | 'after';
}

export interface Life {
  app: App;
  service: Service;
  isDead: () => boolean;
  /** Steps taken so far. */
  steps: () => number;
}

export interface Ground {
  /** Stands before the cloud: the address for SIMULATOR_URL and for receivers. */
  url: string;
  /** A new process on the same store; the one before has ended. */
  live: (environment: Environment, clock: Clock, death?: Death) => Promise<Life>;
}

interface Clockwork {
  steps: number;
  isDead: boolean;
  death: Death | undefined;
}

class Killed extends StoreUnavailable {
  constructor() {
    super('The process was killed.');
  }
}

/** @param cloudUrl where its requests go */
export async function startGround(test: Cleanup, cloudUrl: string): Promise<Ground> {
  let current: Clockwork = { steps: 0, isDead: false, death: undefined };
  const server = createServer((incoming, outgoing) => {
    takeStep(current, () => forward(incoming, outgoing, cloudUrl))
      .then((answer) => answer())
      .catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  test.onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${address.port}`,
    async live(environment, clock, death) {
      const clockwork: Clockwork = { steps: 0, isDead: false, death };
      current = clockwork;
      const store = mortalStore(openHastyStore(environment['STORE_PATH'] ?? '', clock), clockwork);
      const logger = { info: () => undefined, error: () => undefined };
      const app = createAppFor(environment, { clock, store, logger });
      const service = await app.openService();
      if (service === undefined) throw new Error(JSON.stringify(app.problems));
      return { app, service, isDead: () => clockwork.isDead, steps: () => clockwork.steps };
    },
  };
}

async function takeStep<T>(life: Clockwork, effect: () => Promise<T>): Promise<T> {
  if (life.isDead) throw new Killed();
  life.steps += 1;
  if (life.steps !== life.death?.step) return effect();
  life.isDead = true;
  if (life.death.moment === 'after') await effect();
  throw new Killed();
}

function mortalStore(store: StateStore, life: Clockwork): StateStore {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) =>
        takeStep(life, async () => Reflect.apply(method, target, given) as Promise<unknown>);
    },
  });
}

/** @returns what gives the answer on, so that it can be kept back */
async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  cloudUrl: string,
): Promise<() => void> {
  const { method, headers, url = '/' } = incoming;
  const onward = send(new URL(url, cloudUrl), { method, headers, agent: false });
  incoming.pipe(onward);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return () => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.end(Buffer.concat(chunks));
  };
}
