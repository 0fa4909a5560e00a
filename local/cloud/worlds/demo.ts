// The world to start from: an invented provider whose customers between them show every recognition and finding.
import type { Customer, Subscription, TrueRecognition, World } from '../world.ts';
import {
  DEMO_EVERYBODY_GROUP,
  DEMO_EXTRA_ROLE,
  DEMO_IDENTITY,
  DEMO_OPERATORS_GROUP,
  DEMO_OTHER_PARTNER_ID,
  DEMO_PROVIDER_NAME,
} from './demo-identity.ts';
import { demoSubscriptionId, demoTenantId } from './demo-ids.ts';
import {
  agingRole,
  delegated,
  failed,
  groupsOnly,
  justInTime,
  oddSpelling,
  onlyNamed,
  plain,
  somebodyElse,
  throughGroup,
  underWay,
  unheardOfRole,
  unlistedRole,
  unreadable,
  wholeAndGroup,
} from './demo-subscriptions.ts';
import { READER, SUPPORT_REQUEST_CONTRIBUTOR } from './role-ids.ts';

/** A fresh demo world; the PAL link is missing at first. */
export function demoWorld(): World {
  return {
    provider: { tenantId: DEMO_IDENTITY.tenantId, name: DEMO_PROVIDER_NAME },
    principals: [
      {
        clientId: DEMO_IDENTITY.clientId,
        objectId: DEMO_IDENTITY.objectId,
        displayName: 'Lighthouse Keeper',
        groups: [DEMO_OPERATORS_GROUP],
      },
    ],
    groups: [
      { groupId: DEMO_OPERATORS_GROUP, displayName: 'Nordlicht operators', memberOf: [DEMO_EVERYBODY_GROUP] },
      { groupId: DEMO_EVERYBODY_GROUP, displayName: 'Nordlicht everybody', memberOf: [] },
    ],
    partners: [
      { partnerId: DEMO_IDENTITY.partnerId, name: DEMO_PROVIDER_NAME },
      { partnerId: DEMO_OTHER_PARTNER_ID, name: 'Polarstern Networks' },
    ],
    links: [],
    graphGranted: false,
    customers: demoCustomers(),
    extraRoles: [
      {
        roleDefinitionId: DEMO_EXTRA_ROLE,
        roleName: 'Fleet Telemetry Operator (Preview)',
        type: 'BuiltInRole',
        actions: ['Microsoft.Insights/*/read', 'Microsoft.Insights/dataCollectionRules/write'],
      },
    ],
  };
}

/** What is true of each subscription that demoWorld lists, with the link right and the group look-up off. */
export const demoExpected: ReadonlyMap<string, TrueRecognition | 'unreadable' | 'own-tenant'> = new Map([
  [demoSubscriptionId(1), 'pec'],
  [demoSubscriptionId(2), 'pec'],
  [demoSubscriptionId(3), 'pec-partial'],
  [demoSubscriptionId(4), 'pec'],
  [demoSubscriptionId(5), 'pal-only'],
  [demoSubscriptionId(6), 'unknown'],
  [demoSubscriptionId(7), 'unknown'],
  [demoSubscriptionId(8), 'none'],
  [demoSubscriptionId(9), 'pec'],
  [demoSubscriptionId(10), 'unknown'],
  [demoSubscriptionId(11), 'none'],
  [demoSubscriptionId(12), 'none'],
  [demoSubscriptionId(13), 'unknown'],
  [demoSubscriptionId(14), 'unreadable'],
  [demoSubscriptionId(15), 'not-delegated'],
  [demoSubscriptionId(16), 'own-tenant'],
]);

function demoCustomers(): Customer[] {
  return [
    customer(1, 'Birkenhof Dairy', [
      delegated(1, 'Birkenhof production', [READER, SUPPORT_REQUEST_CONTRIBUTOR]),
    ]),
    customer(2, 'Deichkrone Insurance', [oddSpelling(2, 'Deichkrone core')]),
    customer(3, 'Seewind Shipping', [
      groupsOnly(3, 'Seewind fleet office'),
      wholeAndGroup(4, 'Seewind shipyard'),
    ]),
    customer(4, 'Kornblume Clinics', [delegated(5, 'Kornblume records', [READER])]),
    customer(5, 'Lindwurm Games', [unlistedRole(6, 'Lindwurm live')]),
    customer(6, 'Marschland Energy', [unheardOfRole(7, 'Marschland metering')]),
    customer(7, 'Moorbach Logistics', [justInTime(8, 'Moorbach depot')]),
    customer(8, 'Nebelhorn Press', [agingRole(9, 'Nebelhorn newsroom')]),
    customer(9, 'Oststern Pharmacies', [throughGroup(10, 'Oststern shops')]),
    customer(10, 'Petersen & Daughters Construction', [somebodyElse(11, 'Petersen plans')]),
    customer(11, 'Quellental Utilities', [failed(12, 'Quellental grid'), underWay(13, 'Quellental water')]),
    customer(12, 'Uferstein Savings', [unreadable(14, 'Uferstein branches')]),
    customer(13, 'Tidenhub Analytics', [onlyNamed(15, 'Tidenhub lakehouse')]),
    {
      tenantId: DEMO_IDENTITY.tenantId,
      name: DEMO_PROVIDER_NAME,
      subscriptions: [plain(16, 'Nordlicht internal')],
    },
  ];
}

function customer(n: number, name: string, subscriptions: Subscription[]): Customer {
  return { tenantId: demoTenantId(n), name, subscriptions };
}
