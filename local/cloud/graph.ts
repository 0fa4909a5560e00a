// Microsoft Graph: the group memberships of a service principal, nested groups included.
import { randomUUID } from 'node:crypto';
import type { Answer, ErrorAnswer } from './answer.ts';
import { authenticate, transitiveGroups } from './caller.ts';
import { parameter } from './route.ts';
import type { Call, Route } from './route.ts';

export const graphRoutes: Route[] = [
  {
    operation: 'graph.getMemberGroups',
    method: 'POST',
    template: '/v1.0/servicePrincipals/{objectId}/getMemberGroups',
    handle: (call) => guarded(call, () => getMemberGroups(call)),
  },
  {
    operation: 'graph.transitiveMemberOf',
    method: 'GET',
    template: '/v1.0/servicePrincipals/{objectId}/transitiveMemberOf',
    handle: (call) => guarded(call, () => listTransitive(call)),
  },
];

/** Both need the same permission, and know the same principals. */
async function guarded(call: Call, answer: () => Answer): Promise<Answer> {
  const { world, assumptions } = call.simulation;
  if ((await authenticate(call)) === undefined) return graphError(assumptions.graphUnauthenticated, call);
  if (!world.graphGranted) return graphError(assumptions.graphForbidden, call);
  return answer();
}

function getMemberGroups(call: Call): Answer {
  if (typeof securityEnabledOnly(call.request.body) !== 'boolean') {
    const message = "The body must be JSON with the boolean 'securityEnabledOnly'.";
    return graphError({ status: 400, code: 'Request_BadRequest', message }, call);
  }
  const context = `https://${call.request.host}/v1.0/$metadata#Collection(Edm.String)`;
  return withGroups(call, (value) => ({ '@odata.context': context, value }));
}

function listTransitive(call: Call): Answer {
  return withGroups(call, (ids) => ({
    '@odata.context': `https://${call.request.host}/v1.0/$metadata#directoryObjects`,
    value: ids.map((id) => ({ '@odata.type': '#microsoft.graph.group', id })),
  }));
}

function withGroups(call: Call, body: (ids: string[]) => object): Answer {
  const { world } = call.simulation;
  const objectId = parameter(call, 'objectId');
  if (world.principals.some((each) => each.objectId.toLowerCase() === objectId.toLowerCase()))
    return { status: 200, body: body([...transitiveGroups(world, objectId)]) };
  const message = `Resource '${objectId}' does not exist or one of its queried reference-property objects are not present.`;
  return graphError({ status: 404, code: 'Request_ResourceNotFound', message }, call);
}

function securityEnabledOnly(body: string): unknown {
  try {
    return (JSON.parse(body) as { securityEnabledOnly?: unknown }).securityEnabledOnly;
  } catch {
    return undefined;
  }
}

function graphError(error: ErrorAnswer, call: Call): Answer {
  const requestId = randomUUID();
  const client = call.request.headers['client-request-id'];
  const innerError = {
    date: call.simulation.now().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': typeof client === 'string' ? client : requestId,
  };
  return {
    status: error.status,
    headers: { 'request-id': requestId },
    body: { error: { code: error.code, message: error.message, innerError } },
  };
}
