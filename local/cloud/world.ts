// What a simulated Azure holds: plain data that a test or a person can read, write down and change while it runs.

export interface World {
  /** The managing tenant: the home of the principals that name no other. */
  provider: { tenantId: string; name: string };
  principals: Principal[];
  groups: Group[];
  /** The partner ids that exist; a link to any other id is refused. */
  partners: KnownPartner[];
  /** PAL links by (tenantId, objectId); a deleted one stays, with state Deleted. */
  links: LinkRecord[];
  /** Whether the principals may read group membership in Microsoft Graph (Application.Read.All). */
  graphGranted: boolean;
  customers: Customer[];
  /** Roles beside the two role files of the product: custom ones, or newer than those files. */
  extraRoles: ExtraRole[];
}

export interface Principal {
  clientId: string;
  objectId: string;
  /** Its own managing tenant, where it is another one than the provider's. */
  tenantId?: string;
  displayName: string;
  /** The groups that name it as a direct member. */
  groups: string[];
  /** Where set, only this client secret is right; else any is. */
  secret?: string;
  /** App roles of its tokens for an api of our own (claim `roles`). */
  appRoles?: string[];
  /** False: its link can be read but not written (see the assumption linkNotAllowed). */
  mayLink?: boolean;
}

export interface Group {
  groupId: string;
  displayName: string;
  /** The groups that this one is nested in. */
  memberOf: string[];
}

export interface KnownPartner {
  partnerId: string;
  name: string;
}

export interface LinkRecord {
  tenantId: string;
  objectId: string;
  partnerId: string;
  version: number;
  state: 'Active' | 'Deleted';
  /** UTC with up to seven digits of a second, as the service writes it. */
  createdTime: string;
  updatedTime: string;
}

/** Several subscriptions of one tenant; the provider's own tenant may stand here too. */
export interface Customer {
  tenantId: string;
  name: string;
  subscriptions: Subscription[];
}

export type SubscriptionState = 'Enabled' | 'Warned' | 'PastDue' | 'Disabled' | 'Deleted';

/** The answer for a subscription that the caller does not see, asked for by its id; `found` is 200 all the same. */
export type HiddenAnswer = 'wrong-tenant' | 'forbidden' | 'not-found' | 'found';

export interface Subscription {
  subscriptionId: string;
  displayName: string;
  state: SubscriptionState;
  /** Left out: the managing tenants of its offers. Databricks and managed applications put theirs in, too. */
  managedByTenants?: string[];
  /** Left out: as the caller's roles say. Set: listed, or not, whatever the roles are. */
  visible?: boolean;
  /** Left out: as the caller's roles say (true where visible is true): may its delegations be read? */
  readable?: boolean;
  whenHidden?: HiddenAnswer;
  offers: Offer[];
}

/** A registration definition and the registration assignments that apply it. */
export interface Offer {
  definitionId: string;
  name: string;
  managedByTenantId: string;
  managedByTenantName?: string;
  description?: string;
  /** Replace the array rather than changing one in place: worlds share them between subscriptions. */
  authorizations: readonly Authorization[];
  eligibleAuthorizations?: readonly EligibleAuthorization[];
  plan?: { name: string; publisher: string; product: string; version: string };
  assignments: Assignment[];
  /** True: assignments name their definition without the leading slash, as a recording of the service does. */
  withoutLeadingSlash?: boolean;
}

export interface Authorization {
  principalId: string;
  principalIdDisplayName?: string;
  /** Echoed as it is written here: a bare GUID or a resource id, in any case. */
  roleDefinitionId: string;
  delegatedRoleDefinitionIds?: string[];
}

export interface EligibleAuthorization {
  principalId: string;
  principalIdDisplayName?: string;
  roleDefinitionId: string;
  justInTimeAccessPolicy: {
    multiFactorAuthProvider: 'Azure' | 'None';
    maximumActivationDuration: string;
    managedByTenantApprovers?: { principalId: string; principalIdDisplayName?: string }[];
  };
}

export type ProvisioningState =
  | 'NotSpecified'
  | 'Accepted'
  | 'Running'
  | 'Ready'
  | 'Creating'
  | 'Created'
  | 'Deleting'
  | 'Deleted'
  | 'Canceled'
  | 'Failed'
  | 'Succeeded'
  | 'Updating';

export interface Assignment {
  id: string;
  /** Left out: the whole subscription. */
  resourceGroup?: string;
  provisioningState: ProvisioningState;
}

export interface ExtraRole {
  roleDefinitionId: string;
  roleName: string;
  type: 'BuiltInRole' | 'CustomRole';
  actions: string[];
  dataActions?: string[];
}

/** What a world says of a subscription when the link is right; the words of the product's recognition. */
export type TrueRecognition = 'pec' | 'pec-partial' | 'pal-only' | 'none' | 'unknown' | 'not-delegated';

/** Who the keeper is in a world, and the partner id it has to be linked to. */
export interface WorldIdentity {
  tenantId: string;
  clientId: string;
  objectId: string;
  partnerId: string;
}

/** The managing tenant that a principal lives in. */
export function homeTenantOf({ provider }: World, principal: Principal | undefined): string {
  return principal?.tenantId ?? provider.tenantId;
}

/** In lower case: the provider's, and those of the principals that live elsewhere. */
export function managingTenants(world: World): ReadonlySet<string> {
  const homes = world.principals.map((each) => homeTenantOf(world, each));
  return new Set([world.provider.tenantId, ...homes].map((id) => id.toLowerCase()));
}

/** A permanent authorization. */
export function grant(principalId: string, roleDefinitionId: string, displayName?: string): Authorization {
  return displayName === undefined
    ? { principalId, roleDefinitionId }
    : { principalId, principalIdDisplayName: displayName, roleDefinitionId };
}

/** A just-in-time authorization of up to eight hours. */
export function eligible(principalId: string, roleDefinitionId: string): EligibleAuthorization {
  return {
    principalId,
    roleDefinitionId,
    justInTimeAccessPolicy: { multiFactorAuthProvider: 'Azure', maximumActivationDuration: 'PT8H' },
  };
}

/** An assignment at the whole subscription. */
export function atSubscription(id: string, provisioningState: ProvisioningState = 'Succeeded'): Assignment {
  return { id, provisioningState };
}

/** An assignment at one resource group. */
export function atResourceGroup(
  id: string,
  resourceGroup: string,
  provisioningState: ProvisioningState = 'Succeeded',
): Assignment {
  return { id, resourceGroup, provisioningState };
}

/** The bare, lower-case GUID of a role id in any of its spellings. */
export function bareRoleId(roleDefinitionId: string): string {
  return roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1).toLowerCase();
}
