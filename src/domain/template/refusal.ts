// Every reason why Azure Lighthouse refuses a delegation, each with what it means and what mends it. Sources: the
// pages of Microsoft on tenants, users and roles, on eligible authorizations and on policy remediation (04/2026,
// 07/2024) and the schema of Microsoft.ManagedServices 2022-10-01. One refusal fails the whole deployment.

export interface Refusal {
  code: RefusalCode;
  /** JSON pointer into the body that was sent. */
  pointer: string;
  /** What is wrong and what mends it. */
  message: string;
}

const TEXTS = {
  'authorization-malformed': () =>
    'An authorization is an object with principalId and roleDefinitionId. Write it so.',
  'authorizations-missing': () =>
    'A registration definition needs a list of authorizations. Give it the ones that are meant.',
  'tenant-missing': () =>
    'managedByTenantId must be the GUID of the provider tenant. Put the id of your own tenant there.',
  'principal-missing': () =>
    'principalId must be the object id (GUID) of a user, group or service principal of the provider tenant. Put it there.',
  'principal-is-client-id': (principalId: string) =>
    `This is the application (client) id. Put the object id of the service principal there: ${principalId}.`,
  'role-missing': () =>
    'roleDefinitionId must be the GUID of a built-in role. Put it there; names of roles are not taken.',
  'role-id-not-bare': (roleId: string) =>
    `roleDefinitionId must be the bare GUID, not a resource id. Write ${roleId}.`,
  'role-not-built-in': (roleId: string, dataDate: string) =>
    `${roleId} is none of the built-in roles of ${dataDate}, and Lighthouse takes no custom roles. Use a built-in role.`,
  'role-owner': () =>
    'Lighthouse does not take Owner. Use Contributor, or a role with less, such as Support Request Contributor.',
  'role-unsupported': (role: string) =>
    `Lighthouse does not take ${role}: it has data actions, or may change access. Use a role with neither.`,
  'delegated-roles-missing': () =>
    'User Access Administrator is taken only with delegatedRoleDefinitionIds. List the roles there that it may assign to managed identities, or leave it out.',
  'delegated-roles-malformed': () =>
    'delegatedRoleDefinitionIds must be a list of bare GUIDs of built-in roles. Write it so.',
  'delegated-role-unsupported': (role: string) =>
    `${role} cannot be assigned through delegatedRoleDefinitionIds. List built-in roles other than Owner and User Access Administrator.`,
  'duplicate-authorization': (role: string) =>
    `This principal has ${role} here already. Leave one of the two out.`,
  'eligible-service-principal': () =>
    'A service principal cannot activate an eligible authorization, so Lighthouse takes none for it. Make it permanent.',
  'eligible-user-access-administrator': () =>
    'User Access Administrator cannot be eligible. Make it permanent with delegatedRoleDefinitionIds, or leave it out.',
  'eligible-delegated-roles': () =>
    'delegatedRoleDefinitionIds cannot stand in an eligible authorization. Leave them out.',
  'eligible-policy-invalid': () =>
    'justInTimeAccessPolicy needs multiFactorAuthProvider (Azure or None), and may have maximumActivationDuration (PT30M to PT8H) and at most 10 managedByTenantApprovers with a principalId each. Write it so.',
  'eligible-approver': () =>
    'A service principal cannot approve. Name users or groups as managedByTenantApprovers.',
  'eligible-policy-differs': (role: string) =>
    `Eligible authorizations for the same role (${role}) must have the same justInTimeAccessPolicy. Make them alike.`,
  'eligible-cloud': () =>
    'Eligible authorizations are not supported in national clouds. Make it permanent, or leave it out.',
  'scope-unsupported': () =>
    'Lighthouse delegates subscriptions and resource groups, not management groups or tenants. Deploy the template in each subscription.',
  'offer-name-twice': (name: string) =>
    `Two offers named ${name} cannot be assigned to the same scope. Give each its own registrationDefinitionName, or make them one.`,
} as const satisfies Record<string, (...details: string[]) => string>;

export type RefusalCode = keyof typeof TEXTS;

export const REFUSAL_CODES = Object.keys(TEXTS) as RefusalCode[];

/** @param details what the text of this code names */
export function refusal<Code extends RefusalCode>(
  code: Code,
  pointer: string,
  ...details: Parameters<(typeof TEXTS)[Code]>
): Refusal {
  const write = TEXTS[code] as (...details: Parameters<(typeof TEXTS)[Code]>) => string;
  return { code, pointer, message: write(...details) };
}
