// The demo's subscriptions, one function a story; the numbers are those of demo-ids.ts.
import { atResourceGroup, atSubscription, eligible, grant } from '../world.ts';
import type { Assignment, Authorization, Offer, Subscription } from '../world.ts';
import {
  DEMO_EXTRA_ROLE,
  DEMO_FOREIGN_PRINCIPAL,
  DEMO_FOREIGN_TENANT,
  DEMO_IDENTITY,
  DEMO_OPERATORS_GROUP,
  DEMO_PLATFORM_TENANT,
  DEMO_TECHNICIAN,
} from './demo-identity.ts';
import { demoAssignmentId, demoDefinitionId, demoSubscriptionId } from './demo-ids.ts';
import {
  CONTRIBUTOR,
  LOG_ANALYTICS_CONTRIBUTOR,
  MONITORING_CONTRIBUTOR,
  READER,
  SUPPORT_REQUEST_CONTRIBUTOR,
  TAG_CONTRIBUTOR,
} from './role-ids.ts';

const KEEPER = DEMO_IDENTITY.objectId;

/** One delegated subscription; `roles` are the keeper's own. */
export function delegated(n: number, name: string, roles: readonly string[]): Subscription {
  return withOffers(n, name, [offer(n, keeper(roles), [atSubscription(demoAssignmentId(n))])]);
}

/** The roles in capitals and as whole resource ids, the definition's id without its slash, another provider beside. */
export function oddSpelling(n: number, name: string): Subscription {
  const scope = `/subscriptions/${demoSubscriptionId(n)}`;
  const roles = [
    READER.toUpperCase(),
    `${scope}/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR.toUpperCase()}`,
  ];
  const ours = offer(n, keeper(roles), [atSubscription(demoAssignmentId(n))]);
  const foreign: Offer = {
    definitionId: demoDefinitionId(n, 2),
    name: 'Polarstern network care',
    managedByTenantId: DEMO_FOREIGN_TENANT,
    managedByTenantName: 'Polarstern Networks',
    authorizations: [grant(DEMO_FOREIGN_PRINCIPAL, CONTRIBUTOR, 'Network engineers')],
    plan: { name: 'care', publisher: 'polarstern', product: 'network-care', version: '1.0.2' },
    assignments: [atSubscription(demoAssignmentId(n, 2))],
  };
  return withOffers(n, name, [{ ...ours, withoutLeadingSlash: true }, foreign]);
}

/** Two resource groups and nothing else: one earns, one has a role that does not count. */
export function groupsOnly(n: number, name: string): Subscription {
  const archive = offer(n, keeper([READER]), [atResourceGroup(demoAssignmentId(n, 2), 'rg-archive')], 2);
  return withOffers(n, name, [
    offer(n, keeper([CONTRIBUTOR]), [atResourceGroup(demoAssignmentId(n), 'rg-erp')]),
    { ...archive, name: 'Nordlicht archive care' },
  ]);
}

/** The whole subscription, and a group of it through a second offer that gives the same role to the same principal. */
export function wholeAndGroup(n: number, name: string): Subscription {
  const second = offer(n, keeper([CONTRIBUTOR]), [atResourceGroup(demoAssignmentId(n, 2), 'rg-dock')], 2);
  return withOffers(n, name, [
    offer(n, keeper([READER, CONTRIBUTOR]), [atSubscription(demoAssignmentId(n))]),
    { ...second, name: 'Nordlicht dock care' },
  ]);
}

/** A role of the world that no role file knows: only a look-up at the service gives its name. */
export function unheardOfRole(n: number, name: string): Subscription {
  return delegated(n, name, [READER, DEMO_EXTRA_ROLE]);
}

/** A built-in role that the table does not list. */
export function unlistedRole(n: number, name: string): Subscription {
  return delegated(n, name, [READER, TAG_CONTRIBUTOR]);
}

/** Only just-in-time; visible because a permanent Reader was assigned to the keeper directly, as to a guest. */
export function justInTime(n: number, name: string): Subscription {
  const nobody = offer(n, [], [atSubscription(demoAssignmentId(n))]);
  return {
    ...withOffers(n, name, [{ ...nobody, eligibleAuthorizations: [eligible(KEEPER, CONTRIBUTOR)] }]),
    visible: true,
  };
}

/** A role that counts but that Lighthouse no longer takes, on a subscription that ran into trouble with a bill. */
export function agingRole(n: number, name: string): Subscription {
  return { ...delegated(n, name, [READER, LOG_ANALYTICS_CONTRIBUTOR]), state: 'Warned' };
}

/** Access through a group alone. */
export function throughGroup(n: number, name: string): Subscription {
  const authorizations = [grant(DEMO_OPERATORS_GROUP, CONTRIBUTOR, 'Nordlicht operators')];
  return withOffers(n, name, [offer(n, authorizations, [atSubscription(demoAssignmentId(n))])]);
}

/** An old offer that gives nobody a permanent role, only a person a just-in-time one; visible as justInTime is. */
export function somebodyElse(n: number, name: string): Subscription {
  const nobody = offer(n, [], [atSubscription(demoAssignmentId(n))]);
  return {
    ...withOffers(n, name, [
      { ...nobody, eligibleAuthorizations: [eligible(DEMO_TECHNICIAN, MONITORING_CONTRIBUTOR)] },
    ]),
    visible: true,
  };
}

/** A delegation that never came to be, on a subscription that is shut. */
export function failed(n: number, name: string): Subscription {
  return { ...notSucceeded(n, name, 'Failed'), state: 'Disabled' };
}

/** A delegation that is on its way. */
export function underWay(n: number, name: string): Subscription {
  return notSucceeded(n, name, 'Creating');
}

/** Support Request Contributor alone: it earns, but may not read delegations, so the list answers 403. */
export function unreadable(n: number, name: string): Subscription {
  return delegated(n, name, [SUPPORT_REQUEST_CONTRIBUTOR]);
}

/** managedByTenants names the provider and a data platform, but nothing is delegated. */
export function onlyNamed(n: number, name: string): Subscription {
  return {
    ...withOffers(n, name, []),
    managedByTenants: [DEMO_PLATFORM_TENANT, DEMO_IDENTITY.tenantId],
    visible: true,
  };
}

/** A subscription without any offer. */
export function plain(n: number, name: string): Subscription {
  return { ...withOffers(n, name, []), visible: true };
}

function notSucceeded(n: number, name: string, state: 'Failed' | 'Creating'): Subscription {
  const assignments = [atSubscription(demoAssignmentId(n), state)];
  return {
    ...withOffers(n, name, [offer(n, keeper([READER, CONTRIBUTOR]), assignments)]),
    visible: true,
  };
}

function withOffers(n: number, name: string, offers: Offer[]): Subscription {
  return { subscriptionId: demoSubscriptionId(n), displayName: name, state: 'Enabled', offers };
}

function offer(n: number, authorizations: Authorization[], assignments: Assignment[], k = 1): Offer {
  return {
    definitionId: demoDefinitionId(n, k),
    name: 'Nordlicht managed Azure',
    description: 'Operations, backup and monitoring',
    managedByTenantId: DEMO_IDENTITY.tenantId,
    authorizations,
    assignments,
  };
}

function keeper(roles: readonly string[]): Authorization[] {
  return roles.map((role) => grant(KEEPER, role, 'Lighthouse Keeper'));
}
