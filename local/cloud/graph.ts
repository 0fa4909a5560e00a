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
    handle: getMemberGroups,
  },
];

async function getMemberGroups(call: Call): Promise<Answer> {
  const { world, assumptions, now } = call.simulation;
  const fail = (error: ErrorAnswer) => graphError(error, now(), call);
  if ((await authenticate(call)) === undefined) return fail(assumptions.graphUnauthenticated);
  if (!world.graphGranted) return fail(assumptions.graphForbidden);
  if (typeof securityEnabledOnly(call.request.body) !== 'boolean') {
    const message = "The body must be JSON with the boolean 'securityEnabledOnly'.";
    return fail({ status: 400, code: 'Request_BadRequest', message });
  }
  const objectId = parameter(call, 'objectId');
  if (!world.principals.some((each) => each.objectId.toLowerCase() === objectId.toLowerCase())) {
    const message = `Resource '${objectId}' does not exist or one of its queried reference-property objects are not present.`;
    return fail({ status: 404, code: 'Request_ResourceNotFound', message });
  }
  const context = `https://${call.request.host}/v1.0/$metadata#Collection(Edm.String)`;
  return {
    status: 200,
    body: { '@odata.context': context, value: transitiveGroups(world, objectId) },
  };
}

function securityEnabledOnly(body: string): unknown {
  try {
    return (JSON.parse(body) as { securityEnabledOnly?: unknown }).securityEnabledOnly;
  } catch {
    return undefined;
  }
}

function graphError(error: ErrorAnswer, now: Date, call: Call): Answer {
  const requestId = randomUUID();
  const client = call.request.headers['client-request-id'];
  const innerError = {
    date: now.toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': typeof client === 'string' ? client : requestId,
  };
  return {
    status: error.status,
    headers: { 'request-id': requestId },
    body: { error: { code: error.code, message: error.message, innerError } },
  };
}
