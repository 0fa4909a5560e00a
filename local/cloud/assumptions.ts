// Every behaviour that no source proves, as one switch with its default: README.md beside this file lists each.
import type { ErrorAnswer } from './answer.ts';
import type { HiddenAnswer } from './world.ts';

export interface Assumptions {
  // Partner Admin Link: no public recording holds an error of this provider.
  linkMissing: ErrorAnswer;
  linkOfAnotherPartner: ErrorAnswer;
  createWhenLinked: ErrorAnswer;
  createSameId: 'refused' | 'accepted';
  updateSameId: 'accepted' | 'refused';
  updateWithoutLink: ErrorAnswer;
  deleteWithoutLink: ErrorAnswer;
  deleteOfAnotherPartner: ErrorAnswer;
  unknownPartner: ErrorAnswer;
  linkNotAllowed: ErrorAnswer;
  deletedLinkRead: 'not-found' | 'shown-as-deleted';
  partnersInSovereignClouds: boolean;

  // Subscriptions.
  groupOnlyListed: boolean;
  groupOnlyManagedByTenants: boolean;
  pendingDelegationListed: boolean;
  authorizationSource: string;
  subscriptionsCount: 'all' | 'page';
  hiddenSubscription: HiddenAnswer;
  subscriptionNotFound: ErrorAnswer;

  // Delegations.
  delegationsNeedRead: boolean;
  groupOnlyMayListDelegations: boolean;
  delegationsForbiddenCode: string;
  foreignDelegationsShown: boolean;
  delegationFilter: 'applied' | 'ignored';
  delegationPageSize: number;
  groupListInherits: boolean;
  definitionNamesManagee: boolean;

  // Role assignments, throttling, tokens, Microsoft Graph.
  roleAssignmentsByTenant: 'empty' | 'delegated';
  tenantThrottledCode: string;
  throttledRetryAfter: 'seconds' | 'http-date' | 'none';
  partnersThrottled: boolean;
  unknownAppStatus: number;
  wrongSecretStatus: number;
  unknownTenantStatus: number;
  unauthenticated: ErrorAnswer;
  graphForbidden: ErrorAnswer;
  graphUnauthenticated: ErrorAnswer;
}

export const defaultAssumptions: Readonly<Assumptions> = {
  linkMissing: { status: 404, code: 'NotFound', message: 'No partner is linked to the caller.' },
  linkOfAnotherPartner: {
    status: 404,
    code: 'NotFound',
    message: 'The caller is linked to another partner id.',
  },
  createWhenLinked: { status: 409, code: 'Conflict', message: 'The caller is already linked to a partner.' },
  createSameId: 'refused',
  updateSameId: 'accepted',
  updateWithoutLink: { status: 404, code: 'NotFound', message: 'There is no partner link to update.' },
  deleteWithoutLink: { status: 404, code: 'NotFound', message: 'There is no partner link to delete.' },
  deleteOfAnotherPartner: {
    status: 404,
    code: 'NotFound',
    message: 'The caller is linked to another partner id.',
  },
  unknownPartner: { status: 400, code: 'BadRequest', message: 'Partner ID is not valid.' },
  linkNotAllowed: {
    status: 403,
    code: 'Forbidden',
    // Verbatim from microsoft/Partner-Center-PowerShell#277; its status and code were not shown there.
    message:
      'The user does not have an account in this tenant, work with the administrator to add the account. ' +
      'If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID',
  },
  deletedLinkRead: 'not-found',
  partnersInSovereignClouds: true,

  groupOnlyListed: true,
  groupOnlyManagedByTenants: true,
  pendingDelegationListed: false,
  authorizationSource: 'RoleBased',
  subscriptionsCount: 'all',
  hiddenSubscription: 'wrong-tenant',
  subscriptionNotFound: {
    status: 404,
    code: 'SubscriptionNotFound',
    message: "The subscription '{subscriptionId}' could not be found.",
  },

  delegationsNeedRead: true,
  groupOnlyMayListDelegations: true,
  delegationsForbiddenCode: 'AuthorizationFailed',
  foreignDelegationsShown: true,
  delegationFilter: 'applied',
  delegationPageSize: 0,
  groupListInherits: false,
  definitionNamesManagee: false,

  roleAssignmentsByTenant: 'empty',
  tenantThrottledCode: 'TenantRequestsThrottled',
  throttledRetryAfter: 'seconds',
  partnersThrottled: true,
  unknownAppStatus: 400,
  wrongSecretStatus: 401,
  unknownTenantStatus: 400,
  unauthenticated: {
    status: 401,
    code: 'AuthenticationFailed',
    message: "Authentication failed. The 'Authorization' header is missing or its token is not valid.",
  },
  graphForbidden: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
  graphUnauthenticated: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Access token is empty, expired or for another audience.',
  },
};
