// Microsoft.Authorization: role definitions by name and id; role assignments, where Lighthouse's do not show.
import { grantsOf, seeSubscription, viewOf } from './access.ts';
import { errorAnswer, notSimulated, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import { armRoute } from './arm.ts';
import type { ArmCall } from './arm.ts';
import { queryValue } from './request.ts';
import { parameter } from './route.ts';
import { allRoles } from './roles.ts';
import type { KnownRole } from './roles.ts';
import { bareRoleId } from './world.ts';

const apiVersions = ['2022-04-01', '2022-05-01-preview'] as const;
const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroup}`;
const PROVIDER = '/providers/Microsoft.Authorization';

export const authorizationRoutes = [
  ...['', SUBSCRIPTION, GROUP].flatMap((scope) => [
    read('roleDefinitions.list', `${scope}${PROVIDER}/roleDefinitions`, listDefinitions),
    read('roleDefinitions.get', `${scope}${PROVIDER}/roleDefinitions/{roleId}`, getDefinition),
  ]),
  ...[SUBSCRIPTION, GROUP].map((scope) =>
    read('roleAssignments.list', `${scope}${PROVIDER}/roleAssignments`, listAssignments),
  ),
];

function read(operation: string, template: string, handle: (call: ArmCall) => Answer) {
  return armRoute({
    operation,
    method: 'GET',
    template,
    apiVersions,
    handle: (call) => {
      if (!template.startsWith(SUBSCRIPTION)) return handle(call);
      const seen = seeSubscription(call, call.caller);
      return seen.refused ?? handle(call);
    },
  });
}

function listDefinitions(call: ArmCall): Answer {
  const filter = queryValue(call.request, '$filter');
  const wanted = filter === undefined ? () => true : roleFilter(filter);
  if (wanted === undefined) {
    const { method, host, path } = call.request;
    return notSimulated(method, host, path, `the filter ${filter ?? ''} is not simulated`);
  }
  const roles = allRoles(call.simulation.world).filter(wanted);
  return ok({ value: roles.map((role) => shape(call, role)) });
}

function getDefinition(call: ArmCall): Answer {
  const id = bareRoleId(parameter(call, 'roleId'));
  const role = allRoles(call.simulation.world).find((each) => bareRoleId(each.roleDefinitionId) === id);
  if (role !== undefined) return ok(shape(call, role));
  const message = `The specified role definition with ID '${id}' does not exist.`;
  return errorAnswer({ status: 404, code: 'RoleDefinitionDoesNotExist', message });
}

/** Documented: role assignments made through Lighthouse are not shown, neither to the customer nor to the provider. */
function listAssignments(call: ArmCall): Answer {
  const { assumptions, world } = call.simulation;
  const seen = seeSubscription(call, call.caller);
  if (seen.refused !== undefined) return seen.refused;
  const asked = queryValue(call.request, 'tenantId')?.toLowerCase() === call.caller.tenantId.toLowerCase();
  if (!asked || assumptions.roleAssignmentsByTenant === 'empty') return ok({ value: [] });
  const { subscription } = seen.found;
  const value = grantsOf(subscription, viewOf(world, call.caller))
    .filter((grant) => grant.succeeded)
    .map((grant, index) => {
      const group = grant.resourceGroup === undefined ? '' : `/resourceGroups/${grant.resourceGroup}`;
      const scope = `/subscriptions/${subscription.subscriptionId}${group}`;
      const name = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
      return {
        properties: {
          roleDefinitionId: `/subscriptions/${subscription.subscriptionId}${PROVIDER}/roleDefinitions/${bareRoleId(grant.roleDefinitionId)}`,
          principalId: call.caller.objectId,
          principalType: 'ServicePrincipal',
          scope,
        },
        id: `${scope}${PROVIDER}/roleAssignments/${name}`,
        type: 'Microsoft.Authorization/roleAssignments',
        name,
      };
    });
  return ok({ value });
}

function roleFilter(text: string): ((role: KnownRole) => boolean) | undefined {
  const parts = /^\s*(roleName|type)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(text);
  const wanted = parts?.[2]?.replaceAll("''", "'").toLowerCase();
  if (wanted === undefined) return undefined;
  return parts?.[1]?.toLowerCase() === 'type'
    ? (role) => role.type.toLowerCase() === wanted
    : (role) => role.roleName.toLowerCase() === wanted;
}

/** The product's role files hold names and no actions: the permissions of a built-in role are left empty here. */
function shape(call: ArmCall, role: KnownRole) {
  const id = bareRoleId(role.roleDefinitionId);
  const subscriptionId = call.parameters['subscriptionId'];
  const scope = subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`;
  const permission = {
    actions: role.actions,
    notActions: [],
    dataActions: role.dataActions,
    notDataActions: [],
  };
  return {
    properties: {
      roleName: role.roleName,
      type: role.type,
      description: role.roleName,
      assignableScopes: ['/'],
      permissions: [permission],
      createdOn: '2015-02-02T21:55:09.8806423Z',
      updatedOn: '2021-11-11T20:13:47.8628684Z',
      createdBy: null,
      updatedBy: null,
    },
    id: `${scope}${PROVIDER}/roleDefinitions/${id}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: id,
  };
}
