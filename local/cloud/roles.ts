// What a role lets its holder read here, and the names of all roles, from the product's two role files and the world.
import otherRoles from '../../src/domain/data/other-builtin-roles.json' with { type: 'json' };
import pecRoles from '../../src/domain/data/pec-roles.json' with { type: 'json' };
import { bareRoleId } from './world.ts';
import type { ExtraRole, World } from './world.ts';

const READ_DELEGATIONS = 'Microsoft.ManagedServices/registrationAssignments/read';

/**
 * The built-in roles whose actions cover the reading of delegations. All have `*\/read` but the last one, which names
 * the registration assignments. The role files hold no actions, so the ids stand here.
 */
const readers: ReadonlySet<string> = new Set([
  'acdd72a7-3385-48ef-bd42-f606fba81ae7', // Reader
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', // Owner
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', // User Access Administrator
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168', // Role Based Access Control Administrator
  '36243c78-bf99-498c-9df9-86d9f8d28608', // Resource Policy Contributor
  '73c42c96-874c-492b-b04d-ab87d138a893', // Log Analytics Reader
  '92aaf0da-9dab-42b6-94a3-d43ce8d16293', // Log Analytics Contributor
  '43d0d8ad-25c7-4714-9337-8ba259a9fe05', // Monitoring Reader
  '749f88d5-cbae-40b8-bcfc-e573ddc772fa', // Monitoring Contributor
  '641177b8-a67a-45b9-a033-47bc880bb21e', // Managed Application Contributor Role
  'c7393b34-138c-406f-901b-d8cf2b17e6ae', // Managed Application Operator Role
  'b9331d33-8a36-4f8c-b097-4f54124fdb44', // Managed Applications Reader
  '91c1777a-f3dc-4fae-b103-61d183457e46', // Managed Services Registration assignment Delete Role
]);

export interface KnownRole {
  roleDefinitionId: string;
  roleName: string;
  type: ExtraRole['type'];
  actions: string[];
  dataActions: string[];
}

const builtIn: readonly KnownRole[] = [...pecRoles.roles, ...otherRoles.roles].map((role) => ({
  roleDefinitionId: role.roleDefinitionId,
  roleName: role.roleName,
  type: 'BuiltInRole',
  actions: [],
  dataActions: [],
}));

export function allRoles(world: World): KnownRole[] {
  return [...builtIn, ...world.extraRoles.map((role) => ({ dataActions: [], ...role }))];
}

export function mayReadDelegations(world: World, roleDefinitionId: string): boolean {
  const id = bareRoleId(roleDefinitionId);
  if (readers.has(id)) return true;
  const extra = world.extraRoles.find((role) => bareRoleId(role.roleDefinitionId) === id);
  return extra?.actions.some((action) => covers(action, READ_DELEGATIONS)) ?? false;
}

function covers(pattern: string, action: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.$+?^()|[\]\\{}]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'i').test(action);
}
