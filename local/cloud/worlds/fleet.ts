// A world of any size for measurements and large tests, made by arithmetic, with what is true of each subscription.
import { atResourceGroup, atSubscription, eligible, grant } from '../world.ts';
import type {
  Assignment,
  Authorization,
  Customer,
  Offer,
  ProvisioningState,
  Subscription,
  TrueRecognition,
  World,
  WorldIdentity,
} from '../world.ts';
import { DEMO_IDENTITY } from './demo-identity.ts';
import { fleetId, storyOf } from './fleet-stories.ts';
import type { Story } from './fleet-stories.ts';
import { BACKUP_CONTRIBUTOR, READER, SUPPORT_REQUEST_CONTRIBUTOR, TAG_CONTRIBUTOR } from './role-ids.ts';

/** Subscriptions of one customer. */
const PER_CUSTOMER = 5;

export interface FleetOptions {
  subscriptions: number;
  /** 0 to 65535, default 1: other ids, and another order of the stories. */
  seed?: number;
  /** Default: the demo's. */
  identity?: WorldIdentity;
}

export interface Fleet {
  world: World;
  identity: WorldIdentity;
  /** By subscription id, with the link right and the group look-up off. */
  expected: Map<string, TrueRecognition>;
}

export function fleetWorld({ subscriptions, seed = 1, identity = DEMO_IDENTITY }: FleetOptions): Fleet {
  const group = fleetId('9a0b', seed, 1);
  const make = builders(identity, group, seed);
  const expected = new Map<string, TrueRecognition>();
  const customers: Customer[] = [];
  for (let number = 0; number < subscriptions; number += 1) {
    const { story, recognition } = storyOf(number, seed);
    if (number % PER_CUSTOMER === 0) {
      const n = customers.length + 1;
      customers.push({ tenantId: fleetId('c057', seed, n), name: `Customer ${n}`, subscriptions: [] });
    }
    const subscription = make(number + 1, story);
    customers.at(-1)?.subscriptions.push(subscription);
    expected.set(subscription.subscriptionId, recognition);
  }
  return { world: emptyWorld(identity, group, customers), identity, expected };
}

function emptyWorld(identity: WorldIdentity, group: string, customers: Customer[]): World {
  const { tenantId, clientId, objectId, partnerId } = identity;
  return {
    provider: { tenantId, name: 'Fleet provider' },
    principals: [{ clientId, objectId, displayName: 'Lighthouse Keeper', groups: [group] }],
    groups: [{ groupId: group, displayName: 'Fleet operators', memberOf: [] }],
    partners: [{ partnerId, name: 'Fleet provider' }],
    links: [],
    graphGranted: false,
    customers,
    extraRoles: [],
  };
}

/** The arrays of authorizations are shared by all subscriptions of a story, and frozen, which keeps 100,000 small. */
function builders(identity: WorldIdentity, group: string, seed: number) {
  const { tenantId, objectId } = identity;
  const foreignTenant = fleetId('fa7e', seed, 1);
  const foreign = Object.freeze([grant(fleetId('fa7e', seed, 2), READER)]);
  const none: readonly Authorization[] = Object.freeze([]);
  const earning = keeper(objectId, [READER, SUPPORT_REQUEST_CONTRIBUTOR]);
  const partly = keeper(objectId, [READER, BACKUP_CONTRIBUTOR]);
  const reading = keeper(objectId, [READER]);
  const unlisted = keeper(objectId, [READER, TAG_CONTRIBUTOR]);
  const byGroup = Object.freeze([grant(group, BACKUP_CONTRIBUTOR), grant(group, READER)]);
  const justInTime = Object.freeze([eligible(objectId, BACKUP_CONTRIBUTOR)]);

  return (n: number, story: Story): Subscription => {
    const whole = (state?: ProvisioningState): Assignment[] => [
      atSubscription(fleetId('a551', seed, n), state),
    ];
    const ours = (authorizations: readonly Authorization[], assignments = whole()): Offer => ({
      definitionId: fleetId('def1', seed, n),
      name: 'Fleet care',
      managedByTenantId: tenantId,
      authorizations,
      assignments,
    });
    const subscription = (offers: Offer[]): Subscription => ({
      subscriptionId: fleetId('5ab5', seed, n),
      displayName: `Subscription ${n}`,
      state: 'Enabled',
      offers,
    });
    switch (story) {
      case 'pec':
        return subscription([ours(earning)]);
      case 'group-only': {
        const ids = [fleetId('a551', seed, n), fleetId('a552', seed, n)] as const;
        const groups = [atResourceGroup(ids[0], 'rg-app'), atResourceGroup(ids[1], 'rg-data')];
        return subscription([ours(partly, groups)]);
      }
      case 'reader':
        return subscription([ours(reading)]);
      case 'unlisted':
        return subscription([ours(unlisted)]);
      case 'through-group':
        return subscription([ours(byGroup)]);
      case 'foreign':
        return {
          ...subscription([{ ...ours(foreign), name: 'Other care', managedByTenantId: foreignTenant }]),
          visible: true,
        };
      case 'platform':
        return { ...subscription([]), managedByTenants: [foreignTenant, tenantId], visible: true };
      case 'failed':
        return { ...subscription([ours(earning, whole('Failed'))]), visible: true };
      case 'under-way':
        return { ...subscription([ours(earning, whole('Creating'))]), visible: true };
      case 'just-in-time':
        return { ...subscription([{ ...ours(none), eligibleAuthorizations: justInTime }]), visible: true };
    }
  };
}

function keeper(objectId: string, roles: readonly string[]): readonly Authorization[] {
  return Object.freeze(roles.map((role) => grant(objectId, role)));
}
