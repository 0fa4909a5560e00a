// Control of a running cloud over HTTP, under /_cloud/ on its own port: for people, and for tests in another process.
import { errorAnswer, notSimulated, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import type { CallCounter } from './call-counter.ts';
import { linkSchema, parseBody, subscriptionChangeSchema } from './control-schemas.ts';
import { faultSchema } from './faults.ts';
import type { FaultBook } from './faults.ts';
import { ownerIn, type LinkOwner } from './link-book.ts';
import { queryValue } from './request.ts';
import type { CloudRequest } from './request.ts';
import { compileRoutes, parameter } from './route.ts';
import type { Call, Route } from './route.ts';
import type { Simulation } from './simulation.ts';
import type { SinkBook } from './sinks.ts';
import { SubscriptionChanger } from './subscription-changer.ts';
import { homeTenantOf } from './world.ts';

export interface Control {
  simulation: Simulation;
  calls: CallCounter;
  faults: FaultBook;
  sinks: SinkBook;
}

export function isControl(request: CloudRequest): boolean {
  return request.path.startsWith('/_cloud/');
}

export function createControl(control: Control): (request: CloudRequest) => Promise<Answer> {
  const find = compileRoutes(controlRoutes(control));
  return async (request) => {
    const match = find(request.method, request.path);
    if (match === undefined) {
      return notSimulated(request.method, request.host, request.path, 'there is no such control route');
    }
    return match.route.handle({ request, simulation: control.simulation, parameters: match.parameters });
  };
}

function controlRoutes({ simulation, calls, faults, sinks }: Control): Route[] {
  const changer = new SubscriptionChanger(simulation.world);
  return [
    route('GET', 'calls', () => ok(calls.all())),
    route('DELETE', 'calls', () => done(() => calls.reset())),
    route('GET', 'faults', () => ok({ value: faults.list() })),
    route('POST', 'faults', ({ request }) => {
      const parsed = parseBody(faultSchema, request.body);
      if (parsed.refused !== undefined) return parsed.refused;
      faults.add(parsed.value);
      return { status: 201, body: parsed.value };
    }),
    route('DELETE', 'faults', () => done(() => faults.clear())),
    route('GET', 'sinks/{name}', (call) => ok({ value: sinks.list(parameter(call, 'name')) })),
    route('DELETE', 'sinks/{name}', (call) => done(() => sinks.clear(parameter(call, 'name')))),
    route('GET', 'world', () => ok(summary(simulation))),
    route('GET', 'link', (call) => ok(simulation.links.find(owner(call)) ?? null)),
    route('PUT', 'link', (call) => {
      const parsed = parseBody(linkSchema, call.request.body);
      if (parsed.refused !== undefined) return parsed.refused;
      return ok(simulation.links.write(owner(call), parsed.value.partnerId, 'other'));
    }),
    route('DELETE', 'link', (call) => done(() => simulation.links.remove(owner(call), 'other'))),
    route('GET', 'link-history', () => ok({ value: simulation.links.history() })),
    route('PATCH', 'subscriptions/{subscriptionId}', (call) => {
      const id = parameter(call, 'subscriptionId');
      const found = simulation.index.find(id);
      if (found === undefined) {
        const message = `The world has no subscription '${id}'.`;
        return errorAnswer({ status: 404, code: 'NotFound', message });
      }
      const parsed = parseBody(subscriptionChangeSchema, call.request.body);
      if (parsed.refused !== undefined) return parsed.refused;
      return changer.change(found.subscription, parsed.value);
    }),
  ];
}

function route(method: string, path: string, handle: (call: Call) => Answer): Route {
  return { operation: `control ${method} ${path}`, method, template: `/_cloud/${path}`, handle };
}

function done(action: () => void): Answer {
  action();
  return { status: 204 };
}

/** Whose link: ?objectId=, or the world's first principal. */
function owner(call: Call): LinkOwner {
  return ownerIn(call.simulation.world, queryValue(call.request, 'objectId'));
}

function summary({ world }: Simulation) {
  return {
    provider: world.provider,
    principals: world.principals.map((principal) => {
      const { clientId, objectId, displayName, groups } = principal;
      return { tenantId: homeTenantOf(world, principal), clientId, objectId, displayName, groups };
    }),
    partners: world.partners,
    links: world.links,
    graphGranted: world.graphGranted,
    customers: world.customers.length,
    subscriptions: world.customers.reduce((sum, customer) => sum + customer.subscriptions.length, 0),
  };
}
