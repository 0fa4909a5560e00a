// GET /subscriptions and GET /subscriptions/{id}, in the recorded shape and property order.
import { isListed, seeSubscription, viewOf } from './access.ts';
import { errorAnswer, ok } from './answer.ts';
import { armRoute } from './arm.ts';
import type { ArmCall } from './arm.ts';
import { queryValue } from './request.ts';
import { parameter } from './route.ts';
import type { Simulation } from './simulation.ts';
import type { Customer, Subscription } from './world.ts';

const apiVersions = ['2020-01-01', '2022-12-01'] as const;

export const subscriptionRoutes = [
  armRoute({
    operation: 'subscriptions.list',
    method: 'GET',
    template: '/subscriptions',
    apiVersions,
    handle: list,
  }),
  armRoute({
    operation: 'subscriptions.get',
    method: 'GET',
    template: '/subscriptions/{subscriptionId}',
    apiVersions,
    handle: (call) => {
      const seen = seeSubscription(call, call.caller);
      if (seen.refused !== undefined) return seen.refused;
      const { customer, subscription } = seen.found;
      return ok(shape(customer, subscription, parameter(call, 'subscriptionId'), call.simulation));
    },
  }),
];

/** Where the next page begins: after a subscription, or, if that one is gone, at its old place. */
interface PageToken {
  after: string;
  at: readonly [number, number];
  total: number;
}

function list(call: ArmCall) {
  const { request, simulation } = call;
  const skip = queryValue(request, '$skiptoken');
  const token = skip === undefined ? undefined : readToken(skip);
  if (skip !== undefined && token === undefined) {
    const message = `The skip token '${skip}' is not valid.`;
    return errorAnswer({ status: 400, code: 'InvalidSkipToken', message });
  }
  const view = viewOf(simulation.world, call.caller);
  const listed = (customer: Customer, each: Subscription) =>
    isListed(customer, each, view, simulation.assumptions);
  const total = token?.total ?? countAll(simulation, listed);
  const value: object[] = [];
  let last: PageToken | undefined;
  for (const [first, second] of positionsFrom(simulation, token)) {
    const customer = simulation.world.customers[first];
    const subscription = customer?.subscriptions[second];
    if (customer === undefined || subscription === undefined || !listed(customer, subscription)) continue;
    if (value.length === simulation.pageSize && last !== undefined) {
      const version = encodeURIComponent(queryValue(request, 'api-version') ?? '');
      const text = Buffer.from(JSON.stringify(last)).toString('base64url');
      const nextLink = `https://${request.host}/subscriptions?api-version=${version}&%24skiptoken=${text}`;
      return ok({ value, count: count(simulation, value, total), nextLink });
    }
    value.push(shape(customer, subscription, subscription.subscriptionId, simulation));
    last = { after: subscription.subscriptionId, at: [first, second], total };
  }
  return ok({ value, count: count(simulation, value, total) });
}

function count(simulation: Simulation, value: object[], total: number) {
  return {
    type: 'Total',
    value: simulation.assumptions.subscriptionsCount === 'all' ? total : value.length,
  };
}

function* positionsFrom(simulation: Simulation, token: PageToken | undefined): Generator<[number, number]> {
  const found = token === undefined ? undefined : simulation.index.find(token.after);
  const [startCustomer, startSubscription] =
    found === undefined ? (token?.at ?? [0, 0]) : [found.position[0], found.position[1] + 1];
  const { customers } = simulation.world;
  for (let first = startCustomer; first < customers.length; first += 1) {
    const size = customers[first]?.subscriptions.length ?? 0;
    for (let second = first === startCustomer ? startSubscription : 0; second < size; second += 1) {
      yield [first, second];
    }
  }
}

function countAll(
  simulation: Simulation,
  listed: (customer: Customer, subscription: Subscription) => boolean,
): number {
  let sum = 0;
  for (const customer of simulation.world.customers) {
    for (const subscription of customer.subscriptions) if (listed(customer, subscription)) sum += 1;
  }
  return sum;
}

function readToken(text: string): PageToken | undefined {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as PageToken;
    return typeof token.after === 'string' && Array.isArray(token.at) ? token : undefined;
  } catch {
    return undefined;
  }
}

function shape(customer: Customer, subscription: Subscription, id: string, simulation: Simulation) {
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: simulation.assumptions.authorizationSource,
    managedByTenants: managingTenants(subscription, simulation).map((tenantId) => ({ tenantId })),
    subscriptionId: subscription.subscriptionId,
    tenantId: customer.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

function managingTenants(subscription: Subscription, simulation: Simulation): string[] {
  if (subscription.managedByTenants !== undefined) return subscription.managedByTenants;
  const { groupOnlyManagedByTenants } = simulation.assumptions;
  const tenants = subscription.offers
    .filter((offer) =>
      offer.assignments.some(
        (each) =>
          each.provisioningState === 'Succeeded' &&
          (each.resourceGroup === undefined || groupOnlyManagedByTenants),
      ),
    )
    .map((offer) => offer.managedByTenantId);
  return [...new Set(tenants)];
}
