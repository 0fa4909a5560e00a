// From a request to its answer: the service by host, the operation by route, counted, with faults, or a loud 501.
import { setTimeout as delay } from 'node:timers/promises';
import { notSimulated } from './answer.ts';
import type { Answer } from './answer.ts';
import { subscriptionRoutes } from './arm-subscriptions.ts';
import { authorizationRoutes } from './authorization.ts';
import type { CallCounter } from './call-counter.ts';
import { entraRoutes } from './entra.ts';
import { clientIdOf } from './client-of.ts';
import { answerInstead, changeAnswer } from './fault-effects.ts';
import type { Fault, FaultBook } from './faults.ts';
import { graphRoutes } from './graph.ts';
import { serviceOf } from './hosts.ts';
import { managedIdentityRoutes } from './managed-identity.ts';
import { managedServicesRoutes } from './managed-services.ts';
import { managementPartnerRoutes } from './management-partner.ts';
import { queryValue } from './request.ts';
import type { CloudRequest } from './request.ts';
import { compileRoutes } from './route.ts';
import type { Match } from './route.ts';
import type { Simulation } from './simulation.ts';
import { TAKEN, type SinkBook } from './sinks.ts';

const routers = {
  entra: compileRoutes(entraRoutes),
  arm: compileRoutes([
    ...subscriptionRoutes,
    ...managedServicesRoutes,
    ...managementPartnerRoutes,
    ...authorizationRoutes,
  ]),
  graph: compileRoutes(graphRoutes),
};
const identityEndpoint = compileRoutes(managedIdentityRoutes);

export interface Dispatch {
  simulation: Simulation;
  calls: CallCounter;
  faults: FaultBook;
  sinks: SinkBook;
  latencyMs: number;
  /** Ends every wait when the cloud closes. */
  closing: AbortSignal;
}

/** The answer, or `reset` for a connection to be cut. */
export async function dispatch(request: CloudRequest, on: Dispatch): Promise<Answer | 'reset'> {
  const match = findRoute(request);
  if ('why' in match) {
    on.calls.add('not-simulated');
    return notSimulated(request.method, request.host, request.path, match.why);
  }
  const { route, parameters } = match;
  on.calls.add(route.operation);
  const faults = on.faults.take({
    operation: route.operation,
    text: `${request.method} ${request.path}${request.search}`,
    clientId: () => clientIdOf(request),
  });
  await wait(on.latencyMs + delayOf(faults), on.closing);
  if (has(faults, 'reset')) return 'reset';
  const instead = answerInstead(faults, route.operation, request, on.simulation);
  if (instead !== undefined) return instead;
  const answer = await route.handle({ request, simulation: on.simulation, parameters });
  if (has(faults, 'lost-answer')) return 'reset';
  return changeAnswer(faults, request, answer);
}

/** The answer of a sink: what came is kept whatever it is answered, for a sender cannot know what a receiver kept. */
export async function dispatchToSink(
  name: string,
  request: CloudRequest,
  on: Dispatch,
): Promise<Answer | 'reset'> {
  const operation = `sink.${name}`;
  on.calls.add(operation);
  const received = on.sinks.add(name, request);
  const faults = on.faults.take({
    operation,
    text: `${request.method} ${request.path}${request.search}`,
    clientId: () => undefined,
  });
  await wait(delayOf(faults), on.closing);
  if (has(faults, 'reset') || has(faults, 'lost-answer')) return 'reset';
  const answer = answerInstead(faults, operation, request, on.simulation) ?? TAKEN;
  received.status = answer.status;
  return answer;
}

function findRoute(request: CloudRequest): Match | { why: string } {
  const service = serviceOf(request.host);
  if (service === undefined && !request.path.startsWith('/msi/')) {
    return {
      why: request.host === '' ? 'the header x-forwarded-host is missing' : 'the host is not simulated',
    };
  }
  const find = service === undefined ? identityEndpoint : routers[service];
  const match = find(request.method, request.path);
  if (match === undefined) return { why: 'the route is not simulated' };
  const { apiVersions } = match.route;
  const version = queryValue(request, 'api-version') ?? '';
  if (apiVersions !== undefined && !apiVersions.includes(version)) {
    return { why: `the api-version '${version}' is not simulated (${apiVersions.join(', ')})` };
  }
  return match;
}

function has(faults: readonly Fault[], kind: Fault['kind']): boolean {
  return faults.some((fault) => fault.kind === kind);
}

function delayOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.ms : 0), 0);
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal });
}
