// A small world of two invented providers that belong together, for several identities: two principals of the one, one
// of the other, each with a partner ID of its own, and customers that are seen by one of them, by two or by all.
import { atSubscription, grant } from '../world.ts';
import type { Authorization, Customer, Offer, TrueRecognition, World, WorldIdentity } from '../world.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID, DEMO_PROVIDER_NAME } from './demo-identity.ts';
import { demoAssignmentId, demoDefinitionId, demoSubscriptionId, demoTenantId } from './demo-ids.ts';
import { READER, SUPPORT_REQUEST_CONTRIBUTOR } from './role-ids.ts';

const EARNING = [READER, SUPPORT_REQUEST_CONTRIBUTOR];

/** By the names that README and tests give them. */
export const PROVIDERS = {
  /** The demo's. */
  nordlicht: DEMO_IDENTITY,
  /** Another principal of the same tenant. */
  hafen: {
    tenantId: DEMO_IDENTITY.tenantId,
    clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c002',
    objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1002',
    partnerId: '4545454',
  },
  /** Of another managing tenant. */
  suedwind: {
    tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b002',
    clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c003',
    objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1003',
    partnerId: '4646464',
  },
} as const satisfies Record<string, WorldIdentity>;

export type ProviderName = keyof typeof PROVIDERS;

type Roles = Partial<Record<ProviderName, readonly string[]>>;

/** Who holds which roles, from subscription 21 on. */
const FLEET: [customer: string, subscription: string, roles: Roles][] = [
  ['Birkenhof Dairy', 'Birkenhof production', { nordlicht: EARNING }],
  ['Deichkrone Insurance', 'Deichkrone core', { nordlicht: EARNING, suedwind: EARNING }],
  ['Kornblume Clinics', 'Kornblume records', { hafen: [READER], suedwind: [READER] }],
  ['Lindwurm Games', 'Lindwurm live', { suedwind: EARNING }],
  ['Moorbach Logistics', 'Moorbach depot', { hafen: EARNING }],
  ['Seewind Shipping', 'Seewind shipyard', { nordlicht: [READER], hafen: EARNING, suedwind: [READER] }],
];

const FIRST = 21;

/** A fresh one; no principal is linked at first. */
export function providersWorld(): World {
  const names = Object.keys(PROVIDERS) as ProviderName[];
  return {
    provider: { tenantId: DEMO_IDENTITY.tenantId, name: DEMO_PROVIDER_NAME },
    principals: names.map((name) => {
      const { tenantId, clientId, objectId } = PROVIDERS[name];
      return { tenantId, clientId, objectId, displayName: `Lighthouse Keeper ${name}`, groups: [] };
    }),
    groups: [],
    partners: [
      ...names.map((name) => ({ partnerId: PROVIDERS[name].partnerId, name })),
      { partnerId: DEMO_OTHER_PARTNER_ID, name: 'Polarstern Networks' },
    ],
    links: [],
    graphGranted: false,
    customers: FLEET.map((each, index) => toCustomer(FIRST + index, each)),
    extraRoles: [],
  };
}

/** What each principal's rows are, by subscription id, with its link right. */
export function providersExpected(name: ProviderName): Map<string, TrueRecognition> {
  return new Map(
    FLEET.flatMap(([, , roles], index): [string, TrueRecognition][] => {
      const held = roles[name];
      if (held === undefined) return [];
      return [[demoSubscriptionId(FIRST + index), held === EARNING ? 'pec' : 'pal-only']];
    }),
  );
}

function toCustomer(n: number, [customer, subscription, roles]: (typeof FLEET)[number]): Customer {
  const offers = new Map<string, Offer>();
  for (const [name, held] of Object.entries(roles) as [ProviderName, readonly string[]][]) {
    const { tenantId, objectId } = PROVIDERS[name];
    const offer = offers.get(tenantId) ?? emptyOffer(n, offers.size + 1, tenantId);
    const authorizations: Authorization[] = held.map((role) => grant(objectId, role, name));
    offers.set(tenantId, { ...offer, authorizations: [...offer.authorizations, ...authorizations] });
  }
  return {
    tenantId: demoTenantId(n),
    name: customer,
    subscriptions: [
      {
        subscriptionId: demoSubscriptionId(n),
        displayName: subscription,
        state: 'Enabled',
        offers: [...offers.values()],
      },
    ],
  };
}

function emptyOffer(n: number, k: number, managedByTenantId: string): Offer {
  return {
    definitionId: demoDefinitionId(n, k),
    name: 'Managed Azure',
    managedByTenantId,
    authorizations: [],
    assignments: [atSubscription(demoAssignmentId(n, k))],
  };
}
