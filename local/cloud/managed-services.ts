// Microsoft.ManagedServices: registration assignments and definitions as a managing tenant's principal reads them.
import { forbidden, grantsOf, seeSubscription, viewOf } from './access.ts';
import { errorAnswer, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import { armRoute } from './arm.ts';
import type { ArmCall } from './arm.ts';
import { managingTenantFilter } from './managed-services-filter.ts';
import { assignmentShape, definitionShape } from './managed-services-shapes.ts';
import { queryValue } from './request.ts';
import { parameter } from './route.ts';
import { mayReadDelegations } from './roles.ts';
import type { Found } from './subscription-index.ts';
import type { Assignment, Offer } from './world.ts';

const apiVersions = ['2022-10-01'] as const;
const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroup}`;
const ASSIGNMENTS = '/providers/Microsoft.ManagedServices/registrationAssignments';
const DEFINITIONS = '/providers/Microsoft.ManagedServices/registrationDefinitions';

export const managedServicesRoutes = [SUBSCRIPTION, GROUP].flatMap((scope) => [
  read('registrationAssignments.list', `${scope}${ASSIGNMENTS}`, listAssignments),
  read('registrationAssignments.get', `${scope}${ASSIGNMENTS}/{assignmentId}`, getAssignment),
  read('registrationDefinitions.list', `${scope}${DEFINITIONS}`, listDefinitions),
  read('registrationDefinitions.get', `${scope}${DEFINITIONS}/{definitionId}`, getDefinition),
]);

interface Delegation {
  offer: Offer;
  assignment: Assignment;
}

function read(operation: string, template: string, handle: (call: ArmCall, found: Found) => Answer) {
  return armRoute({
    operation,
    method: 'GET',
    template,
    apiVersions,
    handle: (call) => {
      const seen = seeSubscription(call, call.caller);
      if (seen.refused !== undefined) return seen.refused;
      return refusal(call, operation, seen.found) ?? handle(call, seen.found);
    },
  });
}

function listAssignments(call: ArmCall, found: Found): Answer {
  const wanted = managingTenantFilter(call);
  if (wanted.refused !== undefined) return wanted.refused;
  const all = delegations(call, found).filter(({ offer }) => wanted.has(offer.managedByTenantId));
  const expand = expands(call);
  const { world, assumptions } = call.simulation;
  const size = assumptions.delegationPageSize > 0 ? assumptions.delegationPageSize : Infinity;
  const from = Number(queryValue(call.request, '$skiptoken') ?? 0);
  const value = all
    .slice(from, from + size)
    .map(({ offer, assignment }) => assignmentShape(found, offer, assignment, world, expand));
  if (from + size >= all.length) return ok({ value });
  return ok({ value, nextLink: nextLink(call, from + size) });
}

function getAssignment(call: ArmCall, found: Found): Answer {
  const id = parameter(call, 'assignmentId').toLowerCase();
  const one = delegations(call, found).find(({ assignment }) => assignment.id.toLowerCase() === id);
  if (one === undefined) return absent('registrationAssignments', id);
  return ok(assignmentShape(found, one.offer, one.assignment, call.simulation.world, expands(call)));
}

function listDefinitions(call: ArmCall, found: Found): Answer {
  const wanted = managingTenantFilter(call);
  if (wanted.refused !== undefined) return wanted.refused;
  const offers = shownOffers(call, found).filter((offer) => wanted.has(offer.managedByTenantId));
  return ok({ value: offers.map((offer) => definition(call, found, offer)) });
}

function getDefinition(call: ArmCall, found: Found): Answer {
  const id = parameter(call, 'definitionId').toLowerCase();
  const offer = shownOffers(call, found).find((each) => each.definitionId.toLowerCase() === id);
  return offer === undefined ? absent('registrationDefinitions', id) : ok(definition(call, found, offer));
}

function definition(call: ArmCall, found: Found, offer: Offer) {
  const { world, assumptions } = call.simulation;
  return definitionShape(found, offer, world, assumptions.definitionNamesManagee);
}

/** Those of the scope asked for; a subscription's list mixes its own with those of its groups (recorded). */
function delegations(call: ArmCall, found: Found): Delegation[] {
  const group = call.parameters['resourceGroup']?.toLowerCase();
  const inherits = call.simulation.assumptions.groupListInherits;
  return shownOffers(call, found)
    .flatMap((offer) => offer.assignments.map((assignment) => ({ offer, assignment })))
    .filter(({ assignment }) => {
      if (group === undefined) return true;
      if (assignment.resourceGroup === undefined) return inherits;
      return assignment.resourceGroup.toLowerCase() === group;
    });
}

function shownOffers(call: ArmCall, found: Found): Offer[] {
  const { offers } = found.subscription;
  if (call.simulation.assumptions.foreignDelegationsShown) return offers;
  const ours = call.caller.tenantId.toLowerCase();
  return offers.filter((offer) => offer.managedByTenantId.toLowerCase() === ours);
}

/** A role that does not include the reading of registrations, such as Support Request Contributor, gets 403. */
function refusal(call: ArmCall, operation: string, found: Found): Answer | undefined {
  const { world, assumptions } = call.simulation;
  const { subscription } = found;
  const group = call.parameters['resourceGroup'];
  const allowed = grantsOf(subscription, viewOf(world, call.caller)).some(
    (grant) =>
      grant.succeeded &&
      (!assumptions.delegationsNeedRead || mayReadDelegations(world, grant.roleDefinitionId)) &&
      (grant.resourceGroup === undefined ||
        (group === undefined
          ? assumptions.groupOnlyMayListDelegations
          : grant.resourceGroup.toLowerCase() === group.toLowerCase())),
  );
  if (subscription.readable ?? (subscription.visible === true || allowed)) return undefined;
  const action = `Microsoft.ManagedServices/${operation.split('.')[0] ?? ''}/read`;
  const scope = `/subscriptions/${subscription.subscriptionId}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  return forbidden(call.caller, action, scope, assumptions.delegationsForbiddenCode);
}

function expands(call: ArmCall): boolean {
  return queryValue(call.request, '$expandRegistrationDefinition')?.toLowerCase() === 'true';
}

function nextLink(call: ArmCall, skip: number): string {
  const query = new URLSearchParams(call.request.search);
  query.delete('$skiptoken');
  query.append('$skiptoken', String(skip));
  return `https://${call.request.host}${call.request.path}?${query.toString()}`;
}

function absent(type: string, id: string): Answer {
  const message = `The ${type} '${id}' could not be found.`;
  return errorAnswer({ status: 404, code: 'ResourceNotFound', message });
}
